import { describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import type { Release } from '../../../core/plan/schema.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, topologyInputs } from './renderPlans.ts';

async function settingsOf(release: Release): Promise<ReadonlyMap<string, string>> {
  const plan = planOf(topologyInputs['three-node']);
  const input = { timing: resolveTiming(plan), templates: await loadTemplates(process.cwd()) };
  const files = renderHost(plan, 'n1', { ...input, environment: { ...environment, release } });
  const lines = files.find(({ path }) => path.endsWith('pgbouncer.ini'))?.content.split('\n') ?? [];
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([a-z_]+) = (.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

describe('the pool', () => {
  it.each<Release>(['bookworm', 'trixie'])(
    'tells its statistics to the monitor, who changes nothing: %s',
    async (release) => {
      const settings = await settingsOf(release);
      expect(settings.get('stats_users')).toBe('quorate_monitor');
      expect(settings.has('admin_users')).toBe(false);
    },
  );

  it('keeps prepared statements, and looks passwords up in one database, where its version can', async () => {
    const [older, newer] = [await settingsOf('bookworm'), await settingsOf('trixie')];
    expect([newer.get('max_prepared_statements'), newer.get('auth_dbname')]).toEqual(['200', 'postgres']);
    // PgBouncer 1.18 does not start with a setting that it does not know.
    expect([older.has('max_prepared_statements'), older.has('auth_dbname')]).toEqual([false, false]);
  });
});
