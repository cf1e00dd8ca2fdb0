import { expect, it } from 'vitest';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import { SeldomWatch } from '../../../electron/services/status/seldomWatch.ts';

it('asks once an hour, a minute later while something is wrong, again at once when it failed, and keeps what it heard', async () => {
  let asked = 0;
  const answers: (readonly string[] | Error)[] = [new Error('lost'), [], ['patroni'], [], new Error('lost')];
  const watch = new SeldomWatch<readonly string[]>(
    () => {
      const answer = answers[asked] ?? [];
      asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    (found) => found.length > 0,
  );
  const look = async (seconds: number) => {
    watch.look({} as HostSession, seconds * 1000);
    await new Promise((resolve) => setImmediate(resolve));
    return [asked, watch.last];
  };
  expect(await look(0)).toEqual([1, undefined]);
  expect(await look(1)).toEqual([2, []]);
  expect(await look(3600)).toEqual([2, []]);
  expect(await look(3601)).toEqual([3, ['patroni']]);
  expect(await look(3660)).toEqual([3, ['patroni']]);
  expect(await look(3661)).toEqual([4, []]);
  expect(await look(7000)).toEqual([4, []]);
  expect(await look(7261)).toEqual([5, []]);
  expect(await look(7262)).toEqual([6, []]);
});
