import type { Refusal } from '../../../core/changes/refusal.ts';
import { desiredState } from '../../../core/deployment/desiredState.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { checksOfHost, type PreflightReport, runChecks } from '../../../core/preflight/checks.ts';
import { observationOf } from '../../../core/preflight/judgement.ts';
import type { CheckResult, HostObservation, PreflightInput } from '../../../core/preflight/observation.ts';
import type { PackageSource } from '../../../core/render/desiredHost.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import type { Timing } from '../../../core/timing/timing.ts';
import { deploymentGather } from '../deploy/deploymentGather.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { Gather } from '../procedures/hostLocks.ts';
import type { NewHostKey } from '../ssh/hostKeys.ts';
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
  readonly templates: Templates;
  /** The identity that the project writes on its hosts. */
  readonly projectId: string;
  /** How packages come to the hosts: apt there, or the bundles, are asked what they offer. */
  readonly packages: PackageSource;
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

/** What a deployment would refuse by these facts. */
function refusalsOf(options: PreflightOptions, facts: ReadonlyMap<string, HostFacts>): readonly Refusal[] {
  // Refusals follow from facts and plan; what is in files, and which have changed, does not matter to them.
  const state = desiredState({ ...options, refused: [] }, facts);
  return planDeployment(state, facts, { digest: (content) => content, redact: (content) => content }).refusals;
}

/**
 * Looks at the real hosts: one gathering round trip per host, then the connections between them. Nothing is changed on any host.
 * @returns the report; hosts that cannot be reached are failed checks in it
 * @throws the signal's reason when it was aborted between two looks
 */
export async function runPreflight(options: PreflightOptions): Promise<PreflightOutcome> {
  const { plan, timing, hosts, packages, again, onEvent } = options;
  const { bundles } = packages;
  const asked = again === undefined ? hosts.targets : hosts.targets.filter(({ name }) => again.hosts.includes(name));
  onEvent?.({ code: 'asking', hosts: asked.map(({ name }) => name) });
  const gather = deploymentGather({ plan, templates: options.templates, pool: hosts.pool, packages }, 'preflight');
  const fresh = await Promise.all(
    asked.map(async (target) => {
      const { seen, facts } = await observe(options, target, gather);
      const alone = { plan, timing, hosts: [seen], pairs: [], refusals: [], bundles };
      onEvent?.({ code: 'host', host: seen.host, reached: seen.reached, checks: checksOfHost(alone) });
      return { seen, facts };
    }),
  );
  options.signal?.throwIfAborted();
  const known = new Map(
    [...(again?.before.hosts ?? []), ...fresh.map((one) => one.seen)].map((host) => [host.host, host]),
  );
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
    refusals: [
      ...(again?.before.refusals.filter(({ host }) => !again.hosts.includes(host)) ?? []),
      ...refusalsOf(
        options,
        new Map(fresh.flatMap(({ seen, facts }) => (facts === undefined ? [] : [[seen.host, facts]]))),
      ),
    ],
    bundles,
  };
  return { report: runChecks(input), observed: input };
}

async function observe(options: PreflightOptions, target: SshTarget, gather: Gather<HostFacts>): Promise<Observed> {
  const [outcome] = await gather([target], () => '');
  if (outcome === undefined) throw new Error(`nothing came of ${target.name}`);
  if (!outcome.ok) return { seen: unreached(outcome.error), facts: undefined };
  return { seen: observationOf(target.name, outcome.value, options.projectId), facts: outcome.value };
}

interface Observed {
  readonly seen: HostObservation;
  readonly facts: HostFacts | undefined;
}

function unreached({ host, code, trouble, message, said }: SshError): HostObservation {
  return { host, reached: false, code, trouble, message, said };
}
