import type { Refusal } from '../../../core/changes/refusal.ts';
import type { MatchedSignature } from '../../../core/deployment/signatures.ts';
import type { StateCheck } from '../../../core/deployment/stateCheck.ts';
import type { Step, StepResult } from '../../../core/deployment/step.ts';
import type { Predicted } from '../../../core/impact/predicted.ts';
import type { WhatIf } from '../../../core/impact/whatIf.ts';
import type { Phrase, PhraseValue } from '../../../core/wording/phrase.ts';

/** What a procedure tells while it runs. Everything is plain data, without secrets, and fit to show. */
export type ProcedureEvent =
  | { readonly code: 'gathering'; readonly hosts: readonly string[] }
  /** A stage begins. What was there before cannot come back after a point of no return. */
  | {
      readonly code: 'stage';
      readonly id: string;
      readonly said: Phrase;
      /** Undefined where nobody can tell. */
      readonly predicted: Predicted | undefined;
      readonly whatIf: readonly WhatIf[];
      readonly pointOfNoReturn: boolean;
    }
  /** The steps of a stage are done, and a state of the hosts must come before anything else is done. */
  | { readonly code: 'awaiting'; readonly said: Phrase }
  | { readonly code: 'planned'; readonly steps: readonly Step[]; readonly refusals: readonly Refusal[] }
  | {
      readonly code: 'step-begin';
      readonly id: string;
      readonly host: string;
      readonly title: string;
      readonly said: Phrase;
      readonly progress: Progress;
    }
  | {
      readonly code: 'step-end';
      readonly id: string;
      readonly host: string;
      readonly result: StepResult;
      readonly seconds: number;
      readonly progress: Progress;
    }
  | { readonly code: 'step-failed'; readonly failure: StepFailure }
  /** Lines that a step printed. They may come shortly after its end. */
  | { readonly code: 'output'; readonly id: string; readonly host: string; readonly lines: readonly string[] }
  /** An earlier run's script is still at work on the host: its end is awaited. */
  | { readonly code: 'waiting'; readonly host: string; readonly message: string; readonly said: Phrase }
  /** Something to know, of a host or of all, before anything is changed there. */
  | { readonly code: 'noted'; readonly host: string | undefined; readonly said: Phrase }
  /** A probe has stood in for clients: what it counted, and what it observed of each stage, beside what was predicted. */
  | {
      readonly code: 'probed';
      readonly rows: number;
      /** Null where nobody could look. */
      readonly lost: number | null;
      readonly said: readonly Phrase[];
    }
  | { readonly code: 'planning-again'; readonly reasons: readonly string[] }
  | { readonly code: 'verifying' }
  | { readonly code: 'verified'; readonly checks: readonly VerifyCheck[] }
  | { readonly code: 'paused'; readonly message: string };

export interface Progress {
  readonly doneSteps: number;
  readonly allSteps: number;
  /** Share of the work that is done by its weight, 0 to 100. */
  readonly percent: number;
}

/** A step that did not work, with what is known about why. */
export interface StepFailure {
  readonly id: string;
  readonly host: string;
  readonly title: string;
  /** The title with its values apart, for another language. */
  readonly said: Phrase;
  readonly phase: 'apply' | 'verify' | 'connection';
  /** Exit status; undefined when the connection was lost. */
  readonly status: number | undefined;
  /** The script that failed. */
  readonly command: string;
  /** The end of what it printed. */
  readonly output: string;
  /** Set when not the host but this program says in `output` what happened. */
  readonly explained?: PhraseValue;
  readonly causes: readonly LikelyCause[];
}

/** Why a step probably failed: a known signature in what the step printed or in a journal of the host. */
export type LikelyCause = MatchedSignature;

/** One check of the finished cluster. */
export type VerifyCheck = StateCheck;
