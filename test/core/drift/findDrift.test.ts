import { describe, expect, it } from 'vitest';
import { findDrift } from '../../../core/drift/findDrift.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { sqlState } from '../../../core/facts/sqlState.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools } from '../deployment/deploymentFixture.ts';

const plan = planOf(3);
const state = await stateOf(plan, new Map(plan.hosts.map(({ name }) => [name, bareHost()] as const)));
const asPlanned = deployedFacts(state);
const cluster = plan.clusters[0]?.name ?? '';
type Config = { readonly postgresql: { readonly parameters: object } };

/** What is found where one host differs. */
function found(host: string, change: (facts: HostFacts) => Partial<HostFacts>) {
  const facts = new Map(asPlanned);
  const known = facts.get(host);
  if (known !== undefined) facts.set(host, { ...known, ...change(known) });
  return findDrift(state, facts, tools);
}

describe('drift', () => {
  it('is none where everything is as the plan has it, and on hosts that are not ours or did not answer', () => {
    expect(findDrift(state, asPlanned, tools)).toEqual([]);
    expect(findDrift(state, new Map(), tools)).toEqual([]);
    expect(found('n2', ({ state: own }) => ({ state: { ...own, project: 'other' }, files: new Map() }))).toEqual([]);
  });

  it('names files that are gone, changed, or of somebody else, each by itself, and prints none of them', () => {
    const change = (path: string, to: object | undefined) =>
      found('n2', ({ files }) => {
        const changed = new Map(files);
        const now = changed.get(path);
        if (to === undefined || now === undefined) changed.delete(path);
        else changed.set(path, { ...now, ...to });
        return { files: changed };
      });
    const paths = [...(asPlanned.get('n2')?.files.keys() ?? [])];
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) {
      const all = change(path, { sha256: 'f'.repeat(64), content: 'password: hunter2hunter2' });
      expect(all).toMatchObject([{ id: `file/n2/${path}`, host: 'n2', found: 'another content' }]);
      expect(JSON.stringify(all)).not.toContain('hunter2');
    }
    expect(change('/etc/patroni/config.yml', undefined)).toMatchObject([{ found: null, expected: 'there' }]);
    expect(change('/etc/patroni/config.yml', { owner: 'nobody' })[0]?.found).toMatch(/^nobody:/);
  });

  it('finds what Patroni has otherwise and what it has beyond the plan, shortened and printable', () => {
    const config = (edit: (own: Config) => object) =>
      found('n1', ({ patroni }) => ({
        patroni: patroni && { ...patroni, dynamicConfig: edit(patroni.dynamicConfig as Config) },
      }));
    expect(config((own) => ({ ...own, ttl: 77 }))).toMatchObject([
      { id: `dynamic-config/n1/${cluster} ttl`, expected: '30', found: '77' },
    ]);
    expect(config((own) => ({ ...own, failsafe_mode: undefined }))).toMatchObject([{ found: null }]);
    const beyond = config((own) => ({
      ...own,
      postgresql: {
        ...own.postgresql,
        parameters: { ...own.postgresql.parameters, deadlock_timeout: `9s\u001b[2J${'x'.repeat(500)}` },
      },
    }));
    expect(beyond).toMatchObject([{ subject: `${cluster} postgresql.parameters.deadlock_timeout`, expected: null }]);
    expect(beyond[0]?.found).not.toContain('\u001b');
    expect(beyond[0]?.found?.length).toBeLessThan(200);
  });

  it('finds settings that wait for a restart or were set around Patroni, free text by its name alone', () => {
    const sql = (change: Partial<NonNullable<HostFacts['sql']>>) =>
      found('n3', (facts) => ({ sql: facts.sql && { ...facts.sql, ...change } }));
    const settings = [
      { name: 'max_connections', value: '50', pending: true },
      { name: 'max_wal_senders', value: '50', pending: false },
    ];
    expect(sql({ settings })).toMatchObject([{ id: 'pending-restart/n3/max_connections', found: '50' }]);
    const overrides = [
      { name: 'work_mem', value: '65536' },
      { name: 'archive_command', value: undefined },
    ];
    expect(sql({ overrides })).toMatchObject([
      { id: 'alter-system/n3/work_mem', found: '65536' },
      { id: 'alter-system/n3/archive_command', found: null },
    ]);
  });

  it('finds a member of etcd that the plan does not have, once, and no other', () => {
    const stranger = { id: '9', name: 'n9', peerUrls: ['https://10.0.0.9:2380'], clientUrls: [], learner: false };
    const facts = new Map(
      [...asPlanned].map(([name, one]) => {
        const { etcdCluster } = one;
        const members = [...(etcdCluster?.members ?? []), stranger];
        return [name, { ...one, etcdCluster: etcdCluster && { ...etcdCluster, members } }] as const;
      }),
    );
    expect(findDrift(state, facts, tools)).toMatchObject([
      { kind: 'etcd-member', subject: 'n9', found: 'https://10.0.0.9:2380' },
    ]);
  });

  it('finds packages of other versions, and not between releases', () => {
    const other = ({ packages }: HostFacts) => ({
      packages: { ...packages, versions: new Map(packages.versions).set('haproxy', '9.9-1') },
    });
    expect(found('n2', other)).toMatchObject([{ id: 'package/n2/haproxy', found: '9.9-1' }]);
    const upgraded = found('n2', (facts) => ({ ...other(facts), platform: { ...facts.platform, codename: 'trixie' } }));
    expect(upgraded.map(({ kind }) => kind)).not.toContain('package');
  });
});

describe('what somebody set with ALTER SYSTEM', () => {
  const read = (...lines: readonly string[]) =>
    sqlState('/run', 5432, 'select 1').parse(['mark none', ...lines, ''].join('\n'));

  it('is read by name, with its value where it is no free text, and is nothing that is missing', () => {
    const seen = read('override work_mem 65536', 'override archive_command ', 'role app');
    expect(seen?.overrides).toEqual([
      { name: 'work_mem', value: '65536' },
      { name: 'archive_command', value: undefined },
    ]);
    expect(seen?.missing).toEqual(['role app']);
    expect(read('override $(reboot) 1')?.overrides).toEqual([]);
  });
});
