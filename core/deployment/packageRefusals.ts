import type { Refusal } from '../changes/refusal.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { PackageOffers } from '../facts/packageOffers.ts';
import { packageOf } from '../plan/knownLibraries.ts';
import type { Plan } from '../plan/plan.ts';
import { bundleFor, type DesiredHost, type DesiredState } from '../render/desiredHost.ts';
import { versionProblems } from '../rules/versionCompatibility.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import { plannedVersion } from './packageVersions.ts';

type Refuse = (code: Refusal['code'], what: Phrase) => Refusal;

/** What speaks against installing the packages that a host lacks: judged before anything is changed, by a bundle's list or by what apt on the host found. */
export function packageRefusals(
  desired: DesiredHost,
  state: DesiredState,
  facts: HostFacts,
  refuse: Refuse,
): readonly Refusal[] {
  const missing = desired.packages.filter((name) => !facts.packages.versions.has(name));
  const refusals =
    missing.length === 0
      ? []
      : state.packages.bundles !== undefined
        ? bundleRefusals(missing, state, facts, refuse)
        : facts.offers === undefined
          ? []
          : offerReasons(state.plan, missing, facts.offers).map((what) => refuse('packages', what));
  if (refusals.length > 0) return refusals;
  const reasons = [...unfitVersions(desired, state, facts), ...absentLibraries(desired, facts, missing.length > 0)];
  return reasons.map((what) => refuse('packages', what));
}

/**
 * Libraries and extensions whose files no package brings: PostgreSQL would not start, or not make the extension. As long as packages are still
 * to come, only those whose package is known and not among them; the installation itself looks for the files of the others.
 */
function absentLibraries(desired: DesiredHost, facts: HostFacts, installing: boolean): readonly Phrase[] {
  const major = majorIn(desired.packages);
  if (major === undefined) return [];
  return desired.libraries.flatMap(({ name, path }): Phrase[] => {
    if (facts.libraries.has(path)) return [];
    const brings = packageOf(name, major);
    if (installing && (brings === undefined || desired.packages.includes(brings))) return [];
    const what = say`the plan uses ${name}, and ${path} is not on the host`;
    return [
      brings === undefined
        ? say`${what}: name the package that has it in postgres.packages, or take ${name} out of the plan`
        : say`${what}: put ${brings} into postgres.packages, or take ${name} out of the plan`,
    ];
  });
}

/** The bundle is looked at where packages have to come from it. */
function bundleRefusals(
  missing: readonly string[],
  { packages }: DesiredState,
  facts: HostFacts,
  refuse: Refuse,
): readonly Refusal[] {
  const bundles = packages.bundles ?? [];
  const { codename, architecture } = facts.platform;
  const bundle = bundleFor(packages, facts.platform);
  if (bundle === undefined) {
    const held = listOf(bundles.map((one) => say`${one.release} on ${one.architecture}`));
    return [
      refuse(
        'wrong-bundle',
        say`it runs ${codename} on ${architecture}, and ${bundles[0]?.file ?? ''} is for ${held}: build one for it with quorate bundle build --release ${codename}`,
      ),
    ];
  }
  const absent = missing.filter((name) => !bundle.packages.has(name));
  if (absent.length === 0) return [];
  const wanted = majorIn(absent);
  const majors = majorsIn(bundle.packages.keys());
  if (wanted !== undefined && majors.length > 0)
    return [
      refuse(
        'wrong-bundle',
        say`it needs PostgreSQL ${wanted}, and ${bundle.file} holds ${listOf(majors)}: build the bundle again with quorate bundle build --plan, or correct postgres.version`,
      ),
    ];
  return [
    refuse(
      'wrong-bundle',
      say`it needs ${listOf(absent, 'comma')}, which ${bundle.file} does not hold: build it again with quorate bundle build --plan`,
    ),
  ];
}

