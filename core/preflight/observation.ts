import type { Account } from '../facts/accounts.ts';
import type { Clock } from '../facts/clock.ts';
import type { DiskState } from '../facts/diskState.ts';
import type { Hardware } from '../facts/hardware.ts';
import type { Leftovers } from '../facts/leftovers.ts';
import type { ListeningPort } from '../facts/listeningPorts.ts';
import type { InterfaceAddress } from '../facts/networkInterfaces.ts';
import type { Platform } from '../facts/platform.ts';
import type { VipState } from '../facts/vipState.ts';
import type { WatchdogDevice } from '../facts/watchdogDevice.ts';
import type { Plan } from '../plan/plan.ts';
import type { Timing } from '../timing/timing.ts';
import { type Phrase, type PhraseValue, phraseText } from '../wording/phrase.ts';
import type { NeededConnection } from './connections.ts';
import type { LoginTrouble } from './loginTrouble.ts';
import type { ProbeResult } from './pairProbe.ts';

/** What the gathering script of one host said. */
export interface HostFacts {
  readonly platform: Platform;
  readonly hardware: Hardware;
  readonly clock: Clock;
  readonly ports: readonly ListeningPort[];
  readonly disks: readonly DiskState[];
  readonly interfaces: readonly InterfaceAddress[];
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly vip: VipState | undefined;
  readonly accounts: readonly Account[];
  readonly locales: readonly string[];
  readonly watchdog: WatchdogDevice;
  readonly leftovers: Leftovers;
}

/** A host as preflight saw it: its facts, or why there are none. */
export type HostObservation =
  | {
      readonly host: string;
      readonly reached: true;
      readonly facts: HostFacts;
      /** The host's clock minus the operator's, and half the time that the question took. */
      readonly clockOffset: { readonly seconds: number; readonly uncertaintySeconds: number };
      /** Name of the plan that this host was deployed from, when it was. */
      readonly deployedPlan: string | undefined;
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
  readonly title: string;
  run(input: PreflightInput): readonly CheckResult[];
}

type Reached = Extract<HostObservation, { reached: true }>;

/** The hosts that were reached, with their facts. */
export function reachedHosts(input: PreflightInput): readonly Reached[] {
  return input.hosts.filter((host): host is Reached => host.reached);
}

/** Makes a check that judges each reached host by itself. */
export function hostCheck(
  id: string,
  title: string,
  judge: (host: Reached, input: PreflightInput) => Judgement | readonly Judgement[] | undefined,
): Check {
  return {
    id,
    title,
    run: (input) =>
      reachedHosts(input).flatMap((host) => {
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
