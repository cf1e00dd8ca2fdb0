import type { Refusal } from '../changes/refusal.ts';
import type { NeededConnection } from '../components/connection.ts';
import type { ClockOffset } from '../facts/clock.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { Plan } from '../plan/plan.ts';
import type { Timing } from '../timing/timing.ts';
import { type Phrase, type PhraseValue, phraseText } from '../wording/phrase.ts';
import { judgedFacts } from './judgedFacts.ts';
import type { LoginTrouble } from './loginTrouble.ts';
import type { ProbeResult } from './pairProbe.ts';

/** What the checks judge of a host: of the same facts that a deployment is computed from. */
export type ObservedFacts = Pick<
  HostFacts,
  | 'platform'
  | 'hardware'
  | 'clock'
  | 'ports'
  | 'disks'
  | 'places'
  | 'interfaces'
  | 'names'
  | 'vip'
  | 'deployed'
  | 'accounts'
  | 'locales'
  | 'watchdog'
  | 'leftovers'
  | 'condition'
  | 'upgrades'
  | 'unread'
  | 'offers'
  | 'packages'
  | 'units'
  | 'files'
  | 'state'
>;

/** A host as preflight saw it: its facts, or why there are none. */
export type HostObservation =
  | {
      readonly host: string;
      readonly reached: true;
      readonly facts: ObservedFacts;
      readonly clockOffset: ClockOffset;
      /** Name of the plan that this host was deployed from, when it was. */
      readonly deployedPlan: string | undefined;
      /** It was deployed from the project that asks. */
      readonly ours: boolean;
    }
  | {
      readonly host: string;
      readonly reached: false;
      readonly code: string;
      /** The code, or what is known more exactly. */
      readonly trouble: LoginTrouble;
      readonly message: string;
      /** The message with its values apart, for another language. */
      readonly said: PhraseValue;
    };

/** One needed connection with what the connecting host saw. */
export interface PairObservation {
  readonly connection: NeededConnection;
  readonly probe: ProbeResult;
}

/** Everything that the checks judge. */
export interface PreflightInput {
  readonly plan: Plan;
  readonly timing: Timing;
  readonly hosts: readonly HostObservation[];
  readonly pairs: readonly PairObservation[];
  /** What a deployment refuses, by what the hosts are now. */
  readonly refusals: readonly Refusal[];
  /** Of the bundles that may be installed; undefined when packages come from a repository. */
  readonly bundles: readonly { readonly release: string; readonly architecture: string }[] | undefined;
}

/** What one check found on one host. */
export interface CheckResult {
  readonly id: string;
  readonly host: string;
  readonly result: 'pass' | 'warn' | 'fail';
  /** The measured value with its unit, or what was seen. */
  readonly measured: string;
  readonly message: string;
  /** A command or a change that mends it; null when nothing is to be mended. */
  readonly fix: string | null;
  /** What was measured, the message and the fix with their values apart, for another language. */
  readonly said: Said;
  /** The host showed a key that nobody has confirmed yet: to confirm it is all that is missing. */
  readonly keyUnconfirmed?: true;
}

interface Said {
  readonly measured: PhraseValue;
  readonly message: PhraseValue;
  readonly fix: PhraseValue | null;
}

/** What a check thinks of one host. Texts without words of a language, such as commands and addresses, are no phrases. */
export interface Judgement extends Pick<CheckResult, 'result'>, Said {}

/** One preflight check: a file of its own, pure, and listed in `checks.ts`. */
export interface Check {
  readonly id: string;
  readonly title: Phrase;
  /** What it looks at: each host by itself, hosts beside each other, or the network between them, which a deployment does not probe. */
  readonly scope: 'host' | 'hosts' | 'network';
  run(input: PreflightInput): readonly CheckResult[];
}

type Reached = Extract<HostObservation, { reached: true }>;

/** The hosts that were reached, with their facts. */
export function reachedHosts(input: PreflightInput): readonly Reached[] {
  return input.hosts.filter((host): host is Reached => host.reached);
}

/** Makes a check that judges each reached host by itself, unless the host did not tell what is judged. */
export function hostCheck(
  id: string,
  title: Phrase,
  judge: (host: Reached, input: PreflightInput) => Judgement | readonly Judgement[] | undefined,
): Check {
  return {
    id,
    title,
    scope: 'host',
    run: (input) =>
      reachedHosts(input).flatMap((host) => {
        if (host.facts.unread.some((fact) => judgedFacts[id]?.includes(fact.id))) return [];
        const judged = judge(host, input);
        const results = judged === undefined ? [] : Array.isArray(judged) ? judged : [judged];
        return results.map((one) => resultOf(id, host.host, one));
      }),
  };
}

/** Writes a judgement as the result of a check on a host. */
export function resultOf(id: string, host: string, { result, measured, message, fix }: Judgement): CheckResult {
  return {
    id,
    host,
    result,
    measured: phraseText(measured),
    message: phraseText(message),
    fix: fix === null ? null : phraseText(fix),
    said: { measured, message, fix },
  };
}

/** A passed result. */
export function pass(measured: PhraseValue, message: Phrase): Judgement {
  return { result: 'pass', measured, message, fix: null };
}
