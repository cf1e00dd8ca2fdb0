import type { Refusal } from '../../changes/refusal.ts';
import { type PhraseValue, say } from '../../wording/phrase.ts';
import {
  type Check,
  type Judgement,
  type ObservedFacts,
  type PreflightInput,
  pass,
  reachedHosts,
  resultOf,
} from '../observation.ts';
import { plannedPackages } from '../plannedPackages.ts';

/** The refusals that speak of packages. */
const codes: readonly Refusal['code'][] = ['packages', 'wrong-bundle'];

/**
 * What the plan wants can be installed: asked of apt on the host, or of the bundle's list, and judged as a deployment judges it, by its own
 * refusals.
 */
export const packagesOnOffer: Check = {
  id: 'packages',
  title: say`Packages on offer`,
  // A deployment refuses this by itself, with the same words.
  scope: 'network',
  run(input) {
    return reachedHosts(input).flatMap(({ host, facts }) => {
      const mine = input.refusals.filter((one) => one.host === host);
      const planned = plannedPackages(input.plan, host, facts.platform);
      // Of a host that is refused for what it is, nothing was asked. That no bundle is for it is said by the check of its release.
      if (planned === undefined || mine.some(({ code }) => code === 'foreign-project') || withoutBundle(input, facts))
        return [];
      const missing = planned.filter((one) => !facts.packages.versions.has(one));
      const against = mine.filter(({ code }) => codes.includes(code));
      if (against.length > 0) return against.map((one) => resultOf('packages', host, failed(one, input, missing)));
      return [resultOf('packages', host, passed(input, facts, missing))];
    });
  },
};

function passed({ bundles }: PreflightInput, { offers }: ObservedFacts, missing: readonly string[]): Judgement {
  const measured = say`${missing.length} to install`;
  if (missing.length === 0) return pass(measured, say`Every package of the plan is installed.`);
  if (bundles !== undefined) return pass(measured, say`The bundle holds every package that is missing.`);
  if (offers !== undefined)
    return pass(measured, say`apt can install every package that is missing, and changes no other one for it.`);
  return {
    result: 'fail',
    measured,
    message: say`apt did not say what it offers.`,
    fix: say`apt-get update   # on the host, then run again`,
  };
}

function failed({ what, said }: Refusal, { bundles }: PreflightInput, missing: readonly string[]): Judgement {
  return {
    result: 'fail',
    measured: say`${missing.length} to install`,
    message: what ?? said,
    fix: fixOf(bundles !== undefined, missing),
  };
}

/** Shows the same in apt's own words, and changes nothing but apt's lists. */
function fixOf(fromBundle: boolean, missing: readonly string[]): PhraseValue {
  if (missing.length === 0) return 'apt-cache policy patroni etcd-server';
  if (fromBundle) return 'quorate bundle build --plan PLAN --out BUNDLE';
  return `apt-get update && apt-get install --dry-run --no-install-recommends ${missing.join(' ')}`;
}

function withoutBundle({ bundles }: PreflightInput, { platform }: ObservedFacts): boolean {
  return (
    bundles !== undefined &&
    !bundles.some((one) => one.release === platform.codename && one.architecture === platform.architecture)
  );
}
