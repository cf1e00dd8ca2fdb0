import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';
import { furtherSettings } from '../../../renderer/wizard/options/furtherSettings.ts';
import { planText } from '../../core/planFixture.ts';

describe('what the window has no fields for', () => {
  const settingsOf = (changes: Parameters<typeof planText>[1]) => {
    const result = parsePlan(planText({}, changes));
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return furtherSettings(result.parsed.document.toJS());
  };

  it('is nothing in a new plan', () => {
    expect(settingsOf([])).toEqual([]);
  });

  it('is named by its place, and what the tables show is not', () => {
    const rule = { type: 'hostssl', database: 'app', user: 'app', address: '10.9.0.0/16', method: 'scram-sha-256' };
    const settings = settingsOf([
      [
        ['postgres'],
        {
          hba: [rule],
          users: [{ name: 'app', createdb: true, connectionLimit: 5 }],
          databases: [{ name: 'app', owner: 'app', locale: 'C', extensions: ['pg_trgm'] }],
        },
      ],
      [['clusters', 0, 'postgres'], { template: 'olap', parameters: { work_mem: '64MB' } }],
    ]);
    expect(settings.map(({ field, value }) => `${field} ${value}`)).toEqual([
      `postgres.hba ${JSON.stringify([rule])}`,
      'postgres.users[0].connectionLimit 5',
      'postgres.databases[0].locale C',
      'postgres.databases[0].extensions ["pg_trgm"]',
      'clusters[0].postgres.template olap',
      'clusters[0].postgres.parameters {"work_mem":"64MB"}',
    ]);
  });
});
