import { describe, expect, it } from 'vitest';
import { comparePlans } from '../../../core/changes/comparePlans.ts';
import { diffPlans } from '../../../core/changes/planDiff.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { type Changes, planText } from '../planFixture.ts';

function parsed(text: string) {
  const result = parsePlan(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.parsed;
}
const before = planText();
const edited = (changes: Changes, from: Changes = []) => ({
  old: parsed(planText({}, from)),
  now: parsed(planText({}, changes)),
});
const rows = (changes: Changes, from: Changes = []) => {
  const { old, now } = edited(changes, from);
  return diffPlans(old, now).map(({ field, before: was, after: is }) => [field, was, is]);
};

describe('the difference of two plan files', () => {
  it('is nothing for comments, order of keys, and a default that is said aloud', () => {
    expect(diffPlans(parsed(before), parsed(`# by hand\n${before}`))).toEqual([]);
    expect(rows([[['postgres', 'port'], 5432]])).toEqual([]);
    // Beside a real change as well.
    expect(
      rows([
        [['postgres', 'port'], 5432],
        [['patroni', 'port'], 8009],
      ]),
    ).toEqual([['patroni.port', '8008', '8009']]);
  });

  it('names scalars and lists where they stand, and things of a list by their names', () => {
    expect(
      rows([
        [['hosts', 1, 'address'], '10.0.0.77'],
        [['postgres', 'parameters'], { work_mem: '8MB' }],
      ]),
    ).toEqual([
      ['hosts.n2.address', '10.0.0.2', '10.0.0.77'],
      ['postgres.parameters.work_mem', null, '8MB'],
    ]);
    expect(rows([[['hosts', 2, 'roles'], ['etcd']]])).toEqual([
      ['hosts.n3.roles', '[postgres, etcd, haproxy]', '[etcd]'],
    ]);
  });

  it('tells things that came or went whole', () => {
    const databases = [['postgres', 'databases'], [{ name: 'app', owner: 'app' }]] as const;
    const users = [['postgres', 'users'], [{ name: 'app' }]] as const;
    expect(rows([databases, users], [users])).toEqual([['postgres.databases.app', null, '{ name: app, owner: app }']]);
    expect(rows([users], [databases, users])).toEqual([['postgres.databases.app', '{ name: app, owner: app }', null]]);
  });

  it('tells the default where a file says nothing, and that it is one', () => {
    const found = (changes: Changes, from: Changes) => {
      const { old, now } = edited(changes, from);
      return diffPlans(old, now).map(({ path: _, ...rest }) => rest);
    };
    const tls: Changes = [[['security', 'tls'], false]];
    const field = 'security.tls';
    expect(found(tls, [])).toEqual([{ field, before: 'true', after: 'false', implied: 'before' }]);
    expect(found([], tls)).toEqual([{ field, before: 'false', after: 'true', implied: 'after' }]);
  });

  it('writes values as a plan file does', () => {
    expect(
      rows([[['postgres', 'parameters'], { a: '5', b: 'on: off', c: ' x', d: true }]]).map(([, , now]) => now),
    ).toEqual(['"5"', '"on: off"', '" x"', 'true']);
  });
});

describe('what a deployment does with it', () => {
  const verdicts = (changes: Changes, from: Changes = []) => {
    const { old, now } = edited(changes, from);
    const { fields, refusals, notes } = comparePlans(old, now);
    return {
      fields: Object.fromEntries(fields.map(({ field, verdict }) => [field, verdict])),
      refusals: refusals.map(({ id }) => id),
      notes: notes.map(({ said }) => phraseText(said)),
    };
  };

  it('carries most of it out, and refuses what has no procedure, with the reason', () => {
    const found = verdicts([
      [['postgres', 'port'], 5444],
      [['postgres', 'walDirectory'], '/wal'],
      [['postgres', 'parameters'], { work_mem: '8MB' }],
      [['hosts', 1, 'address'], '10.0.0.77'],
    ]);
    expect(found).toEqual({
      fields: {
        'postgres.port': 'converge',
        'postgres.walDirectory': 'refuse',
        'postgres.parameters.work_mem': 'converge',
        'hosts.n2.address': 'refuse',
      },
      refusals: ['fixed-field', 'host-address'],
      notes: [expect.stringContaining('the port of PostgreSQL becomes 5444, which was 5432')],
    });
  });

  it('knows what is about a host that is gone, and not what is about its neighbours', () => {
    const members = [
      { host: 'n1', seq: 1, role: 'primary' },
      { host: 'n2', seq: 2, role: 'replica' },
    ];
    const hosts = parsed(before)
      .plan.hosts.slice(0, 2)
      .map(({ name, address, roles }) => ({ name, address, roles }));
    const found = verdicts([
      [['hosts'], hosts],
      [['clusters', 0, 'members'], members],
    ]);
    const cluster = parsed(before).plan.clusters[0]?.name;
    expect(found.fields).toEqual({ 'hosts.n3': 'converge', [`clusters.${cluster}.members.n3`]: 'converge' });
    expect(found.refusals).toEqual([]);
    expect(found.notes).toContainEqual(expect.stringContaining('n3 leaves'));
    const moved = verdicts([[['hosts', 2, 'address'], '10.0.0.33']]);
    expect(moved.fields).toEqual({ 'hosts.n3.address': 'refuse' });
  });

  it('says what stays though the plan has it no more', () => {
    const databases: Changes[number] = [['postgres', 'databases'], [{ name: 'app' }]];
    expect(verdicts([], [databases])).toMatchObject({
      fields: { 'postgres.databases.app': 'converge' },
      notes: [expect.stringContaining('stay as they are')],
    });
  });
});
