import { resultOf, type Streamed } from '../../api/streamed.ts';
import type { ProcedureEvent } from '../../services/procedures/procedureEvent.ts';
import type { Output } from '../output.ts';
import { eventText } from './eventText.ts';

/** Waits for the end of a procedure, and tells a person what happens meanwhile. @returns its result */
export function watched<Result>(
  output: Output,
  stream: AsyncIterable<Streamed<ProcedureEvent, Result>>,
): Promise<Result> {
  return resultOf(stream, (event) => {
    const line = eventText(event);
    if (line !== undefined) output.log(line);
  });
}
