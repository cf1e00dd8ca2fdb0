import type { Fact } from './fact.ts';
import { stateDirectory } from './hostState.ts';

/** A line of a host's audit log: who did what, and how it ended. */
export interface AuditLine {
  /** ISO 8601, by the host's clock. */
  readonly time: string;
  /** `user@machine`. */
  readonly operator: string;
  /** The run that began on the host, and what it was; its steps follow. */
  readonly run?: { readonly id: string; readonly what: string };
  /** A step and how it ended. */
  readonly step?: { readonly id: string; readonly result: 'done' | 'failed' };
}

/** A step of today writes a hundred bytes; the latest of years. */
const maxBytes = 512 * 1024;
const pattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([\w.@-]{1,200}) (\S{1,300}) (began|done|failed)(?: \([a-z]{1,20}\))?$/;
const runPattern = /^run\/([0-9a-f-]{36})\/([a-z-]{1,40})$/;

/** Reads the audit log of a host, the latest lines of it, oldest first. What is no such line is left out. */
export const auditLog: Fact<readonly AuditLine[]> = {
  id: 'audit-log',
  command: `[ -f ${stateDirectory}/audit.log ] && tail -c ${maxBytes} -- ${stateDirectory}/audit.log; true`,
  parse: (output) => output.split('\n').flatMap((line) => lineOf(line) ?? []),
};

function lineOf(line: string): AuditLine | undefined {
  const [, time, operator, what, how] = pattern.exec(line) ?? [];
  if (time === undefined || operator === undefined || what === undefined) return undefined;
  if (how !== 'began') return { time, operator, step: { id: what, result: how === 'done' ? 'done' : 'failed' } };
  const [, id, verb] = runPattern.exec(what) ?? [];
  return id === undefined || verb === undefined ? undefined : { time, operator, run: { id, what: verb } };
}
