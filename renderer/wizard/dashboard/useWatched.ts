import { useEffect } from 'react';
import { type Alert, findAlerts } from '../../../core/health/alerts.ts';
import { type Verdict, verdictOf } from '../../../core/health/verdict.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { LagSample, MonitorNews } from '../../../electron/api/streamTypes.ts';
import { judge } from '../../stores/judge.ts';
import { useWizard } from '../../stores/wizard.ts';
import { useMonitor, watchProject } from './monitorStore.ts';

/** The clusters of the open project as the monitor sees them now. */
export interface Watched {
  readonly plan: Plan;
  readonly planFile: string;
  /** Undefined until a host has answered or is silent. */
  readonly news: MonitorNews | undefined;
  readonly samples: readonly LagSample[];
  readonly problem: string | undefined;
  /** Hosts that do not answer. */
  readonly silent: readonly string[];
  readonly alerts: readonly Alert[];
  readonly verdict: Verdict;
}

/** Watches the open project while the screen is there. Undefined for a plan that cannot be read. */
export function useWatched(): Watched | undefined {
  const planFile = useWizard((state) => state.project?.planFile);
  const text = useWizard((state) => state.text);
  const { news, samples, problem } = useMonitor();
  useEffect(() => (planFile === undefined ? undefined : watchProject(planFile)), [planFile]);
  const judged = judge(text);
  if (judged.kind !== 'plan' || planFile === undefined) return undefined;
  const { plan } = judged;
  const alerts = news === undefined || news.waitingFor.length > 0 ? [] : findAlerts(plan, news.status);
  const silent = news?.status.unreachable.map(({ host }) => host) ?? [];
  return { plan, planFile, news, samples, problem, silent, alerts, verdict: verdictOf(news, alerts) };
}
