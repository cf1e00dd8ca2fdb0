import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../core/plan/plan.ts';
import { nextFailures } from '../../../core/quorum/nextFailures.ts';
import { reasonCodes } from '../../../core/quorum/reasons.ts';
import { simulateSequence } from '../../../core/quorum/simulateSequence.ts';
import type { Reads, Writes } from '../../../core/quorum/simulationResult.ts';
import { clusterOf, failuresOf, outcomeOf, planFor, strict, zeroLoss } from './plans.ts';

const plans: Readonly<Record<string, Plan>> = {
  three: planFor('three-node'),
  'three, no failsafe': planFor('three-node', { sections: { patroni: { failsafe: false } } }),
  'three, watchdog': planFor('three-node', { sections: { patroni: { watchdog: 'automatic' } } }),
  'three, zero loss': planFor('three-node', zeroLoss),
  'three, strict': planFor('three-node', strict),
  two: planFor('two-node', { layout: 'arbiter' }),
  'two, no arbiter': planFor('two-node', { layout: 'no-arbiter' }),
  five: planFor('five-node'),
  'five, zero loss': planFor('five-node', zeroLoss),
  dual: planFor('dual-dc'),
  'dual, zero loss': planFor('dual-dc', zeroLoss),
  'dual, strict': planFor('dual-dc', strict),
  geo: planFor('geo-dr'),
};

function plan(name: string): Plan {
  const found = plans[name];
  if (found === undefined) throw new Error(`no plan ${name}`);
  return found;
}

/** plan | failures | writes | possible leaders by host | reads | loss in bytes | reason */
type Row = readonly [string, string, Writes, string, Reads, number | null, string];
const mebibyte = 1_048_576;

