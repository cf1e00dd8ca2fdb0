import { expect } from 'vitest';
import type { Setting } from '../../../core/impact/setting.ts';
import { modelOf, momentsOf } from '../../../core/impact/whatIf.ts';
import { etcdHosts } from '../../../core/plan/plan.ts';
import { simulateModel } from '../../../core/quorum/simulate.ts';

/** Everything that must hold while nobody has failed, at each moment of a stage. */
export function judge(setting: Setting, stage: { readonly steps: Parameters<typeof momentsOf>[0] }): void {
  for (const { missing, votes } of momentsOf(stage.steps, setting.joining)) {
    const model = modelOf(setting, votes);
    const gone = (host: string, process: string) =>
      missing.some((one) => one.kind === 'process' && one.host === host && one.process === process);
    const result = simulateModel(model, missing);
    for (const cluster of setting.plan.clusters) {
      const voters = etcdHosts(setting.plan, cluster);
      const up = voters.filter(({ name }) => !gone(name, 'etcd'));
      if (voters.length > 2) expect(up.length * 2).toBeGreaterThan(voters.length);
      expect(cluster.members.filter(({ host }) => gone(host, 'postgres')).length).toBeLessThan(2);
      const proxies = setting.plan.hosts.filter(({ roles }) => roles.includes('haproxy'));
      if (proxies.length > 1) expect(proxies.some(({ name }) => !gone(name, 'haproxy'))).toBe(true);
    }
    for (const cluster of result.clusters) {
      const alone =
        cluster.members.length === 1 || setting.plan.hosts.filter(({ roles }) => roles.includes('etcd')).length < 3;
      if (!alone && cluster.kind === 'primary') expect(['unaffected', 'automatic']).toContain(cluster.writes);
    }
  }
}
