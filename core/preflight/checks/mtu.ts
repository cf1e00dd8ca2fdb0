import type { Check, CheckResult } from '../observation.ts';
import { reachedHosts } from '../observation.ts';

/** All hosts use the same MTU: a smaller one in between drops large packets silently, and only once there is load. */
export const mtu: Check = {
  id: 'mtu',
  title: 'MTU',
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
    return known.map(
      (one): CheckResult =>
        one.bytes === largest
          ? {
              id: 'mtu',
              host: one.host,
              result: 'pass',
              measured: `${one.bytes} bytes (${one.name})`,
              message: 'Same as the other hosts.',
              fix: null,
            }
          : {
              id: 'mtu',
              host: one.host,
              result: 'warn',
              measured: `${one.bytes} bytes (${one.name})`,
              message: `The MTU is ${one.bytes} here and ${largest} on another host.`,
              fix: `ip link set ${one.name} mtu ${largest}   # if the network carries it; make it permanent too`,
            },
    );
  },
};
