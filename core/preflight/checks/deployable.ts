import type { Refusal } from '../../changes/refusal.ts';
import { say } from '../../wording/phrase.ts';
import { type Check, pass, reachedHosts, resultOf } from '../observation.ts';

/** Checks that say the same as a refusal, and more of it. */
const covering: Readonly<Partial<Record<Refusal['code'], readonly string[]>>> = {
  'not-root': ['sudo'],
  'no-systemd': ['systemd'],
  'wrong-release': ['os-release'],
  'wrong-bundle': ['os-release', 'packages'],
  packages: ['packages'],
  'foreign-service': ['leftovers'],
  'data-directory-not-empty': ['leftovers'],
  'foreign-project': ['leftovers'],
  'port-taken': ['ports-free'],
};

/** The ids of the checks that fail for the same reason. */
export function coveredBy(code: Refusal['code']): readonly string[] {
  return covering[code] ?? [];
}

/** Nothing on the host is what a deployment refuses to touch. What another check says already is not said twice. */
export const deployable: Check = {
  id: 'deployable',
  title: say`Nothing that a deployment refuses`,
  scope: 'network',
  run(input) {
    return reachedHosts(input).flatMap(({ host }) => {
      const mine = input.refusals.filter((one) => one.host === host);
      if (mine.length === 0)
        return [
          resultOf('deployable', host, pass(say`nothing`, say`A deployment finds nothing that it refuses to touch.`)),
        ];
      return mine.map((one) =>
        resultOf('deployable', host, {
          result: 'fail',
          measured: one.code,
          message: one.what ?? one.said,
          fix: null,
        }),
      );
    });
  },
};
