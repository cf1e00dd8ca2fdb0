import { expect, it } from 'vitest';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import { patroniOf } from '../../../electron/services/status/patroniOf.ts';
import { planText, readPlan } from '../../core/planFixture.ts';

it('looks once for a Patroni that does not answer, not at every question on the same connection', async () => {
  const plan = readPlan(planText());
  const [host] = plan.hosts;
  if (host === undefined) throw new Error('no host');
  let looked = 0;
  const deadSession = () =>
    ({
      forward: () => Promise.reject(new Error('connection refused')),
      run: () => {
        looked += 1;
        return Promise.reject(new Error('nothing is known'));
      },
    }) as unknown as HostSession;
  const ask = (session: HostSession) =>
    expect(patroniOf(plan, host, session, undefined)('/patroni')).rejects.toThrow('connection refused');
  const first = deadSession();
  await Promise.all([ask(first), ask(first)]);
  await ask(first);
  expect(looked).toBe(1);
  await ask(deadSession());
  expect(looked).toBe(2);
});
