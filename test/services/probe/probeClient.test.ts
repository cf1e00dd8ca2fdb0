import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { ProbeError, readRow } from '../../../electron/services/probe/probeClient.ts';

const clientThat = (answer: () => Promise<unknown>) => ({ query: answer }) as unknown as Pick<pg.Client, 'query'>;
const failure = (code: string) => Object.assign(new Error('relation "x" does not exist'), { code });

describe('a row that was written at the primary', () => {
  it('is there', async () => {
    await readRow(
      clientThat(async () => ({ rowCount: 1 })),
      'r',
    );
  });

  it.each([
    ['it is not replayed', async () => ({ rowCount: 0 })],
    ['its table is not replayed', () => Promise.reject(failure('42P01'))],
    ['the schema of its table is not replayed', () => Promise.reject(failure('3F000'))],
  ])('is not there yet on a replica where %s', async (_name, answer) => {
    await expect(readRow(clientThat(answer), 'r')).rejects.toBeInstanceOf(ProbeError);
  });

  it('is not said to be late when something else is wrong', async () => {
    await expect(
      readRow(
        clientThat(() => Promise.reject(failure('42501'))),
        'r',
      ),
    ).rejects.toMatchObject({
      code: '42501',
    });
  });
});
