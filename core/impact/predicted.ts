import type { Step } from '../deployment/step.ts';
import { disturbanceOf } from '../operations/disturbance.ts';
import type { Disturbance } from '../operations/operation.ts';
import { type Cluster, etcdHosts, type Member, memberOn } from '../plan/plan.ts';
import type { FailureProcess } from '../quorum/failure.ts';
import { simulateModel } from '../quorum/simulate.ts';
import type { SecondsRange } from '../quorum/simulationResult.ts';
import { servedCluster } from '../render/hostContext.ts';
import { vipHosts } from '../render/vipFiles.ts';
import { failureBudget } from '../timing/failureBudget.ts';
import {
  commitsWait,
  type Duration,
  noTime,
  poolRestart,
  primaryRestart,
  proxyRestart,
  replicaAway,
  vipMoves,
} from '../timing/plannedInterruption.ts';
import { resolveTiming } from '../timing/resolveTiming.ts';
import type { Timing } from '../timing/timing.ts';
import type { Setting } from './setting.ts';
import { modelOf } from './whatIf.ts';

/** The longest time for which clients can neither write, nor read, in a stage. Null: until a person does something. */
export interface Predicted {
  readonly writes: SecondsRange | null;
  readonly reads: SecondsRange | null;
}

interface Effect {
  readonly writes?: Duration | null;
  readonly reads?: Duration | null;
}

/** Says what clients notice of the steps of a stage: the longest interruption of any of them, in seconds. */
export function predictedOf(steps: readonly Step[], setting: Setting): Predicted {
  const timing = resolveTiming(setting.plan);
  const effects = steps.flatMap((step) => effectsOf(step, setting, timing));
  return { writes: longest(effects.map(({ writes }) => writes)), reads: longest(effects.map(({ reads }) => reads)) };
}

function effectsOf(step: Step, setting: Setting, timing: Timing): readonly Effect[] {
  const disturbance = disturbanceOf(step);
  const here = memberOn(setting.plan, step.host);
  if (disturbance.how === 'hands-over') return here === undefined ? [] : [handsOver(here, setting, timing)];
  return disturbance.processes.flatMap((process) => effectsOfLoss(process, step.host, disturbance, setting, timing));
}

function effectsOfLoss(
  process: FailureProcess,
  host: string,
  disturbance: Disturbance,
  setting: Setting,
  timing: Timing,
): readonly Effect[] {
  const here = memberOn(setting.plan, host);
  const serving = here !== undefined && setting.leaders[here.cluster.name] !== undefined ? here : undefined;
  switch (process) {
    // PostgreSQL stops with Debian's unit of Patroni.
    case 'postgres':
    case 'patroni':
      return serving === undefined ? [] : [memberAway(serving, disturbance, setting, timing)];
    case 'pgbouncer':
      return serving === undefined ? [] : [poolAway(serving, setting)];
    case 'etcd':
      return etcdAway(host, disturbance, setting, timing);
    case 'haproxy':
      return proxyAway(host, disturbance, setting, timing);
    case 'keepalived':
      return vipAway(host, setting);
  }
}

interface Here {
  readonly cluster: Cluster;
  readonly member: Member;
}

function memberAway({ cluster, member }: Here, { how }: Disturbance, setting: Setting, timing: Timing): Effect {
  const others = membersUp(cluster, setting).filter((one) => one !== member);
  const behindHaproxy = setting.plan.hosts.some(({ roles }) => roles.includes('haproxy'));
  if (setting.leaders[cluster.name] !== member.name) {
    const { enabled } = setting.plan.patroni.synchronous;
    const synchronous = enabled && !member.nosync && member.role !== 'offline' && cluster.standbyOf === undefined;
    const reads =
      others.length === 0
        ? null
        : member.role === 'offline'
          ? noTime
          : replicaAway(timing, how === 'restarts', behindHaproxy);
    return { writes: synchronous ? commitsWait(timing) : noTime, reads };
  }
  const readers = others.filter(({ role }) => role !== 'offline');
  const away =
    how === 'ends' && readers.length > 0
      ? handOverSeconds(setting, timing)
      : how === 'restarts'
        ? primaryRestart(timing)
        : null;
  return {
    writes: cluster.standbyOf === undefined ? away : noTime,
    reads: readers.length > 0 ? noTime : away,
  };
}

