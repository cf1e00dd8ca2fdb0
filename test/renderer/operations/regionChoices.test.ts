import { describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import { newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { regionChoices } from '../../../renderer/wizard/operations/regionChoices.ts';

const made = newPlan({ topology: 'geo-dr', name: 'geo' });
const parsed = made.ok ? parsePlan(made.text) : undefined;
if (parsed?.ok !== true) throw new Error('no plan');
const { plan } = parsed.parsed;
const hostsOf = (name: string) => plan.clusters.find((one) => one.name === name)?.members.map(({ host }) => host) ?? [];

/** What is seen when the first member of each cluster has this role, and the others follow. */
function seen(roles: Readonly<Record<string, 'primary' | 'standby_leader' | 'replica'>>): StatusDocument['clusters'] {
  return plan.clusters.map(({ name, members }) => ({
    name,
    leader: members[0]?.name ?? null,
    paused: false,
    members: members.map((member, index) => ({
      name: member.name,
      host: member.host,
      own: true,
      role: index === 0 ? (roles[name] ?? 'replica') : 'replica',
      state: 'running',
      timeline: 1,
      lagBytes: 0,
      synchronous: false,
      postgres: null,
      patroni: null,
    })),
  }));
}

const only = (...args: Parameters<typeof regionChoices>) => {
  const [pair, ...more] = regionChoices(...args);
  expect(more).toEqual([]);
  if (pair === undefined) throw new Error('no pair');
  return pair;
};

describe('what can be done with two regions', () => {
  it('is known of both when all is in order', () => {
    expect(only(plan, seen({ 'pg-geo': 'primary', 'pg-geo-dr': 'standby_leader' }), [])).toMatchObject({
      upstreamLeader: 'pg-geo-1',
      standbyLeader: expect.stringMatching(/^pg-geo-dr-/),
      apart: false,
      upstreamSilent: [],
      standbySilent: [],
    });
  });

  it('believes nothing of hosts that do not answer', () => {
    const dark = hostsOf('pg-geo');
    expect(only(plan, seen({ 'pg-geo': 'primary', 'pg-geo-dr': 'standby_leader' }), dark)).toMatchObject({
      upstreamLeader: null,
      upstreamSilent: dark,
      standbySilent: [],
    });
  });

  it('sees a region that leads although the plan lets it follow', () => {
    expect(only(plan, seen({ 'pg-geo': 'primary', 'pg-geo-dr': 'primary' }), [])).toMatchObject({
      standbyLeader: null,
      apart: true,
    });
  });

  it('is nothing in a plan of one region', () => {
    expect(regionChoices({ ...plan, clusters: plan.clusters.slice(0, 1) }, [], [])).toEqual([]);
  });
});
