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
import { type PreflightReport, runChecks } from '../../../core/preflight/checks.ts';
import type { HostObservation, PreflightInput } from '../../../core/preflight/observation.ts';
import type { Timing } from '../../../core/timing/timing.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { probePairs } from './probePairs.ts';

/** What preflight needs beside the plan. */
export interface PreflightOptions {
  readonly plan: Plan;
  readonly timing: Timing;
  readonly hosts: PlanHosts;
  readonly bundle: PreflightInput['bundle'];
}

/**
 * Looks at the real hosts: one gathering round trip per host, then the connections between them. Nothing is changed on any host.
 * @returns the report; hosts that cannot be reached are failed checks in it
 */
export async function runPreflight(options: PreflightOptions): Promise<PreflightReport> {
  const { plan, timing, hosts, bundle } = options;
  const names = plan.hosts.map((host) => host.address).filter((address) => parseAddress(address)?.kind === 'name');
  const outcomes = await hosts.pool.all(hosts.targets, async (session): Promise<HostObservation> => {
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
  });
  const observed = outcomes.map(
    (outcome): HostObservation =>
      outcome.ok
        ? outcome.value
        : { host: outcome.host, reached: false, code: outcome.error.code, message: outcome.error.message },
  );
  const reached = observed.filter((host) => host.reached).map((host) => host.host);
  const pairs = await probePairs(plan, hosts, reached);
  return runChecks({ plan, timing, hosts: observed, pairs, bundle });
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
