import { listOf, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** Where the packages come from is given whole. */
export const packagesSource = defineRule(
  {
    id: 'packages-bundle-file',
    title: 'The source of packages is given whole',
    reference:
      'Plan file: packages.source bundle needs packages.file; an extra repository needs its signing key (apt-secure)',
  },
  (plan, report) => {
    const { source, file, url, key, replace } = plan.packages;
    const repository = fixOf(
      say`Use the hosts' own repositories`,
      [['packages', 'source'], 'repository'],
      [['packages', 'file'], undefined],
    );
    if (source === 'bundle' && file === undefined)
      report(
        'error',
        ['packages', 'source'],
        say`Packages come from a bundle, and no file is named: set packages.file to the bundle.`,
        [repository],
      );
    if (source === 'repository' && file !== undefined)
      report('warning', ['packages', 'file'], say`The bundle ${file} is not used: packages.source is repository.`, [
        fixOf(say`Use the bundle`, [['packages', 'source'], 'bundle']),
        repository,
      ]);
    if (source === 'bundle' && url !== undefined)
      report(
        'info',
        ['packages', 'url'],
        say`Hosts do not use the extra repository: packages come from a bundle, which quorate bundle build --plan fills from it.`,
        [fixOf(say`Take it out`, [['packages', 'url'], undefined])],
      );
    if (url === undefined && replace.length > 0)
      report(
        'warning',
        ['packages', 'replace'],
        say`There is no extra repository that could replace ${listOf(replace, 'comma')}: name it in packages.url.`,
        [fixOf(say`Take it out`, [['packages', 'replace'], undefined])],
      );
    if (source === 'repository' && url !== undefined && key === undefined)
      report(
        'warning',
        ['packages', 'key'],
        say`The extra repository has no signing key: apt accepts it only if the hosts know its key already.`,
      );
  },
);
