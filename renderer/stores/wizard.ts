import { create } from 'zustand';
import { editPlan, type PlanEdit } from '../../core/plan/edit.ts';
import type { PlanProblem } from '../../core/plan/problem.ts';
import { judge } from './judge.ts';

export const steps = [
  'topology',
  'hosts',
  'objectives',
  'options',
  'review',
  'preflight',
  'deploy',
  'dashboard',
] as const;
export type Step = (typeof steps)[number];

/** The project that is open, as the router gave it. */
export interface OpenProject {
  readonly name: string;
  readonly planFile: string;
  readonly planText: string;
  readonly revision: string;
  readonly step?: string | undefined;
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
}

/** Texts that undo can reach; the oldest are forgotten. */
const mostUndone = 200;

const closed: WizardState = {
  project: undefined,
  saved: { text: '', revision: '' },
  saveProblem: undefined,
  text: '',
  past: [],
  future: [],
  step: 'topology',
};

/** The open project and its plan. The plan is its text: every screen reads what follows from it. */
export const useWizard = create<WizardState>(() => closed);

export function openProject(project: OpenProject): void {
  const { name, planFile, planText, revision } = project;
  const step = steps.find((one) => one === project.step) ?? 'topology';
  useWizard.setState({
    ...closed,
    project: { name, planFile },
    saved: { text: planText, revision },
    text: planText,
    step,
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

export function goTo(step: Step): void {
  useWizard.setState({ step });
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
  useWizard.setState({ text, past: [...state.past, state.text].slice(-mostUndone), future: [] });
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
