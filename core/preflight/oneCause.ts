import type { CheckResult } from './observation.ts';

/** One cause that is to be mended, with every host on which it was found. */
export interface Cause extends CheckResult {
  readonly hosts: readonly string[];
}

/** What is to be mended, the failures first. The same finding of a check on several hosts is one cause: it is said once. */
export function causesOf(results: readonly CheckResult[]): readonly Cause[] {
  const causes = new Map<string, Cause>();
  for (const one of results) {
    if (one.result === 'pass') continue;
    const key = JSON.stringify([one.id, one.result, one.message, one.fix]);
    const known = causes.get(key);
    if (known === undefined) causes.set(key, { ...one, hosts: [one.host] });
    else if (!known.hosts.includes(one.host)) causes.set(key, { ...known, hosts: [...known.hosts, one.host] });
  }
  const all = [...causes.values()];
  return [...all.filter(({ result }) => result === 'fail'), ...all.filter(({ result }) => result === 'warn')];
}
