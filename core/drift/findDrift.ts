import { runningConfig } from '../deployment/clusterSteps.ts';
import { isMemberOf, runningMembers } from '../deployment/etcdMembership.ts';
import { type HostWork, leads, membersOf } from '../deployment/hostWork.ts';
import { asRecord } from '../deployment/pendingSettings.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { Drift, DriftKind, Taking } from '../health/drift.ts';
import { strangerNext } from '../health/strangers.ts';
import { missingConfig } from '../operations/clusterOperations.ts';
import { changedFiles, type FileTools } from '../operations/writeFiles.ts';
import type { Plan } from '../plan/plan.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import { etcdMembers } from '../render/etcdConfig.ts';
import { printable } from '../shell/printable.ts';
import { listOf, type Phrase, phraseText, say } from '../wording/phrase.ts';
import { takingOfParameter, takingOfSetting } from './taking.ts';

/** Somebody may have changed everything: a list that nobody reads to its end is cut. */
const maxFindings = 200;
const maxValueCharacters = 120;

const byDeployment = say`quorate deploy PLAN puts it right`;
const byEither = say`quorate deploy PLAN puts it right, or quorate drift PLAN --take takes it into the plan`;

/**
 * How hosts that run differ from their plan, by the facts that a deployment gathers. Hosts that are not this project's, and those that did not answer,
 * are left out. No secret is shown: files are named and never printed, and what else a host says is redacted.
 * @param facts of the hosts of the desired state, by name
 */
export function findDrift(
  state: DesiredState,
  facts: ReadonlyMap<string, HostFacts>,
  tools: FileTools,
): readonly Drift[] {
  const hosts = state.hosts.flatMap((desired): HostWork[] => {
    const known = facts.get(desired.host.name);
    return known?.state.project === state.projectId ? [{ desired, facts: known }] : [];
  });
  const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'));
  const redaction: Redaction = {
    shown: (value) => printable(tools.redact(textOf(value))).slice(0, maxValueCharacters),
    isSecret: (value) => tools.redact(textOf(value)) !== textOf(value),
  };
  return [
    ...hosts.flatMap((host) => changedOn(host, tools)),
    ...dynamicDrift(state, hosts, redaction),
    ...hosts.flatMap((host) => settingsOn(host, state.plan, redaction)),
    ...etcdStrangers(state, hosts),
    ...packageDrift(hosts),
  ].slice(0, maxFindings);
}

/** How values of hosts are shown. */
interface Redaction {
  shown(value: unknown): string;
  /** Whether a secret is in it: then no plan takes it in. */
  isSecret(value: unknown): boolean;
}

function drift(
  kind: DriftKind,
  host: string,
  subject: string,
  { expected, found }: { readonly expected: string | null; readonly found: string | null },
  said: Phrase,
  next: Phrase,
  take: readonly Taking[] = [],
): Drift {
  const id = `${kind}/${host}/${subject}`;
  return { id, kind, host, subject, expected, found, message: phraseText(said), said, next, take };
}

function changedOn({ desired, facts }: HostWork, tools: FileTools): readonly Drift[] {
  const host = desired.host.name;
  return changedFiles(desired.files, facts, tools).map((file) => {
    const now = facts.files.get(file.path);
    const octal = (mode: number) => `0${mode.toString(8)}`;
    const rights = ({ owner, group, mode }: { owner: string; group: string; mode: number }) =>
      `${owner}:${group} ${octal(mode)}`;
    if (now === undefined)
      return drift(
        'file',
        host,
        file.path,
        { expected: 'there', found: null },
        say`${file.path} is missing on ${host}`,
        byDeployment,
      );
    const differs = now.sha256 !== tools.digest(file.content);
    return differs
      ? drift(
          'file',
          host,
          file.path,
          { expected: 'as the plan has it', found: 'another content' },
          say`${file.path} on ${host} is not as the plan has it`,
          say`quorate deploy PLAN --dry-run shows the difference, and quorate deploy PLAN puts it right`,
        )
      : drift(
          'file',
          host,
          file.path,
          { expected: rights(file), found: rights(now) },
          say`${file.path} on ${host} belongs to ${rights(now)}, and by the plan to ${rights(file)}`,
          byDeployment,
        );
  });
}

