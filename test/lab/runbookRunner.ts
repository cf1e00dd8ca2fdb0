import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Procedure, ProcedureId } from '../../core/export/runbook/procedure.ts';
import { runbookProcedures } from '../../core/export/runbook/procedures.ts';
import { releases } from '../../core/plan/schema.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { hostOf, ssh } from './labFixture.ts';
import type { TopologyLab } from './topologyLab.ts';

export interface FollowOptions {
  /** What the person does beside the commands, right before a step: gives a host its power, for instance. */
  readonly before?: Readonly<Record<string, () => Promise<unknown>>>;
  /** Steps with a condition that holds here. */
  readonly also?: readonly string[];
}

/** The procedure as the runbook of the plan prints it. @throws Error when there is none */
export function procedureOf(work: TopologyLab, id: ProcedureId, variant: string): Procedure {
  const plan = work.plan();
  const all = runbookProcedures(
    { plan, release: releases.find((one) => one === work.lab.release) ?? 'bookworm' },
    resolveTiming(plan),
  );
  const found = all.find((procedure) => procedure.id === id && procedure.variant === variant);
  if (found !== undefined) return found;
  throw new Error(`no ${id} for ${variant}; there are ${all.map((one) => `${one.id}: ${one.variant}`).join('; ')}`);
}

/**
 * Does what a person does who follows a procedure: every command exactly as it is printed, in its order, on the host that it names.
 * @throws Error at the first command that fails, or when a named step is not there
 */
export async function follow(work: TopologyLab, procedure: Procedure, options: FollowOptions = {}): Promise<void> {
  const { before = {}, also = [] } = options;
  const known = new Set(procedure.steps.map((step) => step.id));
  const unknown = [...Object.keys(before), ...also].filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Error(`${procedure.id} has no step ${unknown.join(', ')}`);
  for (const step of procedure.steps) {
    if (step.onlyIf !== undefined && !also.includes(step.id)) continue;
    await before[step.id]?.();
    const started = performance.now();
    const output = step.host === undefined ? await asOperator(work, step.command) : await onHost(work, step.host, step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${procedure.id} ${step.id}: ${seconds} s ${output.split('\n').at(-1) ?? ''}\n`);
  }
}

async function onHost(work: TopologyLab, host: string, step: { id: string; command: string }): Promise<string> {
  const { code, output } = await ssh(hostOf(work.lab, host), step.command);
  if (code === 0) return output;
  throw new Error(`${step.id} on ${host} ended with ${code}:\n${step.command}\n${output}`);
}

/** The program instead of its name, the plan file instead of its name, and a yes to what it asks. */
async function asOperator(work: TopologyLab, command: string): Promise<string> {
  const words = command.split(' ').map((word) => (word === `${work.plan().name}.yaml` ? work.planFile : word));
  if (words[0] !== 'quorate') throw new Error(`not a command of the program: ${command}`);
  const args = ['bin/quorate.mjs', ...words.slice(1), '--yes', '--accept-new-host-keys'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout.trim();
}
