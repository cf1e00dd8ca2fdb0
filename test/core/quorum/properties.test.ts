import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completePlan } from '../../../core/plan/complete.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { planSchema } from '../../../core/plan/schema.ts';
import { type Failure, failureText } from '../../../core/quorum/failure.ts';
import { quorumModel } from '../../../core/quorum/model.ts';
import { parseFailure } from '../../../core/quorum/parseFailure.ts';
import { simulate, simulateModel } from '../../../core/quorum/simulate.ts';
import { failureCandidates } from '../../../core/quorum/simulateAll.ts';
import { writesInOrder } from '../../../core/quorum/simulationResult.ts';
import { failuresOf, outcomeOf, planFor, strict, zeroLoss } from './plans.ts';

/** Hosts for one thing each: three etcd members, three database members, one HAProxy. */
const dedicated = completePlan(
  planSchema.parse({
    quorate: 1,
    name: 'dedicated',
    topology: 'three-node',
    hosts: ['d1', 'd2', 'd3', 'e1', 'e2', 'e3', 'h1'].map((name, index) => ({
      name,
      address: `10.0.0.${index + 1}`,
      roles: [name.startsWith('d') ? 'postgres' : name.startsWith('e') ? 'etcd' : 'haproxy'],
    })),
    clusters: [
      {
        name: 'pg',
        members: [1, 2, 3].map((seq) => ({ host: `d${seq}`, seq, role: seq === 1 ? 'primary' : 'replica' })),
      },
    ],
    access: { vip: { address: '10.0.0.100/24', interface: 'eth0' } },
  }),
);

const plans: readonly Plan[] = [
  dedicated,
  planFor('two-node', { layout: 'arbiter' }),
  planFor('two-node', { layout: 'no-arbiter' }),
  planFor('three-node'),
  planFor('three-node', { sections: { patroni: { failsafe: false, watchdog: 'required' } } }),
  planFor('five-node', zeroLoss),
  planFor('dual-dc'),
  planFor('dual-dc', strict),
  planFor('geo-dr'),
  planFor('geo-dr', { layout: 'three-and-two', ...zeroLoss }),
];

function linksOfSites(plan: Plan): readonly Failure[] {
  return plan.sites.flatMap((site, index) =>
    plan.sites
      .slice(index + 1)
      .map((other): Failure => ({ kind: 'link', from: site.name, to: other.name, oneWay: true })),
  );
}

const planAndFailures = fc.constantFrom(...plans).chain((plan) => {
  const candidates = [...failureCandidates(plan, ['site', 'process', 'link']), ...linksOfSites(plan)];
  return fc.record({ plan: fc.constant(plan), failures: fc.subarray(candidates, { maxLength: 8 }) });
});

const badness = (plan: Plan, failures: readonly Failure[]) =>
  simulate(plan, failures).clusters.map((cluster) => writesInOrder.indexOf(cluster.writes));

/**
 * What is excepted from monotony, because it is so in reality: a leader that is alive and useless is replaced only when it is lost.
 * The next test shows each of them.
 */
function mayHelp(plan: Plan, failures: readonly Failure[]): boolean {
  const has = (test: (failure: Failure) => boolean) => failures.some(test);
  const link = has((failure) => failure.kind === 'link');
  if (has((failure) => failure.kind === 'link' && [failure.from, failure.to].includes('h1'))) return true;
  if (has((failure) => failure.kind === 'process' && failure.process === 'pgbouncer')) return true;
  if (link && has((failure) => failure.kind === 'process' && failure.process === 'haproxy')) return true;
  if (has((failure) => failure.kind === 'dcs') && plan.patroni.synchronous.enabled) return true;
  return link && plan.patroni.synchronous.strict;
}

