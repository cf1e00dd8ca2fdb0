import { z } from 'zod';
import { authorityNamed } from '../../core/procedures/authorityTurns.ts';
import type { DescribedVerb } from '../../core/procedures/describedVerb.ts';
import { describedVerbIds, describedVerbs } from '../../core/procedures/describedVerbs.ts';
import type { PromotionResult } from '../../core/procedures/promotion.ts';
import type { ReturnResult } from '../../core/procedures/regionReturn.ts';
import type { SwitchoverResult } from '../../core/procedures/switchover.ts';
import type { DeployResult } from '../services/deploy/deployment.ts';
import { nothingToInstall, openPackageSource } from '../services/deploy/packageSource.ts';
import { removeOld } from '../services/deploy/removeOld.ts';
import { rotateAuthority } from '../services/deploy/rotateAuthority.ts';
import { rotateCertificates } from '../services/deploy/rotateCertificates.ts';
import { rotatePasswords } from '../services/deploy/rotatePasswords.ts';
import { endAdoption, runAdoption } from '../services/deploy/runAdoption.ts';
import { runDeployment } from '../services/deploy/runDeployment.ts';
import { runDestroy } from '../services/deploy/runDestroy.ts';
import {
  type MajorUpgradeOptions,
  type MajorUpgradeResult,
  runMajorUpgrade,
} from '../services/deploy/runMajorUpgrade.ts';
import { promoteStandby } from '../services/dr/promoteStandby.ts';
import { returnRegion } from '../services/dr/returnRegion.ts';
import { type DescribedRequest, type DescribedResult, runDescribed } from '../services/operations/runDescribed.ts';
import { switchover } from '../services/operations/switchover.ts';
import type { ProcedureEvent } from '../services/procedures/procedureEvent.ts';
import type { RunEnd } from '../services/runs/runEvent.ts';
import { acceptInput } from './acceptInput.ts';
import { deploymentTarget, refuseErrors } from './deploymentTarget.ts';
import type { OpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';

/** Who watches a procedure, and may ask for its stop. */
export interface Watcher {
  readonly onEvent: (event: ProcedureEvent) => void;
  /** Asks for an end at the next safe point. */
  readonly signal: AbortSignal;
}

/** Something that shells let a person do to hosts: the command line waits for it, the window follows it as a run. */
interface Verb<Input extends z.ZodObject, Result> {
  readonly input: Input;
  /** Does it. The shell has asked the person before. */
  carryOut(opened: OpenedPlan, input: z.output<Input>, watcher: Watcher): Promise<Result>;
  /** What whoever follows the run is told at its end. */
  endOf(result: Result): RunEnd;
}

/** A verb, with what a run does: carry it out, and say how it ended. */
const verb = <Input extends z.ZodObject, Result>(one: Verb<Input, Result>) => ({
  ...one,
  run: async (opened: OpenedPlan, input: z.output<Input>, watcher: Watcher): Promise<RunEnd> =>
    one.endOf(await one.carryOut(opened, input, watcher)),
});

const name = z.string().min(1).max(255);
/** Of PostgreSQL. */
export const majorVersion = z.number().int().min(10).max(99);
const hostNames = z.array(name).max(1000);
/** What a person may say about the locks of hosts. */
const locked = planFileInput.extend({ takeLock: z.boolean().default(false) });
/** And about what is proved beside a change. */
const proved = {
  /** The plan's name, typed: less redundancy for a while than before and after is what the person wants. */
  confirmed: z.string().max(255).optional(),
  /** Whether a probe stands in for clients meanwhile. */
  probe: z.boolean().default(false),
};
/** The same, and which hosts are left out by name. */
const onHosts = locked.extend({ without: hostNames.default([]) });
/** The standby cluster; may be left out when there is one. */
const onRegions = locked.extend({ cluster: z.string().min(1).max(63).optional() });

const deploymentEnd = ({ planned: _, steps, ...rest }: DeployResult): RunEnd => ({
  outcome: 'deployment',
  result: { ...rest, steps: steps.length },
});

/** Which described procedure, and what a person chose for it. */
export const describedInput = planFileInput.extend({
  kind: z.enum(describedVerbIds),
  choices: z.record(z.string().max(40), z.string().max(255)),
});

/** A described procedure with all that it works with. @throws Problem as `openPackageSource` does, for one that looks at packages */
export async function describedRequest(
  opened: OpenedPlan,
  { kind, choices }: Pick<z.output<typeof describedInput>, 'kind' | 'choices'>,
): Promise<DescribedRequest> {
  const { looksAtPackages }: DescribedVerb = describedVerbs[kind];
  const packages = looksAtPackages === true ? await openPackageSource(opened.plan, opened.project.planFile) : undefined;
  return { ...deploymentTarget(opened), hosts: opened.hosts, verb: kind, choices, ...packages };
}

/** A major upgrade with all that it works with. @throws Problem as `openPackageSource` does */
export async function majorUpgradeRequest(
  opened: OpenedPlan,
  { to, method }: Pick<MajorUpgradeOptions, 'to' | 'method'>,
): Promise<MajorUpgradeOptions> {
  const { planFile } = opened.project;
  return { ...deploymentTarget(opened), ...(await openPackageSource(opened.plan, planFile)), planFile, to, method };
}

/** Every procedure that changes hosts, by the id that journal and locks have for it; those that describe themselves share one entry. */
export const verbs = {
  /** Brings the hosts to what the plan says. */
  deploy: verb({
    input: onHosts.extend({
      dryRun: z.boolean().default(false),
      accept: acceptInput,
      overNewer: z.boolean().default(false),
      ...proved,
    }),
    async carryOut(opened, input, watcher) {
      refuseErrors(opened);
      const packages = await openPackageSource(opened.plan, opened.project.planFile);
      return runDeployment({ ...deploymentTarget(opened), ...packages, ...input, ...watcher });
    },
    endOf: deploymentEnd,
  }),

  /** Makes a PostgreSQL that runs on a host the first member, and deploys the rest of the plan around it. */
  adopt: verb({
    input: locked.extend({
      host: name,
      dryRun: z.boolean().default(false),
      accept: acceptInput,
      ...proved,
    }),
    async carryOut(opened, { host, ...input }, watcher) {
      refuseErrors(opened);
      const packages = await openPackageSource(opened.plan, opened.project.planFile);
      return runAdoption({ ...deploymentTarget(opened), ...packages, ...input, adopt: host, ...watcher });
    },
    endOf: deploymentEnd,
  }),

  /** Lets an adopted PostgreSQL run by itself again, or gives that way up. */
  endAdoption: verb({
    input: locked.extend({ host: name, how: z.enum(['back', 'final']), ...proved }),
    carryOut: (opened, { host, ...input }, watcher) =>
      endAdoption({ ...deploymentTarget(opened), packages: nothingToInstall, ...input, adopt: host, ...watcher }),
    endOf: (result): RunEnd => ({ outcome: 'done', result }),
  }),

  /** Renews the certificates of a deployed plan, its passwords, or its authorities. */
  rotate: verb({
    input: onHosts.extend({
      what: z.enum(['certificates', 'passwords', 'ca']).default('certificates'),
      separate: z.boolean().default(false),
      /** Of passwords, or of authorities. */
      names: z.array(name).max(200).default([]),
      clientsReady: z.boolean().default(false),
      ...proved,
    }),
    async carryOut(opened, input, watcher) {
      refuseErrors(opened);
      const packages = await openPackageSource(opened.plan, opened.project.planFile);
      const options = { ...deploymentTarget(opened), ...packages, ...input, ...watcher };
      if (input.what === 'passwords') return rotatePasswords(options);
      if (input.what === 'certificates') return rotateCertificates(options);
      return rotateAuthority({ ...options, authorities: input.names.map(authorityNamed) });
    },
    endOf: deploymentEnd,
  }),

  /** Removes what was deployed, data included, by the notes that it left on the hosts. */
  destroy: verb({
    input: onHosts,
    carryOut: (opened, input, watcher) =>
      runDestroy({ ...deploymentTarget(opened), packages: nothingToInstall, ...input, ...watcher }),
    endOf: deploymentEnd,
  }),

  /** Converts the cluster to another major version of PostgreSQL, or takes back what was begun of it. */
  majorUpgrade: verb({
    input: locked.extend({
      to: majorVersion,
      method: z.enum(['copy', 'link']).default('copy'),
      back: z.boolean().default(false),
      ...proved,
    }),
    carryOut: async (opened, input, watcher) =>
      runMajorUpgrade({ ...(await majorUpgradeRequest(opened, input)), ...input, ...watcher }),
    endOf: (result: MajorUpgradeResult): RunEnd => ({ outcome: 'done', result }),
  }),

  /** Takes away the data and packages that a major upgrade has left. */
  removeOld: verb({
    input: locked,
    carryOut: (opened, input, watcher) => removeOld({ ...deploymentTarget(opened), ...input, ...watcher }),
    endOf: (result): RunEnd => ({ outcome: 'done', result }),
  }),

  /** Hands the leadership to another member. */
  switchover: verb({
    input: locked.extend({ cluster: name, leader: name, candidate: name, ...proved }),
    carryOut: (opened, input, watcher) =>
      switchover({ ...deploymentTarget(opened), hosts: opened.hosts, ...input, ...watcher }),
    endOf: (result: SwitchoverResult): RunEnd => ({ outcome: 'switched', result }),
  }),

  /** Makes the standby cluster writable and writes the new roles into the plan file. */
  promote: verb({
    input: onRegions.extend({
      /** Hosts of the primary region that, should they not be reached, take no writes as the person says; true for all. */
      fenced: z.union([z.boolean(), hostNames]).default(false),
      /** Stop what can be reached of the primary region: then nothing of it is lost. */
      stopPrimary: z.boolean().default(false),
    }),
    carryOut: (opened, { fenced, cluster, ...input }, watcher) =>
      promoteStandby({
        ...deploymentTarget(opened),
        project: opened.project,
        ...input,
        cluster,
        fenced: fenced === true ? 'all' : fenced === false ? [] : fenced,
        ...watcher,
      }),
    endOf: (result: PromotionResult): RunEnd => ({ outcome: 'promoted', result }),
  }),

  /** What describes itself; see `describedVerbs`. */
  described: verb({
    input: locked.extend(describedInput.shape).extend(proved),
    carryOut: async (opened, input, watcher) =>
      runDescribed({ ...input, ...(await describedRequest(opened, input)), ...watcher }),
    endOf: (result: DescribedResult): RunEnd => ({ outcome: 'done', result }),
  }),

  /** Makes the former primary region follow the other one. */
  return: verb({
    input: onRegions,
    carryOut: (opened, { cluster, takeLock }, watcher) =>
      returnRegion({ ...deploymentTarget(opened), takeLock, cluster, ...watcher }),
    endOf: (result: ReturnResult): RunEnd => ({ outcome: 'returned', result }),
  }),
};