function poolAway({ cluster, member }: Here, setting: Setting): Effect {
  const leads = setting.leaders[cluster.name] === member.name;
  const reads = !leads || membersUp(cluster, setting).length === 1;
  return {
    writes: leads && cluster.standbyOf === undefined ? poolRestart() : noTime,
    reads: reads ? poolRestart() : noTime,
  };
}

/** Nobody notices a member of etcd whose others have a quorum, nor one without which the leader may go on. */
function etcdAway(host: string, { how }: Disturbance, setting: Setting, timing: Timing): readonly Effect[] {
  const voters = setting.plan.clusters.flatMap((cluster) => etcdHosts(setting.plan, cluster));
  if (!voters.some(({ name }) => name === host)) return [];
  const { writes } = simulateModel(modelOf(setting), [...setting.down, { kind: 'process', host, process: 'etcd' }]);
  if (writes === 'unaffected') return [];
  if (how === 'ends') return [{ writes: null }];
  // The leader gives up after retry_timeout without etcd; back in time it never does.
  return [
    {
      writes: {
        ...noTime,
        worstSeconds: timing.patroni.retryTimeoutSeconds + handOverSeconds(setting, timing).worstSeconds,
      },
    },
  ];
}

function proxyAway(host: string, { how }: Disturbance, setting: Setting, timing: Timing): readonly Effect[] {
  const { plan, down } = setting;
  const proxies = plan.hosts.filter(({ roles }) => roles.includes('haproxy'));
  const own = proxies.find(({ name }) => name === host);
  if (own === undefined) return [];
  const cluster = servedCluster(plan, own);
  const others = proxies.filter(
    (one) => one !== own && servedCluster(plan, one) === cluster && !isDown(down, one.name, 'haproxy'),
  );
  if (how === 'ends' && others.length === 0) return [{ writes: null, reads: null }];
  const away = proxyRestart(timing, others.length > 0);
  return [{ writes: cluster.standbyOf === undefined ? away : noTime, reads: away }];
}

function vipAway(host: string, { plan }: Setting): readonly Effect[] {
  if (plan.access.vip === undefined || !vipHosts(plan).includes(host)) return [];
  return [{ writes: vipMoves(), reads: vipMoves() }];
}

/** Nobody writes to a cluster that follows another one. */
function handsOver({ cluster }: Here, setting: Setting, timing: Timing): Effect {
  return { writes: cluster.standbyOf === undefined ? handOverSeconds(setting, timing) : noTime, reads: noTime };
}

function handOverSeconds({ plan }: Setting, timing: Timing): Duration {
  return failureBudget(timing, 'switchover', { vip: plan.access.vip !== undefined });
}

function membersUp(cluster: Cluster, { down }: Setting): readonly Member[] {
  return cluster.members.filter(({ host }) => !isDown(down, host, 'postgres'));
}

function isDown(down: Setting['down'], host: string, process: FailureProcess): boolean {
  return down.some(
    (one) =>
      (one.kind === 'host' && one.host === host) ||
      (one.kind === 'process' && one.host === host && one.process === process),
  );
}

function longest(all: readonly (Duration | null | undefined)[]): SecondsRange | null {
  if (all.includes(null)) return null;
  const known = all.filter((one) => one !== null && one !== undefined);
  return {
    min: Math.max(0, ...known.map(({ minSeconds }) => minSeconds)),
    typical: Math.max(0, ...known.map(({ typicalSeconds }) => typicalSeconds)),
    worst: Math.max(0, ...known.map(({ worstSeconds }) => worstSeconds)),
  };
}
