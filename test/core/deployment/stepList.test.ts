import { describe, expect, it } from 'vitest';
import { StepList } from '../../../core/deployment/stepList.ts';
import { plainOperation } from '../../../core/operations/hostOperations.ts';
import { say } from '../../../core/wording/phrase.ts';

const operation = (host: string, name: string) =>
  plainOperation({
    id: `${host}/${name}`,
    host,
    title: say`Start etcd`,
    apply: 'true',
    verify: 'true',
    weight: 1,
    journals: [],
  });

describe('a list of steps', () => {
  it('keeps the order of each host, and waits for steps of others', () => {
    const steps = new StepList();
    const etcd = [steps.add(operation('n1', 'etcd/start')), steps.add(operation('n2', 'etcd/start'))];
    const patroni = steps.add(operation('n1', 'patroni/start'), [...etcd, undefined]);
    steps.add(operation('n2', 'patroni/start'), [patroni]);
    expect(steps.all().map(({ id, after }) => [id, after])).toEqual([
      ['n1/etcd/start', []],
      ['n2/etcd/start', []],
      ['n1/patroni/start', ['n1/etcd/start', 'n2/etcd/start']],
      ['n2/patroni/start', ['n2/etcd/start', 'n1/patroni/start']],
    ]);
    expect(steps.named('etcd/start')).toEqual(etcd);
    expect(steps.of('n1', 'patroni/start')).toBe(patroni);
    expect(steps.of('n1', 'data/clear')).toBeUndefined();
    expect(steps.lastOfHosts().map(({ id }) => id)).toEqual(['n1/patroni/start', 'n2/patroni/start']);
  });

  it('takes no edge that names no step of it', () => {
    const steps = new StepList();
    const elsewhere = new StepList().add(operation('n1', 'etcd/start'));
    expect(() => steps.add(operation('n2', 'patroni/start'), [elsewhere])).toThrow('n1/etcd/start, which is no step');
    steps.add(operation('n1', 'etcd/start'));
    // The same name is not the same step.
    expect(() => steps.add(operation('n2', 'patroni/start'), [elsewhere])).toThrow('n1/etcd/start, which is no step');
    expect(steps.all().map(({ id }) => id)).toEqual(['n1/etcd/start']);
  });

  it('takes no step that no edge could name, and none twice', () => {
    const steps = new StepList();
    expect(() => steps.add(operation('n1', 'etcd/strat'))).toThrow('no step is called n1/etcd/strat');
    expect(() => steps.add({ ...operation('n1', 'etcd/start'), host: 'n2' })).toThrow('no step is called');
    steps.add(operation('n1', 'etcd/start'));
    expect(() => steps.add(operation('n1', 'etcd/start'))).toThrow('two steps are called n1/etcd/start');
    for (const name of ['config/pg-a', 'sql/pg-a']) expect(steps.add(operation('n1', name)).id).toBe(`n1/${name}`);
  });
});
