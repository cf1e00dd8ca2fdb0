import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import { earlier, latestNotes, wantedNote } from '../../../core/deployment/otherDeployments.ts';
import { deploymentNote, noteText } from '../../../core/facts/deploymentNote.ts';
import type { FactValues } from '../../../core/facts/fact.ts';
import { hostLock } from '../../../core/facts/hostLock.ts';
import { hostOwner } from '../../../core/facts/hostOwner.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { type HostRun, hostRuns } from '../../../core/procedures/hostRuns.ts';
import { nextOfRecovery, type RecoveryWorld } from '../../../core/procedures/recovery.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { authoritySecret, clientsAuthoritySecret, leafSecret } from '../../../core/render/secretNames.ts';
import { printable } from '../../../core/shell/printable.ts';
import { listOf, type Phrase, phraseText, say } from '../../../core/wording/phrase.ts';
import { secretsDigest } from '../deploy/secretsDigest.ts';
import { openHosts } from '../hosts/openHosts.ts';
import { gatherOf } from '../procedures/gatherLocks.ts';
import type { ProcedureEvent } from '../procedures/procedureEvent.ts';
import { resultOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { unreachableHosts } from '../procedures/unreachableHosts.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { writeDeployedPlan } from '../projects/deployedPlan.ts';
import { knowDeployments } from '../projects/knownDeployments.ts';
import { operatorName } from '../projects/lockOwner.ts';
import { projectDirectory } from '../projects/openProject.ts';
import { projectId } from '../projects/projectId.ts';
import { type SecretDraft, SecretStore } from '../secrets/secretStore.ts';
import { planTextIfThere } from './packProject.ts';
import { type Held, readHeld, takeSecrets } from './readHeld.ts';
import { findPlan, laterPlan, type RecoveredPlan, type WhereToLook } from './recoveredPlan.ts';

export interface RecoverRequest extends Omit<WhereToLook, 'directory'> {
  /** Plan file to write. */
  readonly out: string;
  /** Hosts that are gone: they are not asked, and stay whose they are. */
  readonly without: readonly string[];
  readonly templates: Templates;
  readonly takeLock: boolean;
  readonly onEvent?: ((event: ProcedureEvent) => void) | undefined;
}

/** What there is to recover, before anything is written. */
export interface Recoverable {
  readonly plan: string;
  readonly planFile: string;
  readonly hosts: readonly string[];
  readonly without: readonly string[];
  /** The project that had them. */
  readonly project: string;
  /** Whether the plan is the file as it was deployed, and not put together from what runs. */
  readonly exact: boolean;
  readonly deployed: { readonly operator: string; readonly at: string } | null;
  readonly secrets: number;
  /** What could not be got back, and what to do about it. */
  readonly lost: readonly { readonly message: string; readonly said: Phrase }[];
  /** What was done to the hosts, newest first. */
  readonly runs: readonly HostRun[];
}

interface Looked {
  readonly found: RecoveredPlan;
  readonly plan: Plan;
  readonly held: Held;
  readonly directory: string;
  readonly planFile: string;
  /** The project that has the hosts. */
  readonly from: string;
  readonly shown: Recoverable;
}

const unfinishedFile = 'recovering.json';
const unfinishedSchema = z.object({ from: z.string().max(64), at: z.iso.datetime() });

/** Looks at what there is to recover. Nothing is changed on the hosts. @throws as `recoverProject` */
export async function lookToRecover(request: RecoverRequest): Promise<Recoverable> {
  return (await look(request)).shown;
}

/**
 * Makes the project of a cluster again whose folder was lost, from its hosts: plan, secrets and history, with an identity of its own, which is written on every host. The
 * folder that was lost is refused from then on. Killed anywhere and run again it comes to its end.
 * @throws SshError; Problem `recover-exists` (usage), `recover-nothing`, `recover-mixed` (no), `hosts-unreachable` (unreachable) where hosts are not left out by name; as
 * `runProcedure` does
 */
export async function recoverProject(request: RecoverRequest): Promise<Recoverable> {
  const looked = await look(request);
  const { plan, held, directory, planFile, from, found } = looked;
  const unfinished = (await readUnfinished(directory)) ?? { from, at: new Date().toISOString() };
  // First of all: what is here from now on is a recovery that was begun.
  await writeFileAtomic(join(directory, unfinishedFile), `${JSON.stringify(unfinished)}\n`);
  const project = await projectId(directory);
  const secrets = await SecretStore.open(directory);
  await secrets.update((draft) => {
    takeSecrets(plan, held, draft);
    lendOperator(plan, draft);
  });
  await writeDeployedPlan(directory, found.planText);
  await writeFileAtomic(planFile, found.planText, 0o644);
  const owner = {
    project,
    planName: plan.name,
    takenOver: { from: unfinished.from, by: operatorName(), at: unfinished.at },
  };
  const hosts = openHosts(plan, directory, request.access);
  try {
    const facts = { lock: hostLock, owner: hostOwner, note: deploymentNote };
    let note: string | undefined;
    const run = await runProcedure<FactValues<typeof facts>, RecoveryWorld, undefined>(
      {
        ...request,
        plan,
        directory,
        secrets,
        pool: hosts.pool,
        targets: new Map(hosts.targets.map((target) => [target.name, target])),
      },
      {
        id: 'recover',
        hosts: plan.hosts.map(({ name }) => name),
        unreachable: 'refuse',
        judgesOwners: true,
        gather: gatherOf(hosts.pool, facts),
        look: async (door, known) => {
          note ??= noteOf(plan, found.planText, secrets, known, unfinished.from, door.operator);
          const id = deploymentNote.parse(note)?.id;
          if (id !== undefined) await knowDeployments(directory, [id]);
          return { hosts: known, from: unfinished.from, owner, note };
        },
        next: nextOfRecovery,
        keep: () => rm(join(directory, unfinishedFile), { force: true }),
      },
    );
    if (run.end === 'refused') throw refused(run.refusals.map(({ said }) => said));
    if (run.end !== 'done') resultOfRun(run);
    return looked.shown;
  } finally {
    await hosts.pool.close();
  }
}

function refused(said: readonly Phrase[]): Problem {
  return new Problem('recover-mixed', 'no', say`Nothing was taken over: ${listOf(said)}`);
}

async function look(request: RecoverRequest): Promise<Looked> {
  const { ssh, without } = request;
  const planFile = resolve(request.out);
  const directory = await projectDirectory(planFile);
  const unfinished = await readUnfinished(directory);
  if (unfinished === undefined && (await isProject(planFile, directory)))
    throw new Problem(
      'recover-exists',
      'usage',
      say`${planFile} is there already, with or without its folder. Name another file with --out: nothing that is here is replaced.`,
    );
  const own = await readFile(join(directory, 'project-id'), 'utf8').catch(() => '');
  let found = await findPlan({ ...request, directory });
  let held = await heldOf(request, found, directory);
  const later = laterPlan(found, held.hosts, ssh);
  if (later !== undefined) {
    found = later;
    held = await heldOf(request, found, directory);
  }
  const { plan } = found.parsed;
  const owners = [...held.hosts].flatMap(([host, { owner }]) => (owner === undefined ? [] : [{ host, owner }]));
  const others = owners.filter(({ owner }) => owner.project !== own.trim());
  const projects = [...new Set(others.map(({ owner }) => owner.project))];
  const from = unfinished?.from ?? projects[0] ?? found.owner.project;
  if (projects.some((project) => project !== from))
    throw new Problem(
      'recover-mixed',
      'no',
      say`The hosts of ${plan.name} belong to several projects: ${listOf(
        others.map(({ host, owner }) => say`${host} to ${printable(owner.project, 60)}`),
        'comma',
      )}. Leave out those that are not meant with --without.`,
    );
  const draft: SecretDraft = new Map();
  const { onlyVerified, differing } = takeSecrets(plan, held, draft);
  lendOperator(plan, draft);
  const [latest] = latestNotes(held.hosts);
  const lost = lostOf(plan, found, draft, onlyVerified, differing);
  const shown: Recoverable = {
    plan: plan.name,
    planFile,
    hosts: [...held.hosts.keys()],
    without: [...without],
    project: from,
    exact: found.note !== undefined,
    deployed: latest === undefined ? null : { operator: printable(latest.note.operator, 200), at: latest.note.at },
    secrets: draft.size,
    lost: lost.map((said) => ({ message: phraseText(said), said })),
    runs: hostRuns(new Map([...held.hosts].map(([host, { audit }]) => [host, audit]))),
  };
  return { found, plan, held, directory, planFile, from, shown };
}

async function isProject(planFile: string, directory: string): Promise<boolean> {
  const there = await Promise.all(
    ['project-id', 'secrets.json', 'deployed.yaml'].map((name) =>
      readFile(join(directory, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.includes(true) || (await planTextIfThere(planFile)) !== undefined;
}

async function readUnfinished(directory: string): Promise<z.output<typeof unfinishedSchema> | undefined> {
  try {
    return unfinishedSchema.parse(JSON.parse(await readFile(join(directory, unfinishedFile), 'utf8')));
  } catch {
    return undefined;
  }
}

/** @throws Problem as `unreachableHosts` makes it, for hosts that nobody has left out by name; `host-unknown` (usage) for a name that the plan has not */
async function heldOf(request: RecoverRequest, { parsed }: RecoveredPlan, directory: string): Promise<Held> {
  const { plan } = parsed;
  const unknown = request.without.filter((name) => !plan.hosts.some((host) => host.name === name));
  if (unknown.length > 0)
    throw new Problem(
      'host-unknown',
      'usage',
      say`The cluster has no host ${listOf(unknown, 'comma')}; it has ${listOf(
        plan.hosts.map(({ name }) => name),
        'comma',
      )}.`,
    );
  const hosts = openHosts(plan, directory, request.access);
  try {
    const targets = hosts.targets.filter(({ name }) => !request.without.includes(name));
    const held = await readHeld(plan, { ...hosts, targets }, request.templates);
    if (held.silent.length > 0) throw unreachableHosts(held.silent);
    return held;
  } finally {
    await hosts.pool.close();
  }
}

/**
 * Until the authority that signs it can sign again, the program shows itself to the hosts' services as one of the hosts: a client of no address is all that either is.
 */
function lendOperator(plan: Plan, draft: SecretDraft): void {
  if (!plan.security.tls || draft.has('tls/operator.crt')) return;
  for (const { name } of plan.hosts) {
    const [certificate, key] = ['crt', 'key'].map((end) => draft.get(`${leafSecret('member', name)}.${end}`));
    if (certificate === undefined || key === undefined) continue;
    draft.set('tls/operator.crt', certificate);
    draft.set('tls/operator.key', key);
    return;
  }
}

function noteOf(
  plan: Plan,
  planText: string,
  secrets: SecretStore,
  hosts: Parameters<typeof latestNotes>[0],
  from: string,
  operator: string,
): string {
  const parsed = parsePlan(planText);
  if (!parsed.ok) throw new Error('a plan that was found can be read');
  const own = { plan: parsed.parsed, planText, secrets: secretsDigest(plan, secrets), known: new Set<string>() };
  const fresh = { id: randomUUID(), at: new Date().toISOString(), operator };
  const wanted = deploymentNote.parse(wantedNote(hosts, own, fresh));
  if (wanted === undefined) throw new Error('a note that was written can be read');
  if (wanted.from.includes(from)) return noteText(wanted);
  return noteText({ ...wanted, ...fresh, after: earlier(hosts), from: [...wanted.from, from].slice(-50) });
}

function lostOf(
  plan: Plan,
  { note, unsaid }: RecoveredPlan,
  draft: SecretDraft,
  onlyVerified: readonly string[],
  differing: readonly string[],
): readonly Phrase[] {
  const missing = secretsOf(plan)
    .map(({ name }) => name)
    .filter((name) => !draft.has(name));
  const keys = [authoritySecret, clientsAuthoritySecret].filter(
    (name) => plan.security.tls && !draft.has(name.replace(/\.crt$/, '.key')),
  );
  return [
    ...(note === undefined
      ? [
          say`The plan file itself, its comments, and what does not show on the hosts: a version that did not keep it there deployed them. The plan was put together from what runs. Look through it before you deploy.`,
        ]
      : []),
    ...unsaid,
    ...(keys.length === 0
      ? []
      : [
          say`The keys of the authorities (${listOf(keys, 'comma')}): they lay in the lost folder alone. Certificates that are there stay good. Bring new authorities in with quorate rotate PLAN ca.`,
        ]),
    ...(onlyVerified.length === 0
      ? []
      : [
          say`The passwords ${listOf(onlyVerified, 'comma')}: hosts hold only what verifies them. They work on, and nobody can read them here; give them new ones with quorate rotate PLAN passwords when that suits.`,
        ]),
    ...(missing.length === 0
      ? []
      : [
          say`These secrets are on no host that was asked, and are made anew when you deploy: ${listOf(missing, 'comma')}.`,
        ]),
    ...(differing.length === 0
      ? []
      : [
          say`Hosts differ in ${listOf(differing, 'comma')}: what most of them have was taken. Deploy to make them one.`,
        ]),
    ...(plan.packages.source === 'bundle'
      ? [
          say`The bundle ${plan.packages.file ?? '?'} of the plan: put it there again, or build one with quorate bundle build.`,
        ]
      : []),
  ];
}
