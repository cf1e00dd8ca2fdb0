import { describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import type { PlanInput } from '../../../core/plan/schema.ts';
import { directConnections } from '../../../core/render/directConnections.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, topologyInputs } from './renderPlans.ts';

const vip = { vip: { address: '10.0.0.100/24', interface: 'eth0' } };
const databases = (count: number) => ({
  databases: Array.from({ length: count }, (_, index) => ({ name: `d${index}` })),
});

function offered(
  most: number,
  change: Partial<PlanInput> = {},
  which = 0,
  topology: 'three-node' | 'geo-dr' = 'three-node',
) {
  const plan = planOf({ ...topologyInputs[topology], access: {}, pgbouncer: {}, postgres: {}, ...change });
  const cluster = plan.clusters[which];
  if (cluster === undefined) throw new Error('no cluster');
  return directConnections(plan, cluster, most);
}

describe('connections past the pools', () => {
  it.each<[string, number, Partial<PlanInput>, number]>([
    ['three proxies share what is left', 500, {}, 133],
    ['one proxy under a virtual IP has all of it', 500, { access: vip }, 400],
    ['a name may mean every proxy', 500, { access: { ...vip, dns: 'db.example.com' } }, 133],
    ['each database has pools', 500, { postgres: databases(2) }, 106],
    ['a limit of pools', 500, { pgbouncer: { maxDbConnections: 300 } }, 60],
    ['pools without a limit', 500, { pgbouncer: { maxDbConnections: 0 }, postgres: databases(4) }, 126],
    ['hardly anything is left', 100, {}, 10],
    ['less than nothing is left', 100, { pgbouncer: { maxDbConnections: 200 } }, 10],
    ['never more than a proxy takes', 500, { access: vip, haproxy: { maxconn: 50 } }, 50],
  ])('%s', (_, most, change, expected) => {
    expect(offered(most, change)).toBe(expected);
  });

  it('count the proxies of the own region, and the virtual IP for its own cluster only', () => {
    expect([0, 1].map((which) => offered(500, {}, which, 'geo-dr'))).toEqual([133, 133]);
    expect([0, 1].map((which) => offered(500, { access: vip }, which, 'geo-dr'))).toEqual([400, 133]);
  });

  it('limit the servers of the direct services, and leave those of the pools alone', async () => {
    const plan = planOf({ ...topologyInputs['five-node'], postgres: { parameters: { max_connections: 400 } } });
    const input = { environment, timing: resolveTiming(plan), templates: await loadTemplates(process.cwd()) };
    const files = renderHost(plan, 'n1', input);
    const config = files.find(({ path }) => path.endsWith('haproxy.cfg'))?.content ?? '';
    const [cluster] = plan.clusters;
    const most = cluster === undefined ? 0 : directConnections(plan, cluster, 400);
    const serversOf = (service: string) =>
      (config.split(`\nlisten ${service}\n`)[1]?.split('\nlisten ')[0] ?? '').match(/^ {4}server .*$/gm) ?? [];
    for (const service of ['default', 'offline']) {
      expect(serversOf(service).length).toBeGreaterThan(3);
      for (const server of serversOf(service)) expect(server).toMatch(new RegExp(` maxconn ${most}( backup)?$`));
    }
    for (const service of ['primary', 'replica'])
      for (const server of serversOf(service)) expect(server).not.toContain('maxconn');
  });
});
