import { releases } from '../../plan/schema.ts';
import { listOf, type Phrase, type PhraseValue, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** The distribution is one that the program knows, the one that the plan expects, and the one that the bundle was made for. */
export const osRelease = hostCheck('os-release', say`Distribution and architecture`, ({ facts }, { plan, bundles }) => {
  const { id, codename, architecture } = facts.platform;
  const measured = say`${id || say`unknown`} ${codename || '?'} ${architecture || '?'}`;
  const fail = (message: Phrase, fix: PhraseValue) => ({ result: 'fail' as const, measured, message, fix });
  if (!(releases as readonly string[]).includes(codename)) {
    return fail(
      say`The release ${codename || say`of the host`} is not supported; supported are ${listOf(releases)}.`,
      say`install Debian 12 or 13 on the host`,
    );
  }
  const expected = plan.packages.release;
  if (expected !== undefined && expected !== codename) {
    return fail(
      say`The plan expects ${expected}.`,
      say`set packages.release: ${codename} in the plan, or use a ${expected} host`,
    );
  }
  const fitting = bundles?.filter((bundle) => bundle.release === codename);
  if (bundles !== undefined && fitting?.length === 0) {
    return fail(
      say`The bundle was made for ${listOf(bundles.map((bundle) => bundle.release))}.`,
      `quorate bundle build --release ${codename} --out ${codename}.bundle`,
    );
  }
  if (fitting !== undefined && !fitting.some((bundle) => bundle.architecture === architecture)) {
    return fail(
      say`The bundle was made for ${listOf(fitting.map((bundle) => bundle.architecture))}.`,
      say`build the bundle on an ${architecture} machine`,
    );
  }
  return pass(measured, say`The release is supported.`);
});
