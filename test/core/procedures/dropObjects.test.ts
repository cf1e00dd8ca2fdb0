import { describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import { isOperationId } from '../../../core/operations/operationName.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { ClusterWorld } from '../../../core/procedures/describedVerb.ts';
import { dropDatabaseVerb, dropUserVerb } from '../../../core/procedures/dropObjects.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { planFixture } from '../planFixture.ts';

const plan = planFixture({}, [
  [['postgres', 'databases'], [{ name: 'app', owner: 'app' }]],
  [['postgres', 'users'], [{ name: 'app' }]],
]);
const [cluster] = plan.clusters;
if (cluster === undefined) throw new Error('no cluster');
const none = new Past<ClusterWorld>();

function world(leader: string | null, dark: readonly string[] = [], changed: Plan = plan): ClusterWorld {
  return {
    plan: changed,
    status: { clusters: [{ name: cluster?.name, leader, paused: false, members: [] }] } as unknown as StatusDocument,
    reached: new Set(plan.hosts.map(({ name }) => name).filter((name) => !dark.includes(name))),
  };
}

describe.each([
  ['drop-database', dropDatabaseVerb, 'objects/database'],
  ['drop-user', dropUserVerb, 'objects/user'],
] as const)('%s', (id, verb, operation) => {
  const choices = { cluster: cluster.name, name: 'old' };
  const leader = cluster.members[1];
  const leads = leader?.name ?? '';

  it('is one step on the host of the leader, without a way back', () => {
    const next = verb.next(world(leads), none, choices);
    if (next.kind !== 'stage') throw new Error(next.kind);
    const [step] = next.stage.steps;
    expect(next.stage.steps.map((one) => one.id)).toEqual([`${leader?.host}/${operation}`]);
    expect([step !== undefined && isOperationId(step), next.stage.pointOfNoReturn]).toEqual([true, true]);
    const past = none.with({ id, before: world(leads), seconds: 1 });
    expect(verb.next(world(leads), past, choices)).toMatchObject({ kind: 'done', result: { changed: true } });
  });

  it.each([
    ['the plan has it', world(leads), 'app', 'drop-planned'],
    ['nobody leads', world(null), 'old', 'drop-no-leader'],
    ['the leader is dark', world(leads, [leader?.host ?? '']), 'old', 'drop-unreachable'],
    ['it belongs to PostgreSQL or to this program', world(leads), 'postgres', 'render.unsafe-value'],
    ['it is no name', world(leads), 'a"b;\n', 'render.unsafe-value'],
    [
      'the cluster follows another one',
      world(leads, [], {
        ...plan,
        clusters: [{ ...cluster, standbyOf: { cluster: 'elsewhere', delaySeconds: 0 } }],
      }),
      'old',
      'drop-follows',
    ],
  ])('is refused when %s', (_name, now, name, code) => {
    expect(() => verb.next(now, none, { ...choices, name })).toThrow(expect.objectContaining({ code }));
  });
});

it('a database is dropped by its name, typed', () => {
  expect(dropDatabaseVerb.typed?.({ cluster: 'c', name: 'old' })).toBe('old');
});
