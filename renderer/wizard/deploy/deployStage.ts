import type { RunKind } from '../../../electron/api/streamTypes.ts';
import type { DeployView } from '../../run/deployView.ts';

/** Where the way to a deployed cluster stands. */
export type DeployStage =
  | 'none'
  | 'rehearsing'
  | 'rehearsed'
  | 'not-rehearsed'
  | 'nothing-to-do'
  | 'refused'
  | 'deploying'
  | 'pausing'
  | 'paused'
  | 'failed'
  | 'deployed'
  | 'removing'
  | 'removed'
  | 'not-removed';

/** Judges where it stands by the latest run. */
export function deployStage(run: { readonly kind: RunKind; readonly view: DeployView } | undefined): DeployStage {
  if (run === undefined) return 'none';
  const { kind, view } = run;
  const { end } = view;
  if (end === undefined) {
    if (kind === 'rehearsal') return 'rehearsing';
    if (view.stopping !== undefined) return 'pausing';
    return kind === 'destroy' ? 'removing' : 'deploying';
  }
  const ok = end.outcome === 'deployment' && end.result.ok;
  if (kind === 'destroy') return ok ? 'removed' : 'not-removed';
  if (kind === 'rehearsal') {
    if (!ok) return view.refusals.length > 0 ? 'refused' : 'not-rehearsed';
    return view.steps.length === 0 ? 'nothing-to-do' : 'rehearsed';
  }
  if (ok) return 'deployed';
  if (end.outcome === 'stopped' || (end.outcome === 'deployment' && end.result.paused && view.failures.length === 0))
    return 'paused';
  return view.refusals.length > 0 ? 'refused' : 'failed';
}
