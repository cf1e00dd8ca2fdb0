import { say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** Changes need root, by login or by sudo. */
export const privileges = hostCheck('sudo', say`Root by login or sudo`, ({ facts }, { plan }) =>
  facts.platform.uid === 0
    ? pass('uid 0', say`The login may change the system.`)
    : {
        result: 'fail',
        measured: `uid ${facts.platform.uid}`,
        message: say`The login is not root and sudo is not used for it.`,
        fix: say`set ssh.sudo: true in the plan, and on the host: ${`echo '${plan.ssh.user} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/quorate`}`,
      },
);
