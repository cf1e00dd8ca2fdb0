import { type ComponentVersions, knownBad, newestPostgres } from '../plan/compatibility.ts';
import { distributions } from '../plan/distributions.ts';
import type { Plan } from '../plan/plan.ts';
import { postgresOf, writtenPostgres } from '../plan/postgresOf.ts';
import { releases } from '../plan/schema.ts';
import { listOf, type Phrase, say, sayAsWritten } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { PlanPath } from './finding.ts';

/**
 * Why a plan cannot run on these versions.
 * @param versions as the release ships them, or as measured on the hosts
 * @returns one sentence per problem, with the reason
 */
export function versionProblems(plan: Plan, versions: ComponentVersions): readonly Phrase[] {
  const problems = knownBad(versions, plan.patroni.failsafe ? ['always', 'failsafe'] : ['always']).map(
    ({ id, reason }) => say`Known not to work (${id}): ${sayAsWritten(reason)}.`,
  );
  const newest = versions.patroni === undefined ? undefined : newestPostgres(versions.patroni);
  const shipped = versions.postgres === undefined ? undefined : Number.parseInt(versions.postgres, 10);
  for (const major of new Set(plan.clusters.map((cluster) => postgresOf(plan, cluster).version ?? shipped)))
    if (versions.patroni !== undefined && newest !== undefined && major !== undefined && major > newest.newest)
      problems.push(
        say`Patroni ${versions.patroni} supports PostgreSQL up to ${newest.newest}, and the plan has ${major} (${sayAsWritten(newest.source)}).`,
      );
  return problems;
}

/** The versions of the plan exist together and work together. */
export const versionCompatibility = defineRule(
  {
    id: 'version-compatibility',
    title: 'The versions work together',
    reference:
      'resources/compatibility.json: supported PostgreSQL majors by Patroni version, and known-bad pairs with their reasons',
  },
  (plan, report) => {
    const { release, source, url } = plan.packages;
    const removal = (path: PlanPath) => fixOf(say`Take the distribution's version`, [path, undefined]);
    const shipped = releases.map((id) => distributions[id]);
    const have = shipped.map(({ title, postgresMajor }) => say`${title} has ${postgresMajor}`);
    // An extra repository or a bundle can hold other majors than the distribution.
    const own = source === 'repository' && url === undefined;
    const written = writtenPostgres(plan).map(({ postgres, path }) => ({
      version: postgres.version,
      path: [...path, 'version'],
    }));
    for (const { version, path } of written) {
      const remove = removal(path);
      if (version !== undefined && own && release !== undefined && distributions[release].postgresMajor !== version)
        report(
          'error',
          path,
          say`${distributions[release].title} ships PostgreSQL ${distributions[release].postgresMajor}, and the plan asks for ${version}. Add a repository that has it (packages.url), or take another version.`,
          [remove],
        );
      else if (version !== undefined && own && !shipped.some((distribution) => distribution.postgresMajor === version))
        report(
          'error',
          path,
          say`No supported release ships PostgreSQL ${version}: ${listOf(have, 'comma')}. Add a repository that has it (packages.url), or take another version.`,
          [remove],
        );
    }
    if (release === undefined) return;
    const set = written.findLast(({ version }) => version !== undefined)?.path;
    // The Patroni of an extra repository is known when the hosts have been asked: preflight judges it.
    const replaced = url !== undefined && plan.packages.replace.includes('patroni');
    const { patroni, ...others } = distributions[release].versions;
    const replace = fixOf(say`Take Patroni from the extra repository`, [
      ['packages', 'replace'],
      [...plan.packages.replace, 'patroni'],
    ]);
    for (const problem of versionProblems(plan, replaced ? others : { ...others, patroni }))
      report('error', set ?? ['postgres', 'version'], problem, [
        ...(url === undefined || replaced ? [] : [replace]),
        ...(set === undefined ? [] : [removal(set)]),
      ]);
  },
);
