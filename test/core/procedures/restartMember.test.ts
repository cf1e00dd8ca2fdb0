import { describe, expect, it } from 'vitest';
import type { ClusterWorld } from '../../../core/procedures/describedVerb.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { reloadVerb, restartVerb } from '../../../core/procedures/restartMember.ts';
import { leader, plan, replica, memberWorld as world } from './memberWorld.ts';

const none = new Past<ClusterWorld>();
const of = (member: string) => ({ member });

describe('restarting a member', () => {
  it('is one step on its own host, which knows who leads and who must follow, and over when it serves', () => {
    const next = restartVerb.next(world(), none, of(replica.name));
    if (next.kind !== 'stage') throw new Error(next.kind);
    const [step, ...more] = next.stage.steps;
    expect([step?.id, more]).toEqual([`${replica.host}/postgres/restart`, []]);
    expect(step?.apply).toContain(`"leader":"${leader.name}"`);
    expect(step?.apply).toContain('"always":true');
    expect(step?.apply).toContain(`"mayRemain":true`);
    const { gate } = next.stage;
    expect([
      gate?.open(world('stopped')),
      gate?.open(world('streaming', { own: false })),
      gate?.open(world('streaming')),
    ]).toEqual([false, false, true]);
    const past = none.with({ id: 'restart', before: world(), seconds: 9 });
    expect(restartVerb.next(world(), past, of(replica.name))).toMatchObject({
      kind: 'done',
      result: { changed: true },
    });
  });

  it('of the leader leaves nothing that still waits for it', () => {
    const next = restartVerb.next(world(), none, of(leader.name));
    if (next.kind !== 'stage') throw new Error(next.kind);
    expect(next.stage.steps[0]?.apply).toContain('"mayRemain":false');
  });

  it.each([
    ['nobody leads', world('running', { leader: null }), 'restart-no-leader'],
    ['its host is dark', world('running', { dark: replica.host }), 'member-unreachable'],
    ['the cluster is paused', world('running', { paused: true }), 'cluster-paused'],
  ])('is refused when %s', (_name, now, code) => {
    expect(() => restartVerb.next(now, none, of(replica.name))).toThrow(expect.objectContaining({ code }));
  });
});

describe('reloading a member', () => {
  it('is one step on its own host, whoever leads, also in a pause', () => {
    for (const now of [world(), world('running', { leader: null }), world('running', { paused: true })]) {
      const next = reloadVerb.next(now, none, of(replica.name));
      expect(next).toMatchObject({ kind: 'stage', stage: { steps: [{ id: `${replica.host}/patroni/reload` }] } });
    }
    expect(reloadVerb.hosts(plan, of(replica.name))).toEqual([replica.host]);
    expect(() => reloadVerb.next(world('running', { dark: replica.host }), none, of(replica.name))).toThrow(
      expect.objectContaining({ code: 'member-unreachable' }),
    );
  });
});
