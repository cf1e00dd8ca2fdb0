import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** Debian's system accounts have ids below 1000 (Debian Policy 9.2.2); a person's account of the same name would get the cluster's data. */
const firstPersonId = 1000;

/** No login of a person has the name of a service account. */
export const accountIds = hostCheck('accounts', say`Service accounts`, ({ facts }) => {
  const people = facts.accounts.filter((account) => account.uid >= firstPersonId);
  if (people.length === 0)
    return pass(
      facts.accounts.length === 0
        ? say`none yet`
        : listOf(
            facts.accounts.map((one) => `${one.name} ${one.uid}`),
            'comma',
          ),
      say`No service account collides with a person’s.`,
    );
  return people.map((account) => ({
    result: 'fail' as const,
    measured: `${account.name}: uid ${account.uid}`,
    message: say`The account ${account.name} has uid ${account.uid}, a person's, but the package uses this name for its service.`,
    fix: say`usermod -l NEWNAME ${account.name}   # rename that login first`,
  }));
});
