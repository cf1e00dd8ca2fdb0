import type { Phrase } from '../../core/wording/phrase.ts';
import type { RunEnd, RunEntry, ShownDeployEvent } from '../../electron/api/streamTypes.ts';

/** What a page knows of a promotion or return of a region. */
export interface RegionView {
  /** What was done so far, the latest last. */
  readonly lines: readonly Phrase[];
  readonly end: RunEnd | undefined;
}

export const noRegionView: RegionView = { lines: [], end: undefined };

function saidBy(event: ShownDeployEvent): readonly Phrase[] {
  return event.code === 'stage' || event.code === 'noted' || event.code === 'awaiting' ? [event.said] : [];
}

/** The view after further entries of the run. */
export function reduceRegion(view: RegionView, entries: readonly RunEntry[]): RegionView {
  const lines = entries.flatMap(({ event }) => (event.type === 'deploy' ? saidBy(event.event) : []));
  const ended = entries.map(({ event }) => event).find((event) => event.type === 'ended');
  return { lines: [...view.lines, ...lines], end: ended?.end ?? view.end };
}
