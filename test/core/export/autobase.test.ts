import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../core/export/import/importPlan.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import { planFixture, readPlan } from '../planFixture.ts';
import { goldenTree } from '../render/goldenFiles.ts';
import { planOf, topologyInputs } from '../render/renderPlans.ts';
import { ansible, hostsOf, listed } from './ansibleListed.ts';
import { exportPlan, inEnglish } from './exportFixture.ts';

const golden = join(import.meta.dirname, '../../fixtures/export/autobase');
describe('the autobase inventory', () => {
  it('is the golden one for every topology', () => {
    const fresh = Object.fromEntries(
      topologyIds.flatMap((topology) => {
        const { files, losses } = exportPlan(planOf(topologyInputs[topology]), 'autobase');
        return [
          ...files.map((file) => [`${topology}/${file.path}`, file.text]),
          [`${topology}/losses.json`, inEnglish(losses)],
        ];
      }),
    );
    expect(fresh).toEqual(goldenTree(golden, fresh));
  });

  it('has one file for each cluster, each with the etcd of its own region', () => {
    const { files } = exportPlan(planOf(topologyInputs['geo-dr']), 'autobase');
    expect(files.map((file) => file.path)).toEqual(['inventory-pg-west.yml', 'inventory-pg-east.yml']);
  });

  it('puts secrets in only when they are given', () => {
    const plan = planFixture({ sections: { postgres: { users: [{ name: 'app' }] } } });
    expect(exportPlan(plan, 'autobase').files[0]?.text).not.toContain('patroni_superuser_password');
    const { files, losses } = exportPlan(plan, 'autobase', { secret: (name) => `secret of ${name}` });
    expect(files[0]?.text).toContain('patroni_superuser_password: secret of postgres/pg-main/superuser');
    expect(files[0]?.text).toContain('secret of user/pg-main/app');
    expect(losses.map((loss) => loss.code)).not.toContain('passwords');
  });

  it('carries directories on disks of their own, and a Pigsty inventory says that it does not', () => {
    const plan = planFixture({}, [
      [['postgres', 'dataDirectory'], '/data/pg'],
      [['postgres', 'walDirectory'], '/wal'],
      [['etcd', 'dataDirectory'], '/data/etcd'],
    ]);
    const text = exportPlan(plan, 'autobase').files[0]?.text;
    for (const line of [
      'postgresql_data_dir: /data/pg',
      'postgresql_wal_dir: /wal/pg-main',
      'etcd_data_dir: /data/etcd',
    ])
      expect(text).toContain(line);
    const back = importFiles([{ name: 'inventory.yml', text: text ?? '' }]);
    expect(readPlan(back.planText)).toMatchObject({
      postgres: { dataDirectory: '/data/pg', walDirectory: '/wal' },
      etcd: { dataDirectory: '/data/etcd' },
    });
    expect(exportPlan(plan, 'pigsty').losses.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['data-directory', 'etcd-directory']),
    );
  });

  it('carries the limit on the bandwidth of a copy, and a Pigsty inventory says that it does not', () => {
    const plan = planFixture({ sections: { patroni: { basebackup: { maxRate: '50MiB' } } } });
    const text = exportPlan(plan, 'autobase').files[0]?.text ?? '';
    expect(text).toContain('{ option: max-rate, value: "51200k" }');
    const back = importFiles([{ name: 'inventory.yml', text }]);
    expect(readPlan(back.planText).patroni.basebackup).toEqual({ maxRate: 52_428_800 });
    expect(exportPlan(plan, 'pigsty').losses.map(({ code }) => code)).toContain('basebackup-rate');
    expect(exportPlan(planFixture(), 'pigsty').losses.map(({ code }) => code)).not.toContain('basebackup-rate');
  });

  it('leaves out text that Ansible would evaluate', () => {
    const plan = planFixture({ sections: { postgres: { parameters: { search_path: '{{ 7 * 7 }}' } } } });
    const { files, losses } = exportPlan(plan, 'autobase');
    expect(files[0]?.text).not.toContain('7 * 7');
    expect(losses.map((loss) => loss.code)).toContain('template-text');
  });
});

