import { describe, expect, it } from 'vitest';
import { appliedConfig } from '../../../core/facts/appliedConfig.ts';
import { patroniState } from '../../../core/facts/patroniState.ts';
import { sqlState } from '../../../core/facts/sqlState.ts';

describe('what a member says of itself', () => {
  it('holds what PostgreSQL runs with and what waits for a restart', () => {
    const { parse } = sqlState('/var/run/postgresql', 5432, 'select 1');
    const output = [
      'mark none',
      'streaming pg-orders-2',
      'setting max_connections true 100',
      'setting max_wal_senders false 50',
      'setting shared_preload_libraries true ',
      'setting ; rm -rf / true 1',
      'role app',
      'conflict locale orders de_DE.UTF-8',
      'conflict owner orders app',
      '',
    ].join('\n');
    expect(parse(output)).toEqual({
      applied: undefined,
      streaming: ['pg-orders-2'],
      settings: [
        { name: 'max_connections', value: '100', pending: true },
        { name: 'max_wal_senders', value: '50', pending: false },
        { name: 'shared_preload_libraries', value: '', pending: true },
      ],
      missing: ['role app', 'conflict owner orders app'],
      conflicts: [{ kind: 'locale', database: 'orders', found: 'de_DE.UTF-8' }],
    });
  });

  it('tells a paused cluster', () => {
    const { parse } = patroniState('http://10.0.0.1:8008', undefined);
    const answer = (pause: object) =>
      parse(JSON.stringify({ patroni: { role: 'master', ...pause, patroni: {} }, config: {} }));
    expect(answer({ pause: true })?.paused).toBe(true);
    expect(answer({})?.paused).toBe(false);
  });

  it('shows the configuration that Patroni works with, or nothing that can be read', () => {
    const { parse, command } = appliedConfig(["/var/lib/it's"]);
    expect(parse('{"ttl": 30}')).toEqual({ ttl: 30 });
    expect(parse('{"ttl": 3')).toBeUndefined();
    expect(parse('')).toBeUndefined();
    expect(command).toContain(`'/var/lib/it'\\''s/patroni.dynamic.json'`);
  });
});
