import { describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import { besideRunning, clusterParameters, type Parameters } from '../../../core/render/postgresParameters.ts';
import { databaseSql } from '../../../core/render/sql/databaseSql.ts';
import { missingSql } from '../../../core/render/sql/missingSql.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, topologyInputs } from './renderPlans.ts';

const sysctl = '/etc/sysctl.d/90-quorate.conf';

function planWith(postgres: object) {
  const plan = planOf({ ...topologyInputs['three-node'], postgres });
  const [cluster] = plan.clusters;
  if (cluster === undefined) throw new Error('no cluster');
  return { plan, cluster };
}

const parametersOf = (parameters: Parameters, template = 'oltp') => {
  const { plan, cluster } = planWith({ parameters, template });
  return clusterParameters(plan, cluster, [environment]);
};

async function fileOf(postgres: object, path: string, sharesKernel = false) {
  const { plan } = planWith(postgres);
  const input = { environment: { ...environment, sharesKernel }, timing: resolveTiming(plan) };
  const files = renderHost(plan, 'n1', { ...input, templates: await loadTemplates(process.cwd()) });
  return files.find((file) => file.path === path)?.content;
}

describe('what a cluster has from its first day', () => {
  it('is an archive that needs no restart later', () => {
    expect(parametersOf({})).toMatchObject({ archive_mode: 'on', archive_command: '/bin/true' });
    expect(parametersOf({ archive_mode: 'off' })).toMatchObject({ archive_mode: 'off' });
    expect(parametersOf({ archive_command: 'cp %p /mnt/%f' })).toMatchObject({ archive_command: 'cp %p /mnt/%f' });
    // PostgreSQL refuses both at once.
    expect(parametersOf({ archive_library: 'basic_archive' })).toMatchObject({ archive_command: '' });
  });

  it.each([
    [{}, 'pg_stat_statements'],
    [{ shared_preload_libraries: 'timescaledb' }, 'pg_stat_statements, timescaledb'],
    [{ shared_preload_libraries: "'pg_cron', pg_stat_statements" }, "'pg_cron', pg_stat_statements"],
    [{ shared_preload_libraries: 'citus' }, 'citus, pg_stat_statements'],
    [{ shared_preload_libraries: '"citus", pg_cron' }, '"citus", pg_stat_statements, pg_cron'],
    [{ shared_preload_libraries: 'pg_citus_other' }, 'pg_stat_statements, pg_citus_other'],
    [{ shared_preload_libraries: '' }, ''],
  ])('loads %j as %j', (parameters, loaded) => {
    expect(parametersOf(parameters).shared_preload_libraries).toBe(loaded);
  });

  it.each([
    ['oltp', '10min', '1s', 'try'],
    ['olap', '1h', '1min', 'try'],
    ['crit', '5min', '500ms', 'try'],
    ['tiny', '10min', '1s', 'off'],
  ])('ends forgotten transactions and tells of slow statements: %s', (template, idle, slow, pages) => {
    const found = parametersOf({}, template);
    expect(found).toMatchObject({
      idle_in_transaction_session_timeout: idle,
      log_min_duration_statement: slow,
      huge_pages: pages,
    });
    const own = { idle_in_transaction_session_timeout: 0, log_min_duration_statement: -1, huge_pages: 'on' };
    expect(parametersOf(own, template)).toMatchObject(own);
  });

  it('makes the view of counted statements in every database of the plan and in postgres', () => {
    const { plan, cluster } = planWith({
      databases: [{ name: 'shop' }, { name: 'own', extensions: [{ name: 'pg_stat_statements', schema: 'ext' }] }],
    });
    const [before = '', shop = '', own = ''] = databaseSql(plan, cluster).split('\\connect ');
    const plain = 'CREATE EXTENSION IF NOT EXISTS "pg_stat_statements"';
    expect(before).toContain(`${plain};`);
    expect(shop).toMatch(/^"shop"/);
    expect(shop).toContain(`${plain} CASCADE;`);
    expect(own).toContain(`${plain} SCHEMA "ext" CASCADE;`);
    expect(own.match(/CREATE EXTENSION/g)).toHaveLength(1);
    const missing = missingSql(plan, cluster).split('\\connect ');
    expect(missing[0]).toContain("SELECT 'extension ' || name FROM (VALUES ('pg_stat_statements'))");
    expect(missing.filter((part) => part.includes("'pg_stat_statements'"))).toHaveLength(3);
  });

  it('makes no such view where the plan loads nothing', () => {
    const { plan, cluster } = planWith({ parameters: { shared_preload_libraries: '' }, databases: [{ name: 'shop' }] });
    expect(databaseSql(plan, cluster)).not.toContain('pg_stat_statements');
    expect(missingSql(plan, cluster)).not.toContain('pg_stat_statements');
  });
});

describe('a cluster that runs already', () => {
  const settled = (written: Parameters, running: Readonly<Record<string, unknown>>) => {
    const { plan, cluster } = planWith({ parameters: written });
    return besideRunning(plan, cluster, clusterParameters(plan, cluster, [environment]), running);
  };

  it('keeps an archive that works, whoever has set it, until the plan says otherwise', () => {
    expect(settled({}, {})).toMatchObject({ archive_mode: 'on', archive_command: '/bin/true' });
    expect(settled({}, { archive_command: '' })).toMatchObject({ archive_command: '/bin/true' });
    for (const running of [{ archive_command: 'pgbackrest archive-push %p' }, { archive_library: 'basic_archive' }])
      expect(settled({}, running)).not.toHaveProperty('archive_command');
    expect(settled({}, { archive_mode: 'always' })).not.toHaveProperty('archive_mode');
    const written = { archive_mode: 'on', archive_command: '/bin/false' };
    expect(settled(written, { archive_mode: 'always', archive_command: 'pgbackrest' })).toMatchObject(written);
  });

  it('keeps the libraries that it loads, beside the one that counts statements', () => {
    const loaded = (written: Parameters, running: Readonly<Record<string, unknown>>) =>
      settled(written, running).shared_preload_libraries;
    expect(loaded({}, {})).toBe('pg_stat_statements');
    expect(loaded({}, { shared_preload_libraries: 'timescaledb' })).toBe('pg_stat_statements, timescaledb');
    expect(loaded({ shared_preload_libraries: 'pgaudit' }, { shared_preload_libraries: 'timescaledb' })).toBe(
      'pg_stat_statements, pgaudit',
    );
    expect(loaded({ shared_preload_libraries: '' }, { shared_preload_libraries: 'timescaledb' })).toBe('');
  });
});

describe('kernel settings for memory', () => {
  it('are for hosts with a member and a kernel of their own', async () => {
    expect(await fileOf({}, sysctl)).toMatch(/^vm.overcommit_ratio = 90\nvm.overcommit_memory = 2$/m);
    expect(await fileOf({}, sysctl, true)).toBeUndefined();
    // Several tiny members may share a machine.
    expect(await fileOf({ template: 'tiny' }, sysctl)).toBeUndefined();
  });
});