describe.skipIf(!ansible)('Ansible', () => {
  it.each(topologyIds)('reads the autobase inventories of %s with their groups and variables', (topology) => {
    const plan = planOf(topologyInputs[topology]);
    const { files } = exportPlan(plan, 'autobase');
    expect(files).toHaveLength(plan.clusters.length);
    for (const [index, file] of files.entries()) {
      const inventory = listed(file);
      const cluster = plan.clusters[index];
      const addresses = (role: (one: string) => boolean) =>
        (cluster?.members ?? [])
          .filter((member) => role(member.role))
          .map((member) => plan.hosts.find((host) => host.name === member.host)?.address);
      expect(hostsOf(inventory, 'master')).toEqual(addresses((role) => role === 'primary'));
      expect(hostsOf(inventory, 'replica')).toEqual(addresses((role) => role !== 'primary'));
      expect((inventory.postgres_cluster as { children: string[] }).children).toEqual(['master', 'replica']);
      expect(hostsOf(inventory, 'etcd_cluster').length % 2).toBe(1);
      expect(hostsOf(inventory, 'balancers')).toEqual(addresses(() => true));
      for (const address of addresses(() => true)) {
        expect(inventory._meta.hostvars[address ?? '']).toMatchObject({
          patroni_cluster_name: cluster?.name,
          postgresql_version: 15,
          dcs_type: 'etcd',
          dcs_exists: false,
          postgresql_exists: false,
          with_haproxy_load_balancing: true,
          patroni_ttl: 30,
          patroni_loop_wait: 10,
          patroni_watchdog_mode: plan.patroni.watchdog,
          patroni_failsafe_mode: true,
          synchronous_mode: topology === 'dual-dc',
          synchronous_mode_strict: topology === 'dual-dc',
          tls_cert_generate: plan.security.tls,
        });
      }
    }
  });

  it('reads the standby cluster with all hosts of its upstream, a slot and the delay', () => {
    const [west, east] = exportPlan(planOf(topologyInputs['geo-dr']), 'autobase').files.map(listed);
    expect(east?._meta.hostvars['10.0.0.4']?.patroni_standby_cluster).toEqual({
      host: '10.0.0.1,10.0.0.2,10.0.0.3',
      port: '5432',
      primary_slot_name: 'standby_pg_east',
      recovery_min_apply_delay: '3600000ms',
    });
    expect(west?._meta.hostvars['10.0.0.1']?.patroni_slots).toEqual([{ slot: 'standby_pg_east', type: 'physical' }]);
    expect(hostsOf(east ?? { _meta: { hostvars: {} } }, 'etcd_cluster')).toEqual(['10.0.0.4', '10.0.0.5', '10.0.0.6']);
  });

  it.each(['v4', 'v3'] as const)('reads the Pigsty inventories of %s', (target) => {
    for (const topology of topologyIds) {
      const plan = planOf(topologyInputs[topology]);
      const [file] = exportPlan(plan, 'pigsty', { target }).files;
      const inventory = listed(file ?? { path: '', text: '' });
      for (const cluster of plan.clusters) {
        expect(hostsOf(inventory, cluster.name)).toHaveLength(cluster.members.length);
        for (const member of cluster.members) {
          const address = plan.hosts.find((host) => host.name === member.host)?.address ?? '';
          expect(inventory._meta.hostvars[address]).toMatchObject({
            pg_cluster: cluster.name,
            pg_seq: member.seq,
            pg_role: member.role,
            pg_rto: target === 'v3' ? 30 : 'norm',
            patroni_watchdog_mode: plan.patroni.watchdog,
          });
        }
      }
    }
  });

  it('reads hostile text as the same text', () => {
    const text = 'off\' "x": # !unsafe & * {';
    const plan = planFixture({ sections: { postgres: { parameters: { search_path: text } }, ssh: { key: text } } });
    const [file] = exportPlan(plan, 'autobase').files;
    const own = listed(file ?? { path: '', text: '' })._meta.hostvars['10.0.0.1'];
    expect(own?.postgresql_parameters_overrides).toEqual([{ option: 'search_path', value: text }]);
    expect(own?.ansible_ssh_private_key_file).toBe(text);
  });
});
