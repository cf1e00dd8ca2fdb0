import { create } from 'zustand';
import { editPlan, type PlanEdit } from '../../core/plan/edit.ts';
import type { PlanProblem } from '../../core/plan/problem.ts';
import { judge } from './judge.ts';
import { type Step, steps } from './steps.ts';

/** The project that is open, as the router gave it. */
export interface OpenProject {
  readonly name: string;
  readonly planFile: string;
  readonly planText: string;
  readonly revision: string;
  readonly step?: string | undefined;
  /** Whether it has brought a cluster to its hosts that is still there. */
  readonly deployed?: boolean;
}

interface WizardState {
  readonly project: { readonly name: string; readonly planFile: string } | undefined;
  /** What the plan file is known to hold. */
  readonly saved: { readonly text: string; readonly revision: string };
  readonly saveProblem: string | undefined;
  readonly text: string;
  readonly past: readonly string[];
  readonly future: readonly string[];
  readonly step: Step;
  readonly deployed: boolean;
  /** The same as the rail shows it: the rail does not turn round under the hand, but with the next step. */
  readonly railDeployed: boolean;
}

/** Texts that undo can reach; the oldest are forgotten. */
const maxUndone = 200;

const closed: WizardState = {
  project: undefined,
  saved: { text: '', revision: '' },
  saveProblem: undefined,
  text: '',
  past: [],
  future: [],
  step: 'topology',
  deployed: false,
  railDeployed: false,
};

/** The open project and its plan. The plan is its text: every screen reads what follows from it. */
export const useWizard = create<WizardState>(() => closed);

/**
 * Opens a project: at the step where it was left, or, once there is a cluster, where one sees how that is.
 * @param again it was open just now: then it goes on where it was in any case
 */
export function openProject(project: OpenProject, again = false): void {
  const { name, planFile, planText, revision, deployed = false } = project;
  const left = steps.find((one) => one === project.step) ?? 'topology';
  const step = deployed && !again ? 'dashboard' : left;
  useWizard.setState({
    ...closed,
    project: { name, planFile },
    saved: { text: planText, revision },
    text: planText,
    step,
    deployed,
    railDeployed: deployed,
  });
}

/**
 * Takes in the plan that the program itself has changed in its file. What was typed here and is not saved yet stays: saving then says that
 * the file has changed.
 */
export function takeChangedPlan({ name, planText, revision }: OpenProject): void {
  const { project, text, saved } = useWizard.getState();
  if (project?.name !== name || text !== saved.text || planText === text) return;
  useWizard.setState({ text: planText, saved: { text: planText, revision }, past: [], future: [] });
}

export function closeProject(): void {
  useWizard.setState(closed);
}

/** Takes in that the open project has a cluster now, or none any more. */
export function noteDeployed(planFile: string, deployed: boolean): void {
  if (useWizard.getState().project?.planFile === planFile) useWizard.setState({ deployed });
}

export function goTo(step: Step): void {
  useWizard.setState(({ deployed }) => ({ step, railDeployed: deployed }));
}

/**
 * Puts another text in the plan's place; undo takes it back.
 * @returns what is wrong with the text: then nothing has changed
 */
export function replaceText(text: string): readonly PlanProblem[] {
  const state = useWizard.getState();
  if (text === state.text) return [];
  const judged = judge(text);
  if (judged.kind === 'unreadable') return judged.problems;
  useWizard.setState({ text, past: [...state.past, state.text].slice(-maxUndone), future: [] });
  return [];
}

/**
 * Changes the plan and keeps its comments.
 * @returns what would be wrong with the plan: then nothing has changed
 */
export function edit(edits: readonly PlanEdit[]): readonly PlanProblem[] {
  const { text } = useWizard.getState();
  const judged = judge(text);
  return replaceText(editPlan(text, edits, judged.kind === 'plan' ? judged.parsed.document : undefined));
}

export function undo(): void {
  const { past, text, future } = useWizard.getState();
  const before = past.at(-1);
  if (before !== undefined) useWizard.setState({ text: before, past: past.slice(0, -1), future: [text, ...future] });
}

export function redo(): void {
  const { past, text, future } = useWizard.getState();
  const [next, ...rest] = future;
  if (next !== undefined) useWizard.setState({ text: next, past: [...past, text], future: rest });
}

/**
 * Waits until the plan's file holds what is on the screen.
 * @throws Error with the reason when it cannot be saved, or when the project is closed meanwhile
 */
export function whenSaved(): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = ({ project, saved, text, saveProblem }: WizardState): boolean => {
      if (project === undefined) reject(new Error('the project was closed'));
      else if (saveProblem !== undefined) reject(new Error(saveProblem));
      else if (saved.text !== text) return false;
      else resolve();
      return true;
    };
    if (look(useWizard.getState())) return;
    const stop = useWizard.subscribe((state) => {
      if (look(state)) stop();
    });
  });
}
