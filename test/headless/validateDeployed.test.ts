import { describe, expect, it } from 'vitest';
import { validationDocument } from '../../electron/api/validationDocument.ts';
import { planText, readPlan } from '../core/planFixture.ts';

describe('validating a plan that was deployed', () => {
  const deployed = readPlan(planText());

  it('warns, at its place in the text, of what a deployment would refuse to change', () => {
    const text = planText({}, [[['postgres', 'walDirectory'], '/wal']]);
    const { ok, findings } = validationDocument(text, deployed);
    const found = findings.filter(({ id }) => id.startsWith('change-'));
    expect(found).toMatchObject([{ id: 'change-fixed-field', severity: 'warning', field: 'postgres.walDirectory' }]);
    expect(text.split('\n')[(found[0]?.line ?? 0) - 1]).toContain('/wal');
    // A warning: the same plan may be meant for hosts that were installed anew.
    expect(ok).toBe(true);
  });

  it('says nothing of what a deployment brings about, and nothing where nothing was deployed', () => {
    const harmless = planText({}, [[['postgres', 'parameters'], { work_mem: '8MB' }]]);
    expect(validationDocument(harmless, deployed).findings.filter(({ id }) => id.startsWith('change-'))).toEqual([]);
    const refused = planText({}, [[['postgres', 'walDirectory'], '/wal']]);
    expect(validationDocument(refused).findings.filter(({ id }) => id.startsWith('change-'))).toEqual([]);
  });
});
