import type { DeployedRecord } from '../facts/deployedRecord.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { distributions } from '../plan/distributions.ts';
import type { Plan } from '../plan/plan.ts';
import { releases } from '../plan/schema.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import type { Change, ChangeWorld, KnownHost } from './change.ts';
import { changedClusters } from './kinds/clusters.ts';
import { changedDataDirectories } from './kinds/dataDirectories.ts';
import { hostsElsewhere } from './kinds/elsewhere.ts';
import { configuredEtcd } from './kinds/etcdConfigured.ts';
import { changedEtcdMembers } from './kinds/etcdPlan.ts';
import { runningEtcd } from './kinds/etcdRunning.ts';
import { changedFixedFields } from './kinds/fixedFields.ts';
import { changedHosts } from './kinds/hosts.ts';
import { changedMembers } from './kinds/members.ts';
import { runningMembers } from './kinds/patroniRunning.ts';
import { renamedHosts } from './kinds/renamed.ts';
import { changedRunningPorts } from './kinds/runningPorts.ts';
import { changedStandby } from './kinds/standby.ts';
import { changedVipHosts } from './kinds/vipHosts.ts';
import { recordOf } from './recordOf.ts';
import { renamesIn, withNames } from './renames.ts';

const againstRecord = [
  changedFixedFields,
  changedHosts,
  changedEtcdMembers,
  changedClusters,
  changedMembers,
  changedStandby,
  changedVipHosts,
] as const;
const againstRunning = [
  runningEtcd,
  configuredEtcd,
  runningMembers,
  changedDataDirectories,
  changedRunningPorts,
] as const;

/**
 * How a plan differs from what was deployed last and from what runs. Nothing while nothing was deployed yet.
 * @param facts of the plan's hosts, by name
 */
export function findChanges(state: DesiredState, facts: ReadonlyMap<string, HostFacts>): readonly Change[] {
  const { plan, deployed, former = [] } = state;
  const hosts = state.hosts.flatMap((desired): KnownHost[] => {
    const known = facts.get(desired.host.name);
    const foreign = known?.state.project !== undefined && known.state.project !== state.projectId;
    return known === undefined || foreign ? [] : [{ desired, facts: known }];
  });
  const ours = hosts.filter(({ facts: known }) => known.state.project !== undefined);
  const recorded = uniqueRecords(ours.flatMap(({ facts: known }) => known.deployed ?? []));
  const wanted = recordOf(plan, majorOf(facts));
  if (ours.length === 0) return deployed === undefined ? [] : hostsElsewhere(deployed, { plan, wanted });
  const before = recorded.length > 0 ? recorded : deployed === undefined ? [] : [deployed];
  const world: ChangeWorld = { plan, wanted, before, hosts, former };
  if (before.length === 0 && !ours.some(hasData)) return [];
  return compare(world);
}

/** How a plan differs from the one that was deployed last, without a look at the hosts. */
export function compareWithDeployed(plan: Plan, deployed: Plan): readonly Change[] {
  return compare({ plan, wanted: recordOf(plan), before: [recordOf(deployed)], hosts: [], former: [deployed] });
}

function compare(world: ChangeWorld): readonly Change[] {
  const all = [
    ...world.before.flatMap((record) => {
      const renames = renamesIn(record, world.wanted);
      const called = withNames(record, renames);
      return [...renamedHosts(renames, world), ...againstRecord.flatMap((kind) => kind(called, world))];
    }),
    ...againstRunning.flatMap((kind) => kind(world)),
  ];
  const first = new Map<string, Change>();
  for (const change of all) {
    const key = `${change.id} ${change.subject}`;
    if (!first.has(key)) first.set(key, change);
  }
  return [...first.values()];
}

/** Whether a deployment got as far as data or members on the host. Before that, a plan may change as it likes. */
function hasData({ desired, facts }: KnownHost): boolean {
  const paths = [desired.etcd?.dataDirectory, desired.member?.dataDirectory].filter((path) => path !== undefined);
  return (
    facts.etcdCluster !== undefined ||
    facts.patroni !== undefined ||
    paths.some((path) => (facts.directories.get(path)?.entries ?? 0) > 0)
  );
}

/** The major version that members get where the plan names none. */
export function majorOf(facts: ReadonlyMap<string, HostFacts>): number | undefined {
  const codenames = [...facts.values()].map(({ platform }) => platform.codename);
  const release = releases.find((one) => codenames.includes(one));
  return release === undefined ? undefined : distributions[release].postgresMajor;
}

function uniqueRecords(records: readonly DeployedRecord[]): readonly DeployedRecord[] {
  return [...new Map(records.map((record) => [JSON.stringify(record), record])).values()];
}
