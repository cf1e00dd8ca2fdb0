import { say } from '../../wording/phrase.ts';
import { loginRemedy } from '../loginRemedy.ts';
import { loginTroubleNames } from '../loginTrouble.ts';
import { type Check, pass, resultOf } from '../observation.ts';

/** Every host answered over SSH with a known host key and an accepted login. */
export const reachable: Check = {
  id: 'ssh',
  title: say`SSH login and host key`,
  scope: 'network',
  run: (input) =>
    input.hosts.map((host) => ({
      ...resultOf(
        'ssh',
        host.host,
        host.reached
          ? pass(say`logged in`, say`SSH works and the host key is known.`)
          : {
              result: 'fail',
              measured: loginTroubleNames[host.trouble],
              message: host.said,
              fix: loginRemedy(
                host.trouble,
                input.plan.hosts.find((one) => one.name === host.host),
              ),
            },
      ),
      ...(!host.reached && host.trouble === 'host-key-unknown' ? { keyUnconfirmed: true as const } : {}),
    })),
};
