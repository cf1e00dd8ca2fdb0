import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, topologyInputs } from './renderPlans.ts';

const templates = await loadTemplates(join(import.meta.dirname, '../../..'));

function contentOf(postgres: object, path: string): string {
  const plan = planOf({ ...topologyInputs['three-node'], postgres });
  const files = renderHost(plan, 'n1', { environment, timing: resolveTiming(plan), templates });
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(path);
  return file.content;
}

const restricted = {
  clients: ['10.7.0.0/16', '192.168.4.9', 'app.example.com'],
  users: [{ name: 'app' }, { name: 'boss', superuser: true }, { name: 'copy', replication: true }],
};

describe('the networks of clients', () => {
  it('are asked for by every service of HAProxy before anything is read, with the hosts themselves', () => {
    const text = contentOf(restricted, '/etc/haproxy/haproxy.cfg');
    const services = text.split(/^(?=listen |backend )/m).filter((part) => /^listen (?!stats)/.test(part));
    expect(services.map((part) => /^listen (\w+)/.exec(part)?.[1])).toEqual([
      'primary',
      'replica',
      'default',
      'offline',
    ]);
    for (const service of services) {
      expect(service).toContain(
        '    acl from_clients src 127.0.0.0/8 ::1/128 10.0.0.1/32 10.0.0.2/32 10.0.0.3/32 10.7.0.0/16 192.168.4.9/32\n',
      );
      expect(service).toContain('    tcp-request connection reject unless from_clients\n');
    }
    expect(contentOf({}, '/etc/haproxy/haproxy.cfg')).not.toContain('from_clients');
  });

  it('fit on lines that HAProxy can read, however many there are', () => {
    const clients = Array.from({ length: 130 }, (_, index) => `10.8.${index}.0/24`);
    const lines = contentOf({ clients }, '/etc/haproxy/haproxy.cfg').split('\n');
    expect(Math.max(...lines.map((line) => line.trim().split(/\s+/).length))).toBeLessThanOrEqual(64);
    for (const client of clients) expect(lines.filter((line) => line.includes(` ${client}`))).toHaveLength(4);
  });

  it('and roles that may do everything are judged by PgBouncer', () => {
    const lines = contentOf(restricted, '/etc/pgbouncer/hba.conf').split('\n');
    for (const role of ['postgres', 'replicator', 'quorate_rewind', 'quorate_pool', 'boss', 'copy'])
      for (const line of [
        `local all ${role} reject`,
        `host all ${role} 0.0.0.0/0 reject`,
        `host all ${role} ::/0 reject`,
      ])
        expect(lines.indexOf(line)).toBeGreaterThan(0);
    expect(lines.filter((line) => line.startsWith('hostssl')).map((line) => line.split(' ')[3])).toEqual([
      ...['127.0.0.0/8', '::1/128', '10.0.0.1/32', '10.0.0.2/32', '10.0.0.3/32', '10.7.0.0/16', '192.168.4.9/32'],
    ]);
  });

  it('do not let roles that may do everything come through a proxy', () => {
    const text = contentOf(restricted, '/etc/patroni/config.yml');
    const first = text.indexOf('- host all boss,copy 10.0.0.1/32 reject');
    expect(first).toBeGreaterThan(0);
    expect(text.indexOf('- hostssl all all 10.0.0.1/32 scram-sha-256')).toBeGreaterThan(first);
  });
});
