/** What the router's streams tell, for whoever shows it. */

export type { LagSample, MonitorNews } from '../services/monitor/clusterMonitor.ts';
export type { PreflightEvent } from '../services/preflight/runPreflight.ts';
export type { StepFailure, VerifyCheck } from '../services/procedures/procedureEvent.ts';
export type { ShownDeployEvent, ShownStep } from '../services/procedures/shownEvent.ts';
export type { RunEnd, RunKind, StopHow } from '../services/runs/runEvent.ts';
export type { RunChoices, RunEntry, RunSummary } from '../services/runs/runs.ts';
