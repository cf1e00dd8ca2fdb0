import { create } from 'zustand';
import type { RunChoices, RunEntry, RunKind, RunSummary, StopHow } from '../../electron/api/streamTypes.ts';
import { api, messageOf } from '../api/client.ts';
import { noteDeployed, takeChangedPlan, useWizard, whenSaved } from '../stores/wizard.ts';
import { type DeployView, noDeployView, reduceDeploy } from './deployView.ts';
import { LogLines } from './logLines.ts';
import { lookingAgain, noPreflightView, type PreflightView, reducePreflight } from './preflightView.ts';

interface Followed extends RunChoices {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: number;
}

/** The runs of the open project that this page follows. */
interface RunState {
  /** Whose runs these are; undefined before they were asked for. */
  readonly planFile: string | undefined;
  readonly preflight: (Followed & { readonly view: PreflightView }) | undefined;
  /** The latest of rehearsal, deployment and removal. */
  readonly deploy: (Followed & { readonly view: DeployView; readonly log: LogLines }) | undefined;
  /** The latest run of another procedure: a switchover, a promotion or return of a region, a renewal of certificates. */
  readonly operation: (Followed & { readonly view: DeployView }) | undefined;
  /** What could not be started or followed. */
  readonly problem: string | undefined;
  readonly starting: RunKind | undefined;
}

const nothing: RunState = {
  planFile: undefined,
  preflight: undefined,
  deploy: undefined,
  operation: undefined,
  problem: undefined,
  starting: undefined,
};

export const useRuns = create<RunState>(() => nothing);

type Slot = 'preflight' | 'deploy' | 'operation';

let subscriptions: { readonly kind: Slot; unsubscribe(): void }[] = [];

/** Where runs of a kind are followed. */
function slotOf(kind: RunKind): Slot {
  if (kind === 'preflight') return 'preflight';
  return kind === 'rehearsal' || kind === 'deploy' || kind === 'destroy' ? 'deploy' : 'operation';
}

/** Finds the runs of a project, also those that began before the page was loaded, and follows the latest of each kind. */
export async function attachRuns(planFile: string): Promise<void> {
  if (useRuns.getState().planFile === planFile) return;
  for (const one of subscriptions) one.unsubscribe();
  subscriptions = [];
  useRuns.setState({ ...nothing, planFile });
  try {
    const runs = await api.runs.list.query({ planFile });
    if (useRuns.getState().planFile !== planFile) return;
    for (const slot of ['preflight', 'deploy', 'operation'] as const) {
      const latest = runs
        .filter((one) => slotOf(one.kind) === slot)
        .reduce<RunSummary | undefined>((a, b) => (a === undefined || b.startedAt > a.startedAt ? b : a), undefined);
      if (latest !== undefined) follow(latest);
    }
  } catch (thrown) {
    useRuns.setState({ planFile: undefined, problem: messageOf(thrown) });
  }
}

/** Begins a run of the open project and follows it. What goes wrong is in the store. */
export async function startRun(
  kind: RunKind,
  options: {
    readonly hosts?: readonly string[];
    readonly takeLock?: boolean;
    readonly without?: readonly string[];
    readonly accept?: readonly string[];
    readonly cluster?: string;
    readonly leader?: string;
    readonly candidate?: string;
    readonly fenced?: readonly string[];
    readonly stopPrimary?: boolean;
    readonly confirmed?: string;
    readonly probe?: boolean;
    readonly choices?: Readonly<Record<string, string>>;
    readonly what?: 'certificates' | 'passwords' | 'ca';
    readonly clientsReady?: boolean;
  } = {},
): Promise<void> {
  const { project } = useWizard.getState();
  if (project === undefined) return;
  useRuns.setState({ starting: kind, problem: undefined });
  try {
    // The program reads the plan from its file.
    await whenSaved();
    const order = { planFile: project.planFile, kind, ...options };
    // The program judges whether the options are those that this kind needs.
    const run = await api.runs.start.mutate(order as Parameters<typeof api.runs.start.mutate>[0]);
    follow(run, options.hosts !== undefined);
  } catch (thrown) {
    useRuns.setState({ problem: messageOf(thrown) });
  } finally {
    useRuns.setState({ starting: undefined });
  }
}

/** Asks a run to stop. */
export async function stopRun(id: string, how: StopHow): Promise<void> {
  try {
    await api.runs.stop.mutate({ id, how });
  } catch (thrown) {
    useRuns.setState({ problem: messageOf(thrown) });
  }
}

function follow(run: RunSummary, again = false): void {
  const slot = slotOf(run.kind);
  for (const one of subscriptions) if (one.kind === slot) one.unsubscribe();
  subscriptions = subscriptions.filter((one) => one.kind !== slot);
  const { id, kind, startedAt, without, accept } = run;
  const followed = { id, kind, startedAt, without, accept };
  if (slot === 'preflight') {
    const before = useRuns.getState().preflight?.view;
    useRuns.setState({
      preflight: { ...followed, view: again ? lookingAgain(before) : noPreflightView },
    });
  } else if (slot === 'operation') useRuns.setState({ operation: { ...followed, view: noDeployView } });
  else useRuns.setState({ deploy: { ...followed, view: noDeployView, log: new LogLines() } });
  const { unsubscribe } = api.runs.follow.subscribe(
    { id },
    {
      onData({ data }) {
        // JSON leaves out what is undefined.
        const entries = data as readonly RunEntry[];
        const state = useRuns.getState();
        if (state[slot]?.id !== id) return;
        if (slot === 'preflight' && state.preflight !== undefined) {
          useRuns.setState({ preflight: { ...state.preflight, view: reducePreflight(state.preflight.view, entries) } });
        } else if (slot === 'operation' && state.operation !== undefined) {
          const view = reduceDeploy(state.operation.view, entries);
          useRuns.setState({ operation: { ...state.operation, view } });
          if (view.end?.outcome === 'promoted') void takeNewRoles();
        } else if (state.deploy !== undefined) {
          state.deploy.log.take(entries);
          const view = reduceDeploy(state.deploy.view, entries);
          useRuns.setState({ deploy: { ...state.deploy, view } });
          if (view.end?.outcome === 'deployment' && view.end.result.ok && kind !== 'rehearsal')
            noteDeployed(run.planFile, kind !== 'destroy');
        }
      },
      onError(thrown) {
        if (useRuns.getState()[slot]?.id === id) useRuns.setState({ problem: messageOf(thrown), [slot]: undefined });
      },
    },
  );
  subscriptions.push({ kind: slot, unsubscribe });
}

/** A promotion writes the new roles into the plan file. */
async function takeNewRoles(): Promise<void> {
  const { project } = useWizard.getState();
  if (project === undefined) return;
  try {
    takeChangedPlan(await api.projects.open.query({ name: project.name }));
  } catch (thrown) {
    useRuns.setState({ problem: messageOf(thrown) });
  }
}
