import { releases } from '../../plan/schema.ts';
import { hostCheck, pass } from '../observation.ts';

/** The distribution is one that the program knows, the one that the plan expects, and the one that the bundle was made for. */
export const osRelease = hostCheck('os-release', 'Distribution and architecture', ({ facts }, { plan, bundles }) => {
  const { id, codename, architecture } = facts.platform;
  const measured = `${id || 'unknown'} ${codename || '?'} ${architecture || '?'}`;
  const fail = (message: string, fix: string) => ({ result: 'fail' as const, measured, message, fix });
  if (!(releases as readonly string[]).includes(codename)) {
    return fail(
      `The release ${codename || 'of the host'} is not supported; supported are ${releases.join(' and ')}.`,
      'install Debian 12 or 13 on the host',
    );
  }
  const expected = plan.packages.release;
  if (expected !== undefined && expected !== codename) {
    return fail(
      `The plan expects ${expected}.`,
      `set packages.release: ${codename} in the plan, or use a ${expected} host`,
    );
  }
  const fitting = bundles?.filter((bundle) => bundle.release === codename);
  if (bundles !== undefined && fitting?.length === 0) {
    return fail(
      `The bundle was made for ${bundles.map((bundle) => bundle.release).join(' and ')}.`,
      `quorate bundle build --release ${codename} --out ${codename}.bundle`,
    );
  }
  if (fitting !== undefined && !fitting.some((bundle) => bundle.architecture === architecture)) {
    const held = fitting.map((bundle) => bundle.architecture).join(' and ');
    return fail(`The bundle was made for ${held}.`, `build the bundle on an ${architecture} machine`);
  }
  return pass(measured, 'The release is supported.');
});
