import { randomBytes } from 'node:crypto';
import { accounts } from '../../../core/facts/accounts.ts';
import { clock } from '../../../core/facts/clock.ts';
import { diskState } from '../../../core/facts/diskState.ts';
import { gatherScript, parseGathered } from '../../../core/facts/gather.ts';
import { hardware } from '../../../core/facts/hardware.ts';
import { hostState } from '../../../core/facts/hostState.ts';
import { leftovers } from '../../../core/facts/leftovers.ts';
import { listeningPorts } from '../../../core/facts/listeningPorts.ts';
import { locales } from '../../../core/facts/locales.ts';
import { nameResolution } from '../../../core/facts/nameResolution.ts';
import { networkInterfaces } from '../../../core/facts/networkInterfaces.ts';
import { platform } from '../../../core/facts/platform.ts';
import { vipState } from '../../../core/facts/vipState.ts';
import { watchdogDevice } from '../../../core/facts/watchdogDevice.ts';
import { parseAddress } from '../../../core/plan/names.ts';
import { memberOn, type Plan } from '../../../core/plan/plan.ts';
import { clockOffset } from '../../../core/preflight/checks/clockOffset.ts';
import { mtu } from '../../../core/preflight/checks/mtu.ts';
import { portsReachable } from '../../../core/preflight/checks/portsReachable.ts';
import { roundTrip } from '../../../core/preflight/checks/roundTrip.ts';
import { type PreflightReport, runChecks } from '../../../core/preflight/checks.ts';
import type { CheckResult, HostObservation, PreflightInput } from '../../../core/preflight/observation.ts';
import type { Timing } from '../../../core/timing/timing.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { NewHostKey } from '../ssh/hostKeys.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { SshError } from '../ssh/sshError.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { probePairs } from './probePairs.ts';

/** What preflight tells while it runs. */
export type PreflightEvent =
  | { readonly code: 'asking'; readonly hosts: readonly string[] }
  /** One host has answered, or cannot: what could be judged of it alone. */
  | { readonly code: 'host'; readonly host: string; readonly reached: boolean; readonly checks: readonly CheckResult[] }
  /** A host showed a key that nobody has confirmed yet. */
  | { readonly code: 'new-key'; readonly key: NewHostKey }
  | { readonly code: 'connecting'; readonly hosts: readonly string[] };

/** What preflight needs beside the plan. */
export interface PreflightOptions {
  readonly plan: Plan;
  readonly timing: Timing;
  readonly hosts: PlanHosts;
  readonly bundles: PreflightInput['bundles'];
  /** Look at these hosts alone and believe what was observed of the others before. */
  readonly again?: { readonly hosts: readonly string[]; readonly before: PreflightInput } | undefined;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PreflightEvent) => void;
}

/** The report with what it was made of, which `again` wants. */
export interface PreflightOutcome {
  readonly report: PreflightReport;
  readonly observed: PreflightInput;
}

/** Checks that compare hosts: one host alone says nothing. */
const comparing: ReadonlySet<string> = new Set([clockOffset.id, roundTrip.id, mtu.id, portsReachable.id]);

/**
 * Looks at the real hosts: one gathering round trip per host, then the connections between them. Nothing is changed on any host.
 * @returns the report; hosts that cannot be reached are failed checks in it
 * @throws the signal's reason when it was aborted between two looks
 */
export async function runPreflight(options: PreflightOptions): Promise<PreflightOutcome> {
  const { plan, timing, hosts, bundles, again, onEvent } = options;
  const asked = again === undefined ? hosts.targets : hosts.targets.filter(({ name }) => again.hosts.includes(name));
  onEvent?.({ code: 'asking', hosts: asked.map(({ name }) => name) });
  const fresh = await Promise.all(
    asked.map(async (target) => {
      const seen = await observe(options, target);
      const alone = runChecks({ plan, timing, hosts: [seen], pairs: [], bundles }).checks;
      const checks = alone.filter((check) => check.host === seen.host && !comparing.has(check.id));
      onEvent?.({ code: 'host', host: seen.host, reached: seen.reached, checks });
      return seen;
    }),
  );
  options.signal?.throwIfAborted();
  const known = new Map([...(again?.before.hosts ?? []), ...fresh].map((host) => [host.host, host]));
  const observed = hosts.targets.flatMap(({ name }) => known.get(name) ?? []);
  const reached = observed.filter((host) => host.reached).map((host) => host.host);
  const touches = (connection: { readonly from: string; readonly to: string }) =>
    again === undefined || again.hosts.includes(connection.from) || again.hosts.includes(connection.to);
  onEvent?.({ code: 'connecting', hosts: reached });
  const probed = await probePairs(plan, hosts, reached, touches);
  const before = again?.before.pairs.filter(({ connection }) => !touches(connection)) ?? [];
  const lost = new Map(probed.lost.map((error) => [error.host, error]));
  const input = {
    plan,
    timing,
    // A host that is lost between the two looks is its own failure; what the others saw stays.
    hosts: observed.map((one) => {
      const error = lost.get(one.host);
      return error === undefined ? one : unreached(error);
    }),
    pairs: [...before, ...probed.pairs],
    bundles,
  };
  return { report: runChecks(input), observed: input };
}

async function observe({ plan, hosts }: PreflightOptions, target: SshTarget): Promise<HostObservation> {
  const [outcome] = await hosts.pool.all([target], (session) => askFacts(plan, session));
  if (outcome === undefined) throw new Error(`nothing came of ${target.name}`);
  return outcome.ok ? outcome.value : unreached(outcome.error);
}

function unreached({ host, code, trouble, message, said }: SshError): HostObservation {
  return { host, reached: false, code, trouble, message, said };
}

async function askFacts(plan: Plan, session: HostSession): Promise<HostObservation> {
  const names = plan.hosts.map((host) => host.address).filter((address) => parseAddress(address)?.kind === 'name');
  const facts = factsOf(plan, session.name, names);
  const nonce = randomBytes(16).toString('hex');
  const sentAt = Date.now();
  let firstAt: number | undefined;
  const { stdout } = await session.run(gatherScript(facts, nonce), {
    timeoutSeconds: 60,
    onStdout() {
      firstAt ??= Date.now();
    },
  });
  const { values } = parseGathered(stdout, nonce, facts);
  const { state, vip, ...rest } = values;
  const answeredAt = firstAt ?? Date.now();
  return {
    host: session.name,
    reached: true,
    facts: { ...rest, vip: plan.access.vip === undefined ? undefined : vip },
    clockOffset: {
      seconds: values.clock.epochSeconds - (sentAt + answeredAt) / 2000,
      uncertaintySeconds: (answeredAt - sentAt) / 2000,
    },
    deployedPlan: state.planName,
  };
}

function factsOf(plan: Plan, host: string, names: readonly string[]) {
  const directories = [
    ...(memberOn(plan, host) === undefined ? [] : ['/var/lib/postgresql']),
    ...(plan.hosts.find((one) => one.name === host)?.roles.includes('etcd') ? ['/var/lib/etcd'] : []),
  ];
  return {
    clock,
    platform,
    hardware,
    ports: listeningPorts,
    disks: diskState(directories),
    interfaces: networkInterfaces,
    names: nameResolution(names),
    vip: vipState(plan.access.vip?.address.split('/')[0] ?? '127.0.0.1'),
    accounts,
    locales,
    watchdog: watchdogDevice,
    leftovers,
    state: hostState,
  };
}
