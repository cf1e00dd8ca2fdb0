import type { PreflightInput } from '../../core/preflight/observation.ts';
import { Monitors } from '../services/monitor/monitors.ts';
import { Runs } from '../services/runs/runs.ts';

/** What goes on in a shell's process beyond single calls. A page that was reloaded finds it again. */
export interface LiveWork {
  readonly runs: Runs;
  readonly monitors: Monitors;
  /** What the latest preflight of each plan file observed, for looking at one host again. */
  readonly observed: Map<string, PreflightInput>;
}

export function createLiveWork(): LiveWork {
  return { runs: new Runs(), monitors: new Monitors(), observed: new Map() };
}
