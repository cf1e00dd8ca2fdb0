import { isLoopback } from '../../plan/address.ts';
import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/**
 * Names that the plan uses as addresses resolve on every host, and not to loopback: except a host's own, which Debian's installer gives
 * 127.0.1.1 in /etc/hosts. Services listen on the numbers that the other hosts use.
 */
export const nameLookup = hostCheck('name-resolution', say`Name resolution`, ({ host, facts }, { plan }) => {
  const own = plan.hosts.find(({ name }) => name === host)?.address;
  if (facts.names.size === 0) return pass(say`no names`, say`The plan uses addresses only.`);
  const bad = [...facts.names].filter(
    ([name, addresses]) => addresses.length === 0 || (name !== own && addresses.some(isLoopback)),
  );
  if (bad.length === 0) return pass(say`${facts.names.size} names`, say`Every name resolves.`);
  return bad.map(([name, addresses]) => ({
    result: 'fail' as const,
    measured: addresses.length === 0 ? say`${name}: nothing` : say`${name}: ${listOf(addresses, 'comma')}`,
    message:
      addresses.length === 0
        ? say`${name} does not resolve on this host.`
        : say`${name} resolves to loopback on this host.`,
    fix: say`getent hosts ${name}   # add it to DNS or /etc/hosts, or use addresses in the plan`,
  }));
});
