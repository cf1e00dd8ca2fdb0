import { describe, expect, it } from 'vitest';
import { Past } from '../../../core/procedures/procedure.ts';
import { nextOfSwitchover, type SwitchoverWorld } from '../../../core/procedures/switchover.ts';
import { planText, readPlan } from '../planFixture.ts';

const plan = readPlan(planText());
const [cluster] = plan.clusters;
if (cluster === undefined) throw new Error('no cluster');
const [leader, candidate] = cluster.members.map(({ name }) => name) as [string, string];
const input = { plan, cluster, leader, candidate };
const none = new Past<SwitchoverWorld>();

describe('a switchover', () => {
  it('asks the Patroni that leads, in one step, and waits for the candidate', () => {
    const next = nextOfSwitchover({ leader }, none, input);
    if (next.kind !== 'stage') throw new Error(next.kind);
    const { steps, gate } = next.stage;
    expect(steps.map(({ id }) => id)).toEqual([`${cluster.members[0]?.host}/patroni/switchover`]);
    expect([gate?.open({ leader }), gate?.open({ leader: null }), gate?.open({ leader: candidate })]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('has nothing to do when the candidate leads: also after a run that was cut off', () => {
    expect(nextOfSwitchover({ leader: candidate }, none, input)).toMatchObject({
      kind: 'done',
      result: { changed: false, seconds: 0 },
    });
    const past = none.with({ id: 'hand-over', before: { leader }, seconds: 2.34 });
    expect(nextOfSwitchover({ leader: candidate }, past, input)).toMatchObject({
      result: { changed: true, seconds: 2.3 },
    });
  });

  it.each([null, cluster.members[2]?.name ?? ''])('is refused when %s leads', (now) => {
    expect(() => nextOfSwitchover({ leader: now }, none, input)).toThrow(
      expect.objectContaining({ code: 'switchover-stale' }),
    );
  });
});
