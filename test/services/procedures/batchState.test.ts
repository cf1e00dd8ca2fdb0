import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchMessage } from '../../../core/operations/batchScript.ts';
import { type BatchEffect, beginBatch, takeMessage } from '../../../electron/services/procedures/batchState.ts';

function takeAll(steps: number, messages: readonly BatchMessage[]) {
  let state = beginBatch(steps);
  const effects: BatchEffect[] = [];
  for (const message of messages) {
    const taken = takeMessage(state, message);
    state = taken.state;
    if (taken.effect !== undefined) effects.push(taken.effect);
  }
  return { state, effects };
}

const index = fc.integer({ min: 0, max: 6 });
const anyMessage: fc.Arbitrary<BatchMessage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('begin' as const, 'at' as const, 'done' as const), index }),
  fc.record({ kind: fc.constant('output' as const), text: fc.string() }),
  fc.record({
    kind: fc.constant('failed' as const),
    index,
    phase: fc.constantFrom('apply' as const, 'verify' as const),
    status: fc.nat(255),
    output: fc.base64String(),
  }),
  fc.record({
    kind: fc.constantFrom(
      'waiting' as const,
      'busy' as const,
      'unlocked' as const,
      'incomplete' as const,
      'finished' as const,
      'alive' as const,
    ),
  }),
);

describe('how far a batch has come', () => {
  it('follows a host that tells the truth', () => {
    const { state, effects } = takeAll(2, [
      { kind: 'begin', index: 0 },
      { kind: 'at', index: 0 },
      { kind: 'output', text: 'hello' },
      { kind: 'done', index: 0 },
      { kind: 'begin', index: 1 },
      { kind: 'failed', index: 1, phase: 'verify', status: 7, output: '' },
    ]);
    expect(effects.map(({ kind }) => kind)).toEqual(['begun', 'printed', 'done', 'begun']);
    expect(state).toMatchObject({ finished: 1, current: 1, failure: { status: 7 } });
  });

  it('never counts a step as done out of turn, twice or beyond the last, whatever a host says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(anyMessage), (steps, messages) => {
        const { state, effects } = takeAll(steps, messages);
        const done = effects.flatMap((effect) => (effect.kind === 'done' ? [effect.step] : []));
        expect(done).toEqual(done.map((_, place) => place));
        expect(state.finished).toBe(done.length);
        expect(state.finished).toBeLessThanOrEqual(steps);
        for (const effect of effects) if (effect.kind !== 'waiting') expect(effect.step).toBeLessThan(steps);
      }),
    );
  });
});