const rows: readonly Row[] = [
  // Nothing.
  ['three', '', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  // Processes of the leader.
  ['three', 'postgres@n1', 'automatic', 'n1', 'all', mebibyte, 'restarts'],
  ['three, zero loss', 'postgres@n1', 'automatic', 'n1', 'all', 0, 'restarts'],
  ['three', 'patroni@n1', 'automatic', 'n2 n3', 'all', mebibyte, 'failover-one-of'],
  ['three', 'patroni@n1 postgres@n1', 'automatic', 'n2 n3', 'all', mebibyte, 'failover-one-of'],
  ['three', 'haproxy@n1', 'unaffected', 'n1', 'partial', 0, 'leader-keeps'],
  ['three', 'haproxy@n1 haproxy@n2 haproxy@n3', 'manual', 'n1', 'none', 0, 'no-route'],
  ['three', 'pgbouncer@n1', 'manual', 'n1', 'all', 0, 'no-route'],
  ['three', 'etcd@n1', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  // Hosts.
  ['three', 'host=n1', 'automatic', 'n2 n3', 'all', mebibyte, 'failover-one-of'],
  ['three', 'host=n2', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['three', 'host=n1 host=n2', 'manual', '', 'all', null, 'no-quorum'],
  ['three', 'host=n2 host=n3', 'manual', '', 'all', 0, 'no-quorum-read-only'],
  ['three', 'host=n1 host=n2 host=n3', 'lost', '', 'none', null, 'all-copies-lost'],
  // etcd without a majority.
  ['three', 'etcd@n2 etcd@n3', 'unaffected', 'n1', 'all', 0, 'failsafe-holds'],
  ['three', 'etcd@n2 etcd@n3 patroni@n3', 'manual', '', 'all', 0, 'no-quorum-read-only'],
  ['three', 'etcd@n2 etcd@n3 postgres@n1', 'manual', '', 'all', 0, 'no-quorum'],
  ['three, no failsafe', 'etcd@n2 etcd@n3', 'manual', '', 'all', 0, 'no-quorum-read-only'],
  // The leader's network.
  ['three', 'link=n1/n2 link=n1/n3', 'automatic', 'n2 n3', 'all', null, 'failover-one-of'],
  ['three', 'link=n1>n2 link=n1>n3', 'automatic', 'n2 n3', 'all', null, 'failover-one-of'],
  ['three', 'dcs=n1', 'unaffected', 'n1', 'all', 0, 'failsafe-holds'],
  ['three', 'dcs=n1 host=n3', 'automatic', 'n2', 'all', mebibyte, 'failover'],
  ['three', 'dcs=n1 patroni@n2 patroni@n3', 'manual', '', 'all', 0, 'no-dcs-read-only'],
  ['three, no failsafe', 'dcs=n1', 'automatic', 'n2 n3', 'all', mebibyte, 'failover-one-of'],
  ['three', 'link=n2/n3', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['three', 'link=n1/n2', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['three, zero loss', 'link=n1/n2 link=n1/n3', 'automatic', 'n2 n3', 'all', 0, 'failover-one-of'],
  // Two nodes.
  ['two', 'host=n1', 'automatic', 'n2', 'all', mebibyte, 'failover'],
  ['two', 'host=n2', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['two', 'host=n3', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['two', 'host=n1 host=n3', 'manual', '', 'all', null, 'no-quorum'],
  ['two', 'host=n2 host=n3', 'manual', '', 'all', 0, 'no-quorum-read-only'],
  ['two, no arbiter', 'host=n1', 'manual', '', 'all', null, 'only-etcd-lost'],
  ['two, no arbiter', 'etcd@n1 patroni@n2', 'manual', '', 'all', 0, 'only-etcd-lost-read-only'],
  ['two, no arbiter', 'host=n2', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['two, no arbiter', 'etcd@n1', 'unaffected', 'n1', 'all', 0, 'failsafe-holds'],
  ['two, no arbiter', 'link=n1/n2', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  // Five nodes: n5 is the offline member.
  ['five', 'host=n1 host=n2', 'automatic', 'n3 n4', 'all', mebibyte, 'failover-one-of'],
  ['five', 'host=n1 host=n5', 'automatic', 'n2 n3 n4', 'all', mebibyte, 'failover-one-of'],
  ['five', 'host=n1 host=n2 host=n3', 'manual', '', 'all', null, 'no-quorum'],
  ['five', 'patroni@n1 patroni@n2 patroni@n3 patroni@n4', 'manual', '', 'none', 0, 'no-candidate'],
  // Zero loss.
  ['three, zero loss', 'host=n1', 'automatic', 'n2 n3', 'all', 0, 'failover-one-of'],
  ['three, zero loss', 'host=n2', 'automatic', 'n1', 'all', 0, 'sync-replaced'],
  ['three, zero loss', 'postgres@n2 postgres@n3', 'automatic', 'n1', 'all', 0, 'sync-dropped'],
  ['three, strict', 'host=n2', 'automatic', 'n1', 'all', 0, 'sync-replaced'],
  ['three, strict', 'postgres@n2 postgres@n3', 'manual', 'n1', 'all', 0, 'sync-blocked'],
  ['three, zero loss', 'etcd@n2 etcd@n3 postgres@n2', 'manual', 'n1', 'all', 0, 'sync-blocked-without-dcs'],
  ['five, zero loss', 'host=n1', 'automatic', 'n2 n3 n4', 'all', 0, 'failover-one-of'],
  ['five, zero loss', 'host=n1 host=n2', 'manual', 'n3 n4', 'all', null, 'sync-standby-perhaps-lost'],
  // Two sites and an arbiter: n1, n2 | n3, n4 | n5.
  ['dual', 'site=dcA', 'automatic', 'n3 n4', 'all', mebibyte, 'failover-one-of'],
  ['dual', 'site=dcB', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['dual', 'site=dcC', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['dual', 'site=dcA site=dcC', 'manual', '', 'all', null, 'no-quorum'],
  ['dual', 'link=dcA/dcB', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['dual', 'link=dcA/dcB link=dcA/dcC', 'automatic', 'n3 n4', 'all', null, 'failover-one-of'],
  ['dual, zero loss', 'site=dcA', 'automatic', 'n3 n4', 'all', 0, 'failover-one-of'],
  ['dual, zero loss', 'site=dcB', 'automatic', 'n1', 'all', 0, 'sync-dropped'],
  ['dual, zero loss', 'host=n2', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  // In strict mode any member that streams will do in the end, also the one tagged nosync in the leader's own site.
  ['dual, strict', 'site=dcB', 'automatic', 'n1', 'all', 0, 'sync-dropped'],
  ['dual, strict', 'site=dcB host=n2', 'manual', '', 'all', 0, 'no-quorum-read-only'],
  // Two regions: n1, n2, n3 | n4, n5, n6.
  ['geo', 'site=standby', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['geo', 'site=primary', 'manual', '', 'none', null, 'region-lost'],
  ['geo', 'link=primary/standby', 'unaffected', 'n1', 'all', 0, 'leader-keeps'],
  ['geo', 'site=primary site=standby', 'lost', '', 'none', null, 'all-copies-lost'],
];

describe('simulate', () => {
  it.each(rows)('%s, failed: %s -> %s', (name, failed, writes, leaders, reads, loss, reasonCode) => {
    const outcome = clusterOf(outcomeOf(plan(name), failed));
    const hostOf = new Map(outcome.members.map((member) => [member.name, member.host]));
    expect({
      writes: outcome.writes,
      leaders: outcome.possibleLeaders.map((leader) => hostOf.get(leader)).join(' '),
      reads: outcome.reads,
      lossBytes: outcome.lossBytes,
      reasonCode: outcome.reasonCode,
    }).toEqual({ writes, leaders, reads, lossBytes: loss, reasonCode });
    expect(outcome.secondsToWritable === null).toBe(writes === 'manual' || writes === 'lost');
    expect(outcome.reason).not.toMatch(/[{}]|undefined/);
  });

  it('has a situation for every reason', () => {
    const shown = new Set(rows.map((row) => row[6]));
    const further = [
      ...outcomeOf(plan('geo'), 'site=primary').clusters,
      ...outcomeOf(plan('geo'), 'site=standby').clusters,
      ...outcomeOf(plan('geo'), '').clusters,
      ...outcomeOf(plan('geo'), 'etcd@n4 etcd@n5').clusters,
      ...outcomeOf(plan('geo'), 'host=n4').clusters,
      ...outcomeOf(plan('three, zero loss'), 'host=n1', { initial: { 'pg-main': { syncStandbys: [] } } }).clusters,
    ].map((cluster) => cluster.reasonCode);
    expect([...new Set([...shown, ...further])].sort()).toEqual([...reasonCodes].sort());
  });
});

describe('promotion', () => {
  it('says why each member may not be promoted', () => {
    const refusals = (failed: string, name = 'five') =>
      clusterOf(outcomeOf(plan(name), failed, { initial: { 'pg-main': { lagging: ['pg-main-2'] } } })).members.map(
        (member) => member.refusal,
      );
    expect(refusals('host=n1 patroni@n3')).toEqual(['host-dead', 'lagging', 'patroni-dead', null, 'nofailover']);
    expect(refusals('host=n1 link=n4/n2 link=n4/n3 link=n4/n5')).toEqual([
      'host-dead',
      'lagging',
      null,
      'no-dcs',
      'nofailover',
    ]);
    expect(refusals('host=n1 host=n3 host=n4')).toEqual([
      'host-dead',
      'no-quorum',
      'host-dead',
      'host-dead',
      'nofailover',
    ]);
  });

  it('promotes only a known synchronous standby', () => {
    const initial = { 'pg-main': { syncStandbys: ['pg-main-3'] } };
    const zero = plan('five, zero loss');
    expect(clusterOf(outcomeOf(zero, 'host=n1', { initial })).possibleLeaders).toEqual(['pg-main-3']);
    expect(clusterOf(outcomeOf(zero, 'host=n1 host=n2', { initial })).writes).toBe('automatic');
    expect(clusterOf(outcomeOf(zero, 'host=n1 host=n3', { initial })).reasonCode).toBe('sync-standby-lost');
    expect(clusterOf(outcomeOf(zero, 'host=n2', { initial })).writes).toBe('unaffected');
  });

  it('starts from the leader that it is given', () => {
    const initial = { 'pg-main': { leader: 'pg-main-2' } };
    // The only etcd member is on n1: the leader beside it survives the loss of n2, the leader on n2 not that of n1.
    const outcome = clusterOf(outcomeOf(plan('two, no arbiter'), 'host=n1', { initial }));
    expect(outcome).toMatchObject({
      writes: 'manual',
      reasonCode: 'only-etcd-lost-read-only',
      lossBytes: 0,
      runbook: 'two-node-promotion',
    });
    expect(outcome.failsafe.state).toBe('cannot-hold');
  });
});

describe('protection', () => {
  it('shows the split brain that a dead Patroni makes possible, and the watchdog that prevents it', () => {
    const without = clusterOf(outcomeOf(plan('three'), 'patroni@n1'));
    expect(without).toMatchObject({
      splitBrain: { exposed: true },
      runbook: 'split-brain',
      watchdog: { effect: 'none' },
    });
    expect(without.members[0]).toMatchObject({ state: 'orphan', refusal: 'patroni-dead' });
    const fenced = clusterOf(outcomeOf(plan('three, watchdog'), 'patroni@n1'));
    expect(fenced).toMatchObject({ splitBrain: { exposed: false }, watchdog: { effect: 'resets-host' } });
    expect(clusterOf(outcomeOf(plan('three'), 'host=n1')).splitBrain.exposed).toBe(false);
  });

  it('says what the next failure would do', () => {
    const codes = (name: string, failed: string) =>
      clusterOf(outcomeOf(plan(name), failed)).degraded.map((degradation) => degradation.code);
    expect(codes('three', '')).toEqual([]);
    expect(codes('three', 'host=n3')).toEqual(['etcd-no-more-loss', 'fewer-client-locations']);
    expect(codes('dual', 'site=dcC')).toEqual(['etcd-fewer-losses']);
    expect(codes('two', 'host=n2')).toEqual([
      'etcd-no-more-loss',
      'no-failover-candidate',
      'single-copy',
      'fewer-client-locations',
    ]);
    expect(codes('three, zero loss', 'postgres@n2 postgres@n3')).toContain('no-synchronous-standby');
  });
});

describe('clients', () => {
  it('shows from where each service is reached', () => {
    const cut = clusterOf(outcomeOf(plan('dual'), 'link=dcA/dcB')).clients;
    expect(cut.map(({ host, primary, replica }) => [host, primary, replica])).toEqual([
      ['n1', true, true],
      ['n2', true, true],
      ['n3', false, true],
      ['n4', false, true],
    ]);
    // Without its PgBouncer the leader is reached only directly, and its death is no reason for a failover.
    const direct = clusterOf(outcomeOf(plan('three'), 'pgbouncer@n1')).clients[1];
    expect(direct).toEqual({ host: 'n2', primary: false, replica: true, default: true, offline: true });
  });

  it('keeps the offline member to its own service', () => {
    const only = clusterOf(outcomeOf(plan('five'), 'patroni@n1 patroni@n2 patroni@n3 patroni@n4')).clients[0];
    expect(only).toMatchObject({ primary: false, replica: false, offline: true });
  });
});

describe('two regions', () => {
  it('leaves the standby cluster readable and its promotion to a person', () => {
    const result = outcomeOf(plan('geo'), 'site=primary');
    expect(clusterOf(result)).toMatchObject({ writes: 'manual', runbook: 'dr-promote' });
    expect(clusterOf(result, 'pg-main-dr')).toMatchObject({
      kind: 'standby',
      writes: 'manual',
      reads: 'all',
      leaderHost: 'n4',
      runbook: 'dr-promote',
      reasonCode: 'upstream-gone',
    });
    expect(result.etcd.map((member) => member.quorum)).toEqual([false, false, false, true, true, true]);
  });

  it('says when nothing arrives in the standby region', () => {
    const cut = clusterOf(outcomeOf(plan('geo'), 'link=primary>standby'), 'pg-main-dr');
    expect(cut).toMatchObject({ writes: 'unaffected', lossBytes: 0 });
    expect(cut.degraded.map(({ code }) => code)).toEqual(['replication-between-regions-stopped']);
  });

  it('elects another standby leader, and keeps one that loses etcd', () => {
    const lost = clusterOf(outcomeOf(plan('geo'), 'host=n4'), 'pg-main-dr');
    expect(lost).toMatchObject({ writes: 'automatic', lossBytes: 0 });
    expect(lost.possibleLeaders).toEqual(['pg-main-dr-5', 'pg-main-dr-6']);
    expect(outcomeOf(plan('geo'), 'host=n4').writes).toBe('unaffected');
    expect(clusterOf(outcomeOf(plan('geo'), 'etcd@n4 etcd@n5'), 'pg-main-dr').reasonCode).toBe(
      'standby-leader-without-dcs',
    );
  });
});

describe('the virtual IP', () => {
  const access = { vip: { address: '192.0.2.100/24', interface: 'eth0' } };
  const withVip = (topology: 'three-node' | 'dual-dc') => planFor(topology, { sections: { access } });
  const holders = (topology: 'three-node' | 'dual-dc', failed: string) =>
    clusterOf(outcomeOf(withVip(topology), failed)).vip?.holders;

  it('follows the leader within its network', () => {
    expect(holders('three-node', '')).toEqual(['n1']);
    expect(holders('three-node', 'host=n1')).toEqual(['n2']);
    expect(holders('three-node', 'host=n1 host=n2')).toEqual([]);
    expect(holders('dual-dc', 'site=dcA')).toEqual([]);
    expect(clusterOf(outcomeOf(plan('three'), '')).vip).toBeNull();
  });

  it('stays behind where keepalived was killed', () => {
    expect(holders('three-node', 'keepalived@n1')).toEqual(['n1']);
    expect(holders('three-node', 'keepalived@n1 patroni@n1')).toEqual(['n2', 'n1']);
  });
});

describe('nextFailures', () => {
  it('names what may not be lost as well', () => {
    const three = plan('three');
    expect(nextFailures(three, failuresOf(three, 'host=n3'))).toEqual([
      { failure: { kind: 'host', host: 'n1' }, writes: 'manual' },
      { failure: { kind: 'host', host: 'n2' }, writes: 'manual' },
    ]);
    expect(nextFailures(three, [])).toEqual([{ failure: { kind: 'host', host: 'n1' }, writes: 'automatic' }]);
  });
});

describe('simulateSequence', () => {
  const last = (name: string, ...steps: readonly string[]) => {
    const found = simulateSequence(
      plan(name),
      steps.map((step) => failuresOf(plan(name), step)),
    ).at(-1);
    if (found === undefined) throw new Error('no steps');
    return clusterOf(found);
  };

  it('gives Patroni the time to drop a dead member', () => {
    expect(last('three', 'host=n3 etcd@n2')).toMatchObject({ writes: 'manual', reasonCode: 'no-quorum-read-only' });
    expect(last('three', 'host=n3', 'etcd@n2')).toMatchObject({ writes: 'unaffected', reasonCode: 'failsafe-holds' });
    expect(last('five, zero loss', 'host=n2 host=n1').writes).toBe('manual');
    expect(last('five, zero loss', 'host=n2', 'host=n1').possibleLeaders).toEqual(['pg-main-3', 'pg-main-4']);
  });

  it('goes on from the leader that was elected', () => {
    expect(last('five', 'host=n1', 'host=n2').possibleLeaders).toEqual(['pg-main-3', 'pg-main-4']);
    expect(last('five', 'host=n1', 'host=n3')).toMatchObject({ writes: 'unaffected', leader: 'pg-main-2' });
    expect(last('three', 'host=n1', 'host=n2').reasonCode).toBe('no-quorum');
    expect(last('three', 'etcd@n2 etcd@n3', 'patroni@n3').reasonCode).toBe('no-quorum-read-only');
  });
});
