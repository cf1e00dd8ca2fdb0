import { say } from '../../wording/phrase.ts';
import { type Check, pass, reachedHosts, resultOf } from '../observation.ts';

/** All hosts use the same MTU: a smaller one in between drops large packets silently, and only once there is load. */
export const mtu: Check = {
  id: 'mtu',
  title: say`MTU of the network`,
  scope: 'hosts',
  run(input) {
    const known = reachedHosts(input).flatMap((host) => {
      const address = input.plan.hosts.find((one) => one.name === host.host)?.address;
      const found = host.facts.interfaces.find(
        (one) => one.address === address || host.facts.names.get(address ?? '')?.includes(one.address),
      );
      return found !== undefined && Number.isFinite(found.mtu)
        ? [{ host: host.host, name: found.interface, bytes: found.mtu }]
        : [];
    });
    const largest = Math.max(...known.map((one) => one.bytes));
    return known.map((one) => {
      const measured = say`${one.bytes} bytes (${one.name})`;
      return resultOf(
        'mtu',
        one.host,
        one.bytes === largest
          ? pass(measured, say`Same as the other hosts.`)
          : {
              result: 'warn',
              measured,
              message: say`The MTU is ${one.bytes} here and ${largest} on another host.`,
              fix: say`ip link set ${one.name} mtu ${largest}   # if the network carries it; make it permanent too`,
            },
      );
    });
  },
};