function dynamicDrift(
  state: DesiredState,
  hosts: readonly HostWork[],
  { shown, isSecret }: Redaction,
): readonly Drift[] {
  return state.clusters.flatMap((cluster) => {
    const members = membersOf(cluster, hosts);
    const teller = members.find(leads) ?? members.find(({ facts }) => facts.patroni?.dynamicConfig !== undefined);
    const current = teller?.facts.patroni?.dynamicConfig;
    if (teller === undefined || current === undefined) return [];
    const patch = missingConfig(runningConfig(cluster, state, asRecord(current)), current) ?? {};
    const { name } = cluster.cluster;
    const differing = leavesOf(patch).map(([path, value]) => {
      const found = at(current, path);
      const key = path.join('.');
      const expected = shown(value);
      const there = found === undefined ? null : shown(found);
      const take = isSecret(found) ? [] : takingOfSetting(state.plan, cluster.cluster, path, asRecord(current));
      return drift(
        'dynamic-config',
        teller.name,
        `${name} ${key}`,
        { expected, found: there },
        say`${key} of ${name} is ${there ?? 'not set'} in Patroni's dynamic configuration, and by the plan ${expected}`,
        take.length === 0 ? byDeployment : byEither,
        take,
      );
    });
    const wanted = asRecord(asRecord(runningConfig(cluster, state, asRecord(current)).postgresql).parameters);
    const beyond = Object.entries(asRecord(asRecord(asRecord(current).postgresql).parameters))
      .filter(([parameter, value]) => !Object.hasOwn(wanted, parameter) && value !== null)
      .map(([parameter, value]) => {
        const key = printable(parameter).slice(0, maxValueCharacters);
        return drift(
          'dynamic-config',
          teller.name,
          `${name} postgresql.parameters.${key}`,
          { expected: null, found: shown(value) },
          say`${key} of ${name} is ${shown(value)} in Patroni's dynamic configuration, and the plan says nothing of it`,
          say`quorate drift PLAN --take takes it into the plan, and patronictl edit-config takes it away; a deployment leaves it alone`,
          isSecret(value) ? [] : takingOfParameter(state.plan, cluster.cluster, parameter, value),
        );
      });
    return [...differing, ...beyond];
  });
}

/** The values of a record of records, each with the keys that lead to it. */
function leavesOf(value: object, way: readonly string[] = []): readonly (readonly [readonly string[], unknown])[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? leavesOf(inner, [...way, key])
      : [[[...way, key], inner] as const],
  );
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => asRecord(inner)[key], value);
}

function settingsOn({ desired, facts }: HostWork, plan: Plan, { shown, isSecret }: Redaction): readonly Drift[] {
  const host = desired.host.name;
  const memberOf = desired.member;
  const { settings = [], overrides = [] } = facts.sql ?? {};
  return [
    ...settings
      .filter(({ pending }) => pending)
      .map(({ name, value }) =>
        drift(
          'pending-restart',
          host,
          name,
          { expected: null, found: shown(value) },
          say`${name} on ${host} is still ${shown(value)}: its new value waits for a restart`,
          say`quorate deploy PLAN restarts the members, one after the other`,
        ),
      ),
    ...overrides.map(({ name, value }) => {
      const found = value === undefined ? null : shown(value);
      return drift(
        'alter-system',
        host,
        name,
        { expected: null, found },
        found === null
          ? say`${name} was set on ${host} with ALTER SYSTEM, which wins over the plan`
          : say`${name} was set to ${found} on ${host} with ALTER SYSTEM, which wins over the plan`,
        say`If it is to stay, quorate drift PLAN --take takes it into the plan; then on ${host}: ${`ALTER SYSTEM RESET ${name}; SELECT pg_reload_conf()`}. A deployment leaves it alone`,
        memberOf === undefined || isSecret(value) ? [] : takingOfParameter(plan, memberOf.cluster, name, value),
      );
    }),
  ];
}

function etcdStrangers({ plan }: DesiredState, hosts: readonly HostWork[]): readonly Drift[] {
  const facts = new Map(hosts.map((one) => [one.desired.host.name, one.facts]));
  const found = hosts.flatMap(({ desired }) => {
    if (desired.etcd === undefined) return [];
    const { host } = desired;
    return (runningMembers(plan, host, facts) ?? [])
      .filter((member) => !etcdMembers(plan, host).some((one) => isMemberOf(member, one)))
      .map((member) => {
        const name = printable(member.name || member.id).slice(0, maxValueCharacters);
        const url = printable(member.peerUrls[0] ?? '?').slice(0, maxValueCharacters);
        return drift(
          'etcd-member',
          host.name,
          name,
          { expected: null, found: url },
          say`${name} at ${url} is a member of the etcd of ${host.name} and not in the plan: it has a vote`,
          strangerNext,
        );
      });
  });
  return [...new Map(found.map((one) => [one.subject, one])).values()];
}

/** Versions of one package that differ between hosts of one release. */
function packageDrift(hosts: readonly HostWork[]): readonly Drift[] {
  const versions = new Map<string, Map<string, string[]>>();
  for (const { desired, facts } of hosts)
    for (const name of desired.packages) {
      const version = facts.packages.versions.get(name);
      if (version === undefined) continue;
      const key = `${facts.platform.codename} ${name}`;
      const known = versions.get(key) ?? new Map<string, string[]>();
      known.set(version, [...(known.get(version) ?? []), desired.host.name]);
      versions.set(key, known);
    }
  return [...versions].flatMap(([key, known]) => {
    if (known.size < 2) return [];
    const name = key.slice(key.indexOf(' ') + 1);
    const [most, ...others] = [...known].sort(([, one], [, other]) => other.length - one.length);
    return others.map(([version, names]) =>
      drift(
        'package',
        names[0] ?? '',
        name,
        { expected: printable(most?.[0] ?? ''), found: printable(version) },
        say`${name} is ${printable(version)} on ${listOf(names)}, and ${printable(most?.[0] ?? '')} on ${listOf(most?.[1] ?? [])}`,
        say`quorate upgrade PLAN brings all hosts to the newest version on offer`,
      ),
    );
  });
}
