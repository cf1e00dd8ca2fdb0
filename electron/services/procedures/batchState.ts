import type { BatchMessage } from '../../../core/operations/batchScript.ts';

/** How far the script of a batch of steps has come, by what it says. */
export interface BatchState {
  /** How many steps the batch has. */
  readonly steps: number;
  /** Steps that are done: the first of them, since a host does not skip ahead. */
  readonly finished: number;
  /** The step that is under way; undefined between two. */
  readonly current: number | undefined;
  /** The step whose output follows. */
  readonly printing: number | undefined;
  readonly failure: Extract<BatchMessage, { kind: 'failed' }> | undefined;
  /** Why the script did nothing. */
  readonly refusal: 'busy' | 'unlocked' | 'incomplete' | undefined;
}

/** What follows from a message for whoever watches. Steps are named by their place in the batch. */
export type BatchEffect =
  | { readonly kind: 'begun' | 'done'; readonly step: number }
  | { readonly kind: 'printed'; readonly step: number; readonly text: string }
  /** The script of an earlier run is still at work on the host. */
  | { readonly kind: 'waiting' };

export function beginBatch(steps: number): BatchState {
  return { steps, finished: 0, current: undefined, printing: undefined, failure: undefined, refusal: undefined };
}

/** Takes in a message. Those that do not fit what was said before change nothing: they come from a host. */
export function takeMessage(
  state: BatchState,
  message: BatchMessage,
): { readonly state: BatchState; readonly effect?: BatchEffect } {
  switch (message.kind) {
    case 'begin':
      if (message.index >= state.steps) return { state };
      return { state: { ...state, current: message.index }, effect: { kind: 'begun', step: message.index } };
    case 'at':
      return { state: { ...state, printing: message.index < state.steps ? message.index : undefined } };
    case 'output':
      if (state.printing === undefined) return { state };
      return { state, effect: { kind: 'printed', step: state.printing, text: message.text } };
    case 'done':
      // Only the step that is under way can end.
      if (message.index !== state.finished || message.index >= state.steps) return { state };
      return {
        state: { ...state, finished: state.finished + 1, current: undefined },
        effect: { kind: 'done', step: message.index },
      };
    case 'failed':
      return message.index === state.finished ? { state: { ...state, failure: message } } : { state };
    case 'waiting':
      return { state, effect: { kind: 'waiting' } };
    case 'busy':
    case 'unlocked':
    case 'incomplete':
      return { state: { ...state, refusal: message.kind } };
    case 'alive':
    case 'finished':
      return { state };
  }
}
