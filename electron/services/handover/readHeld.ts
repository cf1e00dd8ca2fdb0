import { heldSecrets } from '../../../core/components/heldSecrets.ts';
import { renderHost } from '../../../core/components/renderHost.ts';
import { type AuditLine, auditLog } from '../../../core/facts/auditLog.ts';
import { type DeploymentNote, deploymentNote } from '../../../core/facts/deploymentNote.ts';
import { heldFiles } from '../../../core/facts/heldFiles.ts';
import { type HostOwner, hostOwner } from '../../../core/facts/hostOwner.ts';
import { passwordVerifiers } from '../../../core/facts/passwordVerifiers.ts';
import { platform } from '../../../core/facts/platform.ts';
import { memberOn, type Plan } from '../../../core/plan/plan.ts';
import { postgresOf } from '../../../core/plan/postgresOf.ts';
import { releases } from '../../../core/plan/schema.ts';
import { listPlaceholders } from '../../../core/render/placeholders.ts';
import { anyRefused } from '../../../core/render/refusedHosts.ts';
import { assumedHost, type RenderedFile, type Templates } from '../../../core/render/renderedFile.ts';
import { clusterSecrets } from '../../../core/render/secretNames.ts';
import { paths } from '../../../core/systems/debian/paths.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { SecretEntry } from '../secrets/secretFile.ts';
import type { SecretDraft } from '../secrets/secretStore.ts';
import { isVerifiedBy, isVerifier } from '../secrets/verifiers.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { SshError } from '../ssh/sshError.ts';

/** What one host says of the deployment on it. */
export interface HeldByHost {
  readonly owner: HostOwner | undefined;
  readonly note: DeploymentNote | undefined;
  readonly audit: readonly AuditLine[];
  readonly secrets: ReadonlyMap<string, string>;
  readonly verifiers: ReadonlyMap<string, string>;
}

export interface Held {
  readonly hosts: ReadonlyMap<string, HeldByHost>;
  readonly silent: readonly SshError[];
}

const limits = { timeoutSeconds: 120, maxOutputBytes: 32 * 1024 * 1024 };

/** Reads from every host of a plan what it has of its deployment: note, audit log, and the secrets in its files. Nothing is changed. */
export async function readHeld(plan: Plan, { pool, targets }: PlanHosts, templates: Templates): Promise<Held> {
  const outcomes = await pool.all(targets, async (session, target): Promise<HeldByHost> => {
    const host = plan.hosts.find(({ name }) => name === target.name);
    const files = renderedOn(plan, target.name, templates);
    const facts = {
      platform,
      owner: hostOwner,
      note: deploymentNote,
      audit: auditLog,
      files: heldFiles([...new Set([...files.values()].flat().map(({ path }) => path))]),
      verifiers: passwordVerifiers(
        host !== undefined && memberOn(plan, host.name) !== undefined ? paths.postgresSockets : '/nonexistent',
        plan.postgres.port,
      ),
    };
    const { values } = await gatherFacts(session, facts, limits);
    const release = releases.find((one) => one === values.platform.codename) ?? 'bookworm';
    const secrets = heldSecrets(files.get(release) ?? [], values.files);
    return { owner: values.owner, note: values.note, audit: values.audit, secrets, verifiers: values.verifiers };
  });
  return {
    hosts: new Map(outcomes.flatMap((one): [string, HeldByHost][] => (one.ok ? [[one.host, one.value]] : []))),
    silent: outcomes.flatMap((one) => (one.ok ? [] : [one.error])),
  };
}

/** The files with secrets that a host has by the plan, for each release: what else is in them does not matter here. */
function renderedOn(plan: Plan, host: string, templates: Templates): ReadonlyMap<string, readonly RenderedFile[]> {
  const timing = resolveTiming(plan);
  return new Map(
    releases.map((release) => [
      release,
      renderHost(plan, host, {
        environment: { ...assumedHost, release },
        timing,
        templates,
        refused: anyRefused,
      }).filter(({ content }) => listPlaceholders(content).length > 0),
    ]),
  );
}

export interface TakenSecrets {
  /** Names of those that were missing here or other. */
  readonly taken: readonly string[];
  /** Passwords of which only the verifier is known: they work on, and nobody can read them. */
  readonly onlyVerified: readonly string[];
  /** What hosts have differently, such as in the middle of a renewal. */
  readonly differing: readonly string[];
}

/** Brings what the hosts hold into a store. What it has beside that stays. */
export function takeSecrets(plan: Plan, held: Held, draft: SecretDraft): TakenSecrets {
  const votes = new Map<string, Map<string, number>>();
  for (const { secrets } of held.hosts.values())
    for (const [name, value] of secrets) {
      const counts = votes.get(name) ?? new Map<string, number>();
      votes.set(name, counts.set(value, (counts.get(value) ?? 0) + 1));
    }
  const taken: string[] = [];
  const take = (name: string, value: string) => {
    if (draft.get(name)?.value === value) return;
    draft.set(name, { kind: kindOf(name), value });
    taken.push(name);
  };
  for (const [name, counts] of votes) {
    const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
    if (most !== undefined && most[0].length >= 8) take(name, most[0]);
  }
  const onlyVerified: string[] = [];
  for (const [name, verifier] of userVerifiers(plan, held)) {
    const known = draft.get(name)?.value;
    if (known === undefined || !isVerifiedBy(known, verifier)) take(name, verifier);
    if (isVerifier(draft.get(name)?.value ?? '')) onlyVerified.push(name);
  }
  const differing = [...votes].flatMap(([name, counts]) => (counts.size > 1 ? [name] : []));
  return { taken: taken.sort(), onlyVerified: onlyVerified.sort(), differing: differing.sort() };
}

function kindOf(name: string): SecretEntry['kind'] {
  return name.endsWith('.crt') || name.endsWith('.crl')
    ? 'certificate'
    : name.endsWith('.key')
      ? 'private-key'
      : 'password';
}

function userVerifiers(plan: Plan, { hosts }: Held): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const cluster of plan.clusters) {
    const secrets = clusterSecrets(plan, cluster);
    const verifiers = cluster.members.map(({ host }) => hosts.get(host)?.verifiers).find((one) => (one?.size ?? 0) > 0);
    for (const { name, login } of postgresOf(plan, cluster).users) {
      const verifier = verifiers?.get(name);
      if (login && verifier !== undefined && !found.has(secrets.user(name))) found.set(secrets.user(name), verifier);
    }
  }
  return found;
}
