import { describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import type { ClusterWorld } from '../../../core/procedures/describedVerb.ts';
import { pauseVerb, resumeVerb } from '../../../core/procedures/maintenance.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { planText, readPlan } from '../planFixture.ts';

const plan = readPlan(planText());
const [cluster] = plan.clusters;
if (cluster === undefined) throw new Error('no cluster');
const choices = { cluster: cluster.name };
const none = new Past<ClusterWorld>();

function world(paused: boolean, dark: readonly string[] = []): ClusterWorld {
  const members = cluster?.members.map((one) => ({ ...one, own: !dark.includes(one.host) })) ?? [];
  return {
    plan,
    status: { clusters: [{ name: cluster?.name, leader: null, paused, members }] } as unknown as StatusDocument,
    reached: new Set(plan.hosts.map(({ name }) => name).filter((name) => !dark.includes(name))),
  };
}

describe.each([
  ['pause', pauseVerb, false],
  ['resume', resumeVerb, true],
] as const)('%s', (word, verb, before) => {
  it('is one step on the first host whose Patroni answers, also when the others are dark', () => {
    const [, second] = cluster.members;
    const next = verb.next(world(before, [cluster.members[0]?.host ?? '']), none, choices);
    if (next.kind !== 'stage') throw new Error(next.kind);
    expect(next.stage.steps.map(({ id }) => id)).toEqual([`${second?.host}/patroni/${word}`]);
    expect([next.stage.gate?.open(world(before)), next.stage.gate?.open(world(!before))]).toEqual([false, true]);
  });

  it('says whether anything had to be done', () => {
    expect(verb.next(world(!before), none, choices)).toMatchObject({ kind: 'done', result: { changed: false } });
    const past = none.with({ id: word, before: world(before), seconds: 1 });
    expect(verb.next(world(!before), past, choices)).toMatchObject({ kind: 'done', result: { changed: true } });
  });

  it('is refused when nobody answers', () => {
    const dark = plan.hosts.map(({ name }) => name);
    expect(() => verb.next(world(before, dark), none, choices)).toThrow(
      expect.objectContaining({ code: 'patroni-silent' }),
    );
  });
});
