import { type Refusal, refusal } from '../changes/refusal.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { type HostWork, membersOf } from './hostWork.ts';
import type { Step } from './step.ts';

/** Ends of step ids that a cluster in maintenance mode would leave half done: Patroni starts, restarts and promotes nothing by itself then. */
const unsafeSteps = [
  '/postgres/restart',
  '/patroni/restart',
  '/patroni/start',
  '/patroni/running',
  '/patroni/leader',
  '/data/clear',
];

/**
 * Refuses to change the settings, or to restart or start members, of clusters that are paused: replicas could be left behind until somebody resumes,
 * and nobody would take over meanwhile. Files, reloads and the access layer may change.
 */
export function pausedRefusals(
  steps: readonly Step[],
  hosts: readonly HostWork[],
  state: DesiredState,
): readonly Refusal[] {
  return state.clusters.flatMap((cluster) => {
    const members = membersOf(cluster, hosts);
    const paused = members.find(({ facts }) => facts.patroni?.paused === true);
    if (paused === undefined) return [];
    const { name } = cluster.cluster;
    const unsafe = steps.some(
      ({ id, host }) =>
        id === `${host}/config/${name}` ||
        (members.some((member) => member.name === host) && unsafeSteps.some((end) => id === `${host}${end}`)),
    );
    if (!unsafe) return [];
    return [
      refusal(
        paused.name,
        'cluster-paused',
        say`${name} is paused, and its settings or members have to change: Patroni would neither start nor promote anything meanwhile. Resume it with patronictl -c ${paths.patroniConfig} resume ${name} on ${paused.name}, then deploy again`,
      ),
    ];
  });
}
