import { expect, it } from 'vitest';
import { appliedConfig } from '../../../core/facts/appliedConfig.ts';

it('a data directory with a quote in its name is asked for as it is', () => {
  expect(appliedConfig(["/var/lib/it's"]).command).toContain(`'/var/lib/it'\\''s/patroni.dynamic.json'`);
});