describe('properties of the simulator', () => {
  it('never makes more writable by failing more', () => {
    fc.assert(
      fc.property(planAndFailures, fc.nat(), ({ plan, failures }, pick) => {
        fc.pre(failures.length > 0 && !mayHelp(plan, failures));
        const fewer = failures.filter((_, index) => index !== pick % failures.length);
        const before = badness(plan, fewer);
        for (const [index, bad] of badness(plan, failures).entries())
          expect(bad).toBeGreaterThanOrEqual(before[index] ?? 0);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['three-node', {}, 'pgbouncer@n1', 'host=n1'],
    ['dual-dc', {}, 'haproxy@n1 haproxy@n2 link=dcA/dcB', 'site=dcA'],
    ['dual-dc', zeroLoss, 'dcs=n1 postgres@n3', 'patroni@n3'],
    ['dual-dc', strict, 'link=dcA/dcB link=n1/n2', 'host=n1'],
  ] as const)(
    '%s: replaces a leader that is alive and useless only once it is lost (%#)',
    (topology, options, failed, further) => {
      const plan = planFor(topology, options);
      expect(outcomeOf(plan, failed).writes).toBe('manual');
      expect(outcomeOf(plan, `${failed} ${further}`).writes).toBe('automatic');
    },
  );

  it('counts a leader that no client reaches as not writable', () => {
    const [cluster] = outcomeOf(dedicated, 'host=h1').clusters;
    expect(cluster).toMatchObject({
      writes: 'manual',
      reasonCode: 'no-route',
      reads: 'none',
      leader: 'pg-1',
      lossBytes: 0,
    });
  });

  it('is deterministic, whatever the order and repetition of failures, and heals completely', () => {
    fc.assert(
      fc.property(planAndFailures, ({ plan, failures }) => {
        const model = quorumModel(plan);
        const once = simulateModel(model, failures);
        const again = simulateModel(model, [...failures].reverse().concat(failures));
        expect(again.clusters).toEqual(once.clusters);
        expect(again.etcd).toEqual(once.etcd);
        expect(simulateModel(model, [])).toEqual(simulate(plan, []));
        expect(badness(plan, [])).toEqual(plan.clusters.map(() => 0));
      }),
      { numRuns: 300 },
    );
  });

  it('has one leader at most, with the lease of an etcd majority or the consent of every member', () => {
    fc.assert(
      fc.property(planAndFailures, ({ plan, failures }) => {
        const { clusters, etcd } = simulate(plan, failures);
        for (const cluster of clusters) {
          expect(cluster.members.filter((member) => member.state === 'leader').length).toBe(
            cluster.leader === null ? 0 : 1,
          );
          if (cluster.leader !== null && cluster.kind === 'primary' && cluster.failsafe.state !== 'holds')
            expect(cluster.etcdQuorum).toBe(true);
          if (cluster.writes === 'automatic' || cluster.writes === 'unaffected') expect(cluster.leader).not.toBeNull();
          if (cluster.lossBytes !== 0 && plan.patroni.synchronous.enabled)
            expect(cluster.writes).toMatch(/manual|lost/);
        }
        const running = etcd.filter((member) => member.quorum);
        expect(running.every((member) => member.running)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('treats equal hosts alike', () => {
    const plan = planFor('three-node');
    const swapped: Readonly<Record<string, string>> = { n2: 'n3', n3: 'n2' };
    const swap = (text: string) => text.replaceAll(/n[23]/g, (name) => swapped[name] ?? name);
    fc.assert(
      fc.property(fc.subarray([...failureCandidates(plan, ['process', 'link'])], { maxLength: 6 }), (failures) => {
        const texts = failures.map(failureText).join(' ');
        const one = outcomeOf(plan, texts).clusters;
        const other = outcomeOf(plan, swap(texts)).clusters;
        const summary = (outcomes: typeof one) =>
          outcomes.map(({ writes, reads, secondsToWritable, lossBytes, reasonCode, splitBrain }) => ({
            writes,
            reads,
            secondsToWritable,
            lossBytes,
            reasonCode,
            exposed: splitBrain.exposed,
          }));
        expect(summary(other)).toEqual(summary(one));
      }),
      { numRuns: 500 },
    );
  });

  it('writes every failure so that it reads it back', () => {
    fc.assert(
      fc.property(planAndFailures, ({ plan, failures }) => {
        for (const failure of failures) expect(parseFailure(failureText(failure), plan)).toEqual({ ok: true, failure });
        expect(failuresOf(plan, failures.map(failureText).join(' '))).toEqual(failures);
      }),
      { numRuns: 200 },
    );
  });
});
