import { restartParameters } from '../plan/restartParameters.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import type { HostWork } from './hostWork.ts';
import { asRecord } from './pendingSettings.ts';
import { planRestarts } from './restartSteps.ts';
import type { Step } from './step.ts';
import { StepList } from './stepList.ts';

/**
 * The restarts that a change of dynamic configurations will bring about, by the names of its parameters. PostgreSQL itself says only afterwards what it
 * needs; a person is to know before.
 * @param steps of the stage that changes them
 */
export function foreseenRestarts(
  steps: readonly Step[],
  hosts: readonly HostWork[],
  state: DesiredState,
): readonly Step[] {
  const patches = new Map(
    steps.flatMap(({ id, host, files }) => {
      const cluster = id.startsWith(`${host}/config/`) ? id.slice(`${host}/config/`.length) : undefined;
      const patch = asRecord(JSON.parse(cluster === undefined ? '{}' : (files[0]?.content ?? '{}')));
      return cluster !== undefined && needsRestart(patch) ? [[cluster, patch] as const] : [];
    }),
  );
  if (patches.size === 0) return [];
  const afterwards = hosts.map((host): HostWork => {
    const { member } = host.desired;
    const { patroni } = host.facts;
    const patch = patches.get(member?.cluster.name ?? '');
    if (patch === undefined || patroni === undefined) return host;
    const dynamicConfig = merged(asRecord(patroni.dynamicConfig), patch);
    return {
      ...host,
      facts: { ...host.facts, appliedConfig: undefined, patroni: { ...patroni, pendingRestart: true, dynamicConfig } },
    };
  });
  const list = new StepList();
  planRestarts(list, afterwards, state);
  return list.all();
}

function needsRestart(patch: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(asRecord(asRecord(patch.postgresql).parameters)).some((name) => restartParameters.has(name));
}

function merged(
  into: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const changed = Object.entries(patch).map(([key, value]) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [key, isObject ? merged(asRecord(into[key]), asRecord(value)) : value] as const;
  });
  return { ...into, ...Object.fromEntries(changed) };
}
