import { fenceScript } from '../../dr/scripts.ts';
import { type Cluster, etcdHosts, type Host, memberOn, type Plan } from '../../plan/plan.ts';
import type { Timing } from '../../timing/timing.ts';
import {
  apartSteps,
  listMembers,
  memberPlace,
  patronictl,
  psql,
  type RunbookInput,
  rejoinSteps,
  sinceStep,
  subshell,
  waitUntilPrimary,
} from './commands.ts';
import { etcdctl, forceNewCluster, joinSteps } from './etcdCommands.ts';
import type { Procedure, ProcedureStep } from './procedure.ts';

/**
 * What to do when etcd has lost its majority, for every host that may be the survivor: one with a member of the cluster and of etcd.
 * The survivor's etcd becomes a cluster of one; Patroni, which goes on all the while, then promotes by itself.
 */
export function majorityRecovery(input: RunbookInput, cluster: Cluster, timing: Timing): readonly Procedure[] {
  const { plan } = input;
  const etcd = etcdHosts(plan, cluster);
  if (etcd.length < 2) return [];
  return etcd
    .filter((host) => memberOn(plan, host.name)?.cluster.name === cluster.name)
    .map((survivor) => recovery(input, cluster, survivor, etcd, timing));
}

function recovery(
  input: RunbookInput,
  cluster: Cluster,
  survivor: Host,
  etcd: readonly Host[],
  timing: Timing,
): Procedure {
  const { plan } = input;
  const others = etcd.filter((host) => host !== survivor);
  const name = survivor.name;
  const leads = cluster.standbyOf === undefined ? 'Leader' : 'Standby Leader';
  const joined = others.map((_, index) => [survivor, ...others.slice(0, index + 1)]);
  return {
    id: plan.topology === 'two-node' ? 'two-node-promotion' : 'two-of-three-recovery',
    variant: `${cluster.name}: ${name} survives`,
    title: `etcd has lost its majority: go on with ${name} alone, then take the others back`,
    when: `${others.map((host) => host.name).join(' and ')} are lost, or so many of them that etcd has no majority, and they do not come back soon. Nobody is elected; what is left is read-only.`,
    warnings: [
      'First be sure that the lost hosts are off or cut off.',
      'Two of the lost hosts that come back together with their old etcd data are a majority of their own, and elect a primary of their own.',
      `What ${name} has not received is lost. If another host with a newer copy can be brought back, bring that one back.`,
    ],
    steps: [
      {
        id: 'survivor',
        host: name,
        title: 'See what the survivor has',
        command: psql(plan, 'select pg_is_in_recovery(), pg_last_wal_replay_lsn(), pg_last_xact_replay_timestamp()'),
        expect:
          't (it follows, or was demoted), its position in the WAL, and the time of the last transaction that it has.',
      },
      ...others.map(
        (host): ProcedureStep => ({
          id: `apart/${host.name}`,
          host: host.name,
          title: `Stop ${host.name} for now: it joins again further down`,
          command: keepOut(plan, host),
          expect: 'Status 0.',
          onlyIf: `${host.name} can still be reached: it belongs to the etcd cluster that is given up, and could be promoted instead of ${name}`,
        }),
      ),
      {
        id: 'force',
        host: name,
        title: `Make the etcd member of ${name} a cluster of its own; the store is copied first`,
        command: forceNewCluster(plan),
        expect: 'No output, and status 0.',
      },
      {
        id: 'alone',
        host: name,
        title: 'See that etcd works and has one member',
        command: `${etcdctl(plan, survivor, 'endpoint health')} && ${etcdctl(plan, survivor, 'member list')}`,
        expect: `"is healthy", and one line, with ${name}.`,
      },
      ...leadSteps(input, cluster, name, timing),
      {
        id: 'members',
        host: name,
        title: 'See who leads',
        command: `${listMembers} ${cluster.name}`,
        expect: `${survivorName(cluster, name)} is the ${leads}. HAProxy on ${name} sends clients to it by itself; send clients there.`,
      },
      ...others.flatMap((host, index) => backSteps(input, cluster, host, survivor, joined[index] ?? [])),
    ],
  };
}

function survivorName(cluster: Cluster, host: string): string {
  return cluster.members.find((member) => member.host === host)?.name ?? host;
}

/** Patroni leads again by itself; a cluster with synchronous replication may have to be told that commits may be lost. */
function leadSteps(
  { plan }: RunbookInput,
  cluster: Cluster,
  name: string,
  { patroni }: Timing,
): readonly ProcedureStep[] {
  const seconds = patroni.ttlSeconds + patroni.loopWaitSeconds;
  if (cluster.standbyOf !== undefined) return [];
  return [
    ...(plan.patroni.synchronous.enabled
      ? [
          {
            id: 'asynchronous',
            host: name,
            title: `Let ${name} lead although it was not the synchronous standby`,
            command: patronictl(`edit-config --force -s synchronous_mode=false ${cluster.name}`),
            expect:
              'The changed line, "Configuration changed". Acknowledged commits may be missing. Set it to true again once all hosts are back.',
            onlyIf: `${name} was neither the primary nor the synchronous standby, so that nobody leads after ${seconds} s`,
          },
        ]
      : []),
    {
      id: 'leads',
      host: name,
      title: `Wait until ${name} takes writes: the lease of the lost leader runs out first`,
      command: waitUntilPrimary(plan, seconds * 3),
      expect: `No output, and status 0 after about ${seconds} s at most.`,
    },
    {
      id: 'failover',
      host: name,
      title: `Tell Patroni to promote ${survivorName(cluster, name)}`,
      command: patronictl(`failover --force --candidate ${survivorName(cluster, name)} ${cluster.name}`),
      expect: '"Successfully failed over".',
      onlyIf: `the wait before was in vain: Patroni holds ${name} for too far behind (journalctl -u patroni says so)`,
    },
    ...cluster.members.filter((member) => member.host === name).map((member) => sinceStep(plan, member)),
  ];
}

/** Stops what could elect a leader, or be one, now and at the next boot. */
function keepOut(plan: Plan, host: Host): string {
  const stopEtcd = 'systemctl disable -q --now etcd';
  return memberOn(plan, host.name) === undefined ? stopEtcd : `${subshell(fenceScript)} && ${stopEtcd}`;
}

/** A lost host comes back: empty into etcd, then into the cluster. */
function backSteps(
  input: RunbookInput,
  cluster: Cluster,
  host: Host,
  survivor: Host,
  members: readonly Host[],
): readonly ProcedureStep[] {
  const found = memberOn(input.plan, host.name);
  return [
    {
      id: `keep-out/${host.name}`,
      host: host.name,
      title: `Keep ${host.name} out: do this before it gets its network back`,
      command: keepOut(input.plan, host),
      expect: `Status 0: ${found === undefined ? 'etcd is' : 'Patroni, PostgreSQL and etcd are'} stopped and do not start at the next boot. Then give the host its network back.`,
    },
    ...(found === undefined || found.cluster !== cluster || cluster.standbyOf !== undefined
      ? []
      : apartSteps(found.member)),
    ...joinSteps(input.plan, host, survivor, members),
    ...(found === undefined || found.cluster !== cluster
      ? []
      : rejoinSteps(input.plan, memberPlace(input, cluster, found.member))),
  ];
}
