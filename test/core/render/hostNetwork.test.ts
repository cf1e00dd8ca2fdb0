import { beforeAll, describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import type { PeerRoute } from '../../../core/facts/peerRoutes.ts';
import type { PlanInput } from '../../../core/plan/schema.ts';
import type { Routes } from '../../../core/render/hostNetwork.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { planOf } from '../deployment/deploymentFixture.ts';
import { environment, timing } from './renderPlans.ts';

const name = (host: string) => `${host}.example.net`;
const named = (extra: Partial<PlanInput> = {}) =>
  planOf(3, { hosts: ['n1', 'n2', 'n3'].map((host) => ({ name: host, address: name(host) })), ...extra });
const ways = (own: string, of: Readonly<Record<string, string>>): PeerRoute[] =>
  Object.entries(of).map(([host, address]) => ({ to: name(host), address, source: own }));
/** n2's packets leave from another address than its name means. */
const routes: Routes = {
  n1: ways('10.0.0.1', { n1: '10.0.0.1', n2: '10.0.0.2', n3: '10.0.0.3' }),
  n2: ways('10.7.7.2', { n1: '10.0.0.1', n2: '10.0.0.2', n3: '10.0.0.3' }),
  n3: ways('10.0.0.3', { n1: '10.0.0.1', n2: '10.0.0.2', n3: '10.0.0.3' }),
};
let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(process.cwd());
});

function fileOf(plan: ReturnType<typeof named>, path: string, known: Routes = routes): string {
  const files = renderHost(plan, 'n1', { environment, timing, templates, routes: known });
  return files.find((file) => file.path === path)?.content ?? '';
}
const rules = (plan: ReturnType<typeof named>, known?: Routes) =>
  [...fileOf(plan, '/etc/patroni/config.yml', known).matchAll(/^ {4}- ((?:host|hostssl) .*)$/gm)].map(
    ([, line]) => line,
  );

describe('hosts that are known by names', () => {
  it('let members in by certificates from any address, and the HAProxy hosts by the addresses that they have', () => {
    const found = rules(named());
    expect(found.slice(0, 3)).toEqual(
      ['replication replicator', 'all quorate_rewind', 'all postgres'].map(
        (whom) => `hostssl ${whom} all scram-sha-256 clientcert=verify-ca`,
      ),
    );
    expect(found.join('\n')).not.toContain('example.net');
    for (const address of ['10.0.0.1', '10.0.0.2', '10.7.7.2', '10.0.0.3'])
      expect(found).toContain(`hostssl all all ${address}/32 scram-sha-256`);
  });

  it('let members in by the addresses that they have where there is no TLS', () => {
    const found = rules(named({ security: { tls: false } }));
    for (const address of ['10.0.0.1', '10.0.0.2', '10.7.7.2', '10.0.0.3'])
      for (const whom of ['replication replicator', 'all quorate_rewind', 'all postgres'])
        expect(found).toContain(`host ${whom} ${address}/32 scram-sha-256`);
    expect(found.join('\n')).not.toContain('example.net');
  });

  it('are other rules when another number is behind a name', () => {
    const moved = { ...routes, n1: ways('10.0.0.1', { n1: '10.0.0.1', n2: '10.0.0.22', n3: '10.0.0.3' }) };
    expect(rules(named(), moved)).toContain('hostssl all all 10.0.0.22/32 scram-sha-256');
    expect(rules(named(), moved)).not.toContain('hostssl all all 10.0.0.2/32 scram-sha-256');
    expect(fileOf(named(), '/etc/haproxy/haproxy.cfg')).toContain('# n2.example.net is 10.0.0.2\n');
    expect(fileOf(named(), '/etc/haproxy/haproxy.cfg', moved)).toContain('# n2.example.net is 10.0.0.22\n');
  });

  it('keep their names in files that are made before they were asked', () => {
    expect(rules(named(), {})).toContain('hostssl all all n2.example.net scram-sha-256');
  });

  it('listen on IPv6 too where a name means that', () => {
    const six = { ...routes, n2: ways('fd00::2', { n1: 'fd00::1', n2: 'fd00::2', n3: 'fd00::3' }) };
    expect(fileOf(named(), '/etc/etcd/etcd.yml')).toContain('listen-peer-urls: https://0.0.0.0:2380');
    expect(fileOf(named(), '/etc/etcd/etcd.yml', six)).toContain('listen-peer-urls: https://[::]:2380');
    expect(fileOf(named(), '/etc/patroni/config.yml', six)).toContain('listen: "[::]:8008"');
    expect(fileOf(named(), '/etc/haproxy/haproxy.cfg', six)).toContain('bind [::]:5433');
  });

  it('speak VRRP from the number that they have in the network of the virtual IP', () => {
    const plan = named({ access: { vip: { address: '10.7.7.100/24', interface: 'eth0' } } });
    const text = fileOf(plan, '/etc/keepalived/keepalived.conf');
    expect(text).toMatch(
      /unicast_src_ip 10\.0\.0\.1\n {4}check_unicast_src\n {4}unicast_peer \{\n {8}10\.7\.7\.2 min_ttl 255\n {8}10\.0\.0\.3 min_ttl 255\n/,
    );
  });
});

describe('hosts that are known by addresses', () => {
  it('let clients in from every address of a HAProxy host, and none that it has no right to', () => {
    const claims = (source: string): Routes => ({
      n2: [{ to: '10.0.0.1', address: '10.0.0.1', source }],
    });
    const plan = planOf(3, { access: { vip: { address: '10.0.0.100/24', interface: 'eth0' } } });
    expect(rules(plan, claims('10.9.9.2'))).toContain('hostssl all all 10.9.9.2/32 scram-sha-256');
    expect(rules(plan, claims('10.0.0.100')).join('\n')).not.toContain('10.0.0.100');
  });
});
