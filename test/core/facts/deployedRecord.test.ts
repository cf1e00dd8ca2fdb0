import { describe, expect, it } from 'vitest';
import { recordOf, recordText } from '../../../core/changes/recordOf.ts';
import { deployedRecord } from '../../../core/facts/deployedRecord.ts';
import { layouts, planFixture } from '../planFixture.ts';

describe('the record of a host', () => {
  it.each(layouts)('is read as it was written: $topology $layout', ({ topology, layout }) => {
    const record = recordOf(planFixture({ topology, layout }), 15);
    expect(deployedRecord.parse(recordText(record))).toEqual(record);
    // The same bytes, so that a second run has nothing to write.
    expect(recordText(deployedRecord.parse(recordText(record)) ?? record)).toBe(recordText(record));
  });

  it('is not believed when it is damaged, of a later version or hostile', () => {
    const record = recordOf(planFixture(), 15);
    for (const text of [
      '',
      '{}',
      'null',
      '[1]',
      recordText(record).slice(0, 100),
      JSON.stringify({ ...record, quorate: 2 }),
      JSON.stringify({ ...record, hosts: 'all' }),
    ])
      expect(deployedRecord.parse(text)).toBeUndefined();
  });

  it('holds no secret and no way to log in', () => {
    const text = recordText(recordOf(planFixture({}, [[['ssh'], { user: 'admin', key: '~/.ssh/id' }]]), 15));
    expect(text).not.toMatch(/admin|\.ssh|password|secret/i);
  });
});
