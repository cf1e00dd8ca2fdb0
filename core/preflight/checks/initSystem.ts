import { hostCheck, pass } from '../observation.ts';

/** The services are systemd units. */
export const initSystem = hostCheck('systemd', 'systemd runs the host', ({ facts }) =>
  facts.platform.init === 'systemd'
    ? pass('systemd', 'systemd runs the host.')
    : {
        result: 'fail',
        measured: facts.platform.init || 'unknown',
        message: `Process 1 is ${facts.platform.init || 'unknown'}, not systemd; the services cannot be managed.`,
        fix: 'use a host that boots with systemd',
      },
);
