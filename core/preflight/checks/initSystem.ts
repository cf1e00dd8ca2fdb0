import { say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** The services are systemd units. */
export const initSystem = hostCheck('systemd', say`systemd runs the host`, ({ facts }) =>
  facts.platform.init === 'systemd'
    ? pass('systemd', say`systemd runs the host.`)
    : {
        result: 'fail',
        measured: facts.platform.init || say`unknown`,
        message: say`Process 1 is ${facts.platform.init || say`unknown`}, not systemd; the services cannot be managed.`,
        fix: say`use a host that boots with systemd`,
      },
);
