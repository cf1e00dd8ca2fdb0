import { writtenParameters } from '../plan/postgresOf.ts';
import { quoted } from '../plan/problem.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

const pattern = /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/;

/** Names of PostgreSQL parameters are written as PostgreSQL writes them. */
export const parameterNames = defineRule(
  {
    id: 'parameter-names',
    title: 'PostgreSQL parameters have plain names',
    reference:
      'PostgreSQL documentation, 19.1: lower case letters, digits, underscores; a dot behind the prefix of an extension',
  },
  (plan, report) => {
    for (const { name, value, siblings, path } of writtenParameters(plan)) {
      if (pattern.test(name)) continue;
      const lower = name.toLowerCase();
      const free = pattern.test(lower) && !Object.hasOwn(siblings, lower);
      report(
        'error',
        path,
        say`${quoted(name)} is no name of a PostgreSQL parameter: allowed are lower-case letters, digits and underscores, with one dot behind the prefix of an extension.`,
        free
          ? [fixOf(say`Write ${lower}`, [path, undefined], [[...path.slice(0, -1), lower], value])]
          : [fixOf(say`Take it out`, [path, undefined])],
      );
    }
  },
);
