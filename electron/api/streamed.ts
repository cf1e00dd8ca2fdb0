/** What a long call emits: any number of events, then its result. A call that fails throws from the stream. */
export type Streamed<Event, Result> =
  | { readonly type: 'event'; readonly event: Event }
  | { readonly type: 'result'; readonly result: Result };

/**
 * Turns work that reports as it goes into a stream for a subscription: every transport carries streams, and a shell draws events as they come.
 * @param work gets `emit`, and a signal that aborts when nobody reads the stream any more
 */
export async function* streamed<Event, Result>(
  work: (emit: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Streamed<Event, Result>> {
  const queue: Event[] = [];
  let wake: () => void = () => undefined;
  const abort = new AbortController();
  let settled = false;
  const running = work((event) => {
    queue.push(event);
    wake();
  }, abort.signal).finally(() => {
    settled = true;
    wake();
  });
  // Awaited below; this keeps a failure before that from counting as unhandled.
  running.catch(() => undefined);
  try {
    for (;;) {
      for (let event = queue.shift(); event !== undefined; event = queue.shift()) yield { type: 'event', event };
      if (settled) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (queue.length > 0 || settled) resolve();
      });
    }
    yield { type: 'result', result: await running };
  } finally {
    abort.abort();
  }
}

/** Reads a stream to its end. @returns the result; every event goes to `onEvent` first */
export async function resultOf<Event, Result>(
  stream: AsyncIterable<Streamed<Event, Result>>,
  onEvent: (event: Event) => void,
): Promise<Result> {
  for await (const one of stream) {
    if (one.type === 'result') return one.result;
    onEvent(one.event);
  }
  throw new Error('the stream ended without a result');
}
