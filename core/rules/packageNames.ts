import { majorPlaceholder } from '../plan/postgresOf.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';

/** Debian policy 5.6.7. */
const packageName = /^[a-z0-9][a-z0-9+.-]+$/;

/** What the plan calls packages could be some. */
export const packageNames = defineRule(
  {
    id: 'package-names',
    title: 'Packages have names of packages',
    reference: 'Debian policy 5.6.7: lower-case letters, digits, plus, hyphens and dots',
  },
  (plan, report) => {
    const lists = [
      { path: ['postgres', 'packages'], names: plan.postgres.packages },
      { path: ['packages', 'replace'], names: plan.packages.replace },
    ];
    for (const { path, names } of lists)
      for (const [index, name] of names.entries())
        if (!packageName.test(name.replace(majorPlaceholder, '0')))
          report(
            'error',
            [...path, index],
            say`${name} is no name of a Debian package: allowed are lower-case letters, digits, plus, hyphens, dots, and once ${majorPlaceholder} for PostgreSQL's major version.`,
          );
  },
);