/** Why apt on a host cannot install what is missing there, or must not. */
function offerReasons(plan: Plan, missing: readonly string[], offers: PackageOffers): readonly Phrase[] {
  if (offers.sourceErrors.length > 0)
    return [
      say`its package sources cannot be read: ${offers.sourceErrors[0] ?? ''}. Check its network, its name server and its proxy, or install from a bundle (packages.source: bundle)`,
    ];
  const nowhere = missing.filter((name) => !offers.candidates.has(name));
  const wanted = majorIn(nowhere);
  if (wanted !== undefined) return [majorNotOffered(plan, wanted, majorsIn(offers.candidates.keys()))];
  if (nowhere.length > 0)
    return [
      say`no package source of the host has ${listOf(nowhere, 'comma')}: correct postgres.packages, or name a repository that has it in packages.url`,
    ];
  const harm = [
    ...named(
      offers.removes,
      (names) => say`the installation would remove ${names} from it: remove that first if nobody needs it`,
    ),
    ...named(
      offers.lowers,
      (names) =>
        say`the installation would put ${names} back to an older version: look at the pins of the host in /etc/apt/preferences.d`,
    ),
    ...named(
      offers.held,
      (names) =>
        say`the installation needs other versions of ${names}, which somebody holds there: end the hold with apt-mark unhold`,
    ),
  ];
  if (harm.length > 0 || offers.installable) return harm;
  const replaced = plan.packages.replace.filter((name) => offers.unmet.some((line) => line.startsWith(`${name} :`)));
  const why = listOf((offers.unmet.length > 0 ? offers.unmet : offers.errors).slice(0, 3), 'comma');
  return [
    replaced.length === 0
      ? say`apt cannot install ${listOf(missing, 'comma')}: ${why}. apt-get install --dry-run there says more`
      : say`${listOf(versionsOf(replaced, offers))} of the extra repository cannot be installed on it: ${why}. Take ${listOf(replaced)} out of packages.replace: the distribution's own fits`,
  ];
}

function majorNotOffered(plan: Plan, wanted: number, majors: readonly number[]): Phrase {
  const offered = majors.length === 0 ? say`none is on offer` : say`on offer: PostgreSQL ${listOf(majors)}`;
  return plan.packages.url === undefined
    ? say`no package source of the host has PostgreSQL ${wanted}; ${offered}. Correct postgres.version, or name a repository that has it in packages.url`
    : say`neither the extra repository nor the host's own sources have PostgreSQL ${wanted}; ${offered}. Correct postgres.version or packages.url`;
}

/** The versions that would run do not fit the plan or each other. */
function unfitVersions(desired: DesiredHost, state: DesiredState, facts: HostFacts): readonly Phrase[] {
  if (desired.member === undefined) return [];
  const version = (name: string) => plannedVersion(name, facts, state.packages);
  const patroni = version('patroni');
  if (patroni === undefined) return [];
  const major = majorIn(desired.packages);
  const etcd = version('etcd-server');
  const replaceable = state.plan.packages.url !== undefined && !state.plan.packages.replace.includes('patroni');
  return versionProblems(state.plan, {
    patroni,
    ...(etcd === undefined ? {} : { etcd }),
    ...(major === undefined ? {} : { postgres: String(major) }),
  }).map((problem) =>
    replaceable ? say`${problem} If the extra repository has a newer Patroni, name it in packages.replace` : problem,
  );
}

function named(names: readonly string[], what: (list: Phrase) => Phrase): readonly Phrase[] {
  return names.length === 0 ? [] : [what(say`${listOf(names, 'comma')}`)];
}

function versionsOf(names: readonly string[], { candidates }: PackageOffers): readonly string[] {
  return names.map((name) => `${name} ${candidates.get(name) ?? ''}`.trim());
}

const server = /^postgresql-(\d{1,3})$/;

function majorIn(names: readonly string[]): number | undefined {
  return majorsIn(names)[0];
}

function majorsIn(names: Iterable<string>): readonly number[] {
  return [...names]
    .flatMap((name) => server.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}
