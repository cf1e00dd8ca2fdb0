import { describe, expect, it } from 'vitest';
import { type ClusterWorld, namesFor } from '../../../core/procedures/describedVerb.ts';
import { describedVerbIds, describedVerbs } from '../../../core/procedures/describedVerbs.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { reinitVerb } from '../../../core/procedures/reinit.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { leader, plan, replica, memberWorld as world } from './memberWorld.ts';

const choices = { member: replica.name };
const none = new Past<ClusterWorld>();

describe('copying a member anew', () => {
  it('is one step on its own host, and over when it follows', () => {
    const next = reinitVerb.next(world('running'), none, choices);
    if (next.kind !== 'stage') throw new Error(next.kind);
    expect(next.stage.steps.map(({ id }) => id)).toEqual([`${replica.host}/patroni/copy`]);
    expect(next.stage.pointOfNoReturn).toBe(true);
    const { gate } = next.stage;
    expect([gate?.open(world('creating replica')), gate?.open(world('streaming'))]).toEqual([false, true]);
    const past = none.with({ id: 'copy', before: world(), seconds: 9 });
    expect(reinitVerb.next(world(), past, choices)).toMatchObject({ kind: 'done', result: { changed: true } });
  });

  it.each([
    ['nobody leads', world('running', { leader: null }), choices, 'reinit-no-leader'],
    ['it leads', world(), { member: leader.name }, 'reinit-leader'],
    ['its host is dark', world('running', { dark: replica.host }), choices, 'reinit-unreachable'],
    ['the leader is dark', world('running', { dark: leader.host }), choices, 'reinit-unreachable'],
    ['the cluster is paused', world('running', { paused: true }), choices, 'cluster-paused'],
  ])('is refused when %s', (_name, now, chosen, code) => {
    expect(() => reinitVerb.next(now, none, chosen)).toThrow(expect.objectContaining({ code }));
  });
});

describe.each(describedVerbIds)('the procedure %s', (id) => {
  const verb = describedVerbs[id];

  it('asks a question for every choice, names hosts of the plan, and has a word for a command', () => {
    expect(id).toMatch(/^[a-z][a-z-]*$/);
    const fields = verb.fields.map((field) => ({ field, names: namesFor(field, plan) ?? ['old'] }));
    for (const { names } of fields) expect(names.length).toBeGreaterThan(0);
    for (let place = 0; place < Math.max(...fields.map(({ names }) => names.length)); place++) {
      const chosen = Object.fromEntries(
        fields.map(({ field, names }) => [field.name, names[place % names.length] ?? '']),
      );
      expect(phraseText(verb.question(plan, chosen)).length).toBeGreaterThan(40);
      const hosts = verb.hosts(plan, chosen);
      expect(plan.hosts.map(({ name }) => name)).toEqual(expect.arrayContaining([...hosts]));
      expect(hosts.length).toBeGreaterThan(0);
    }
  });
});
