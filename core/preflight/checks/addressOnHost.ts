import { isLoopback } from '../../plan/address.ts';
import { parseAddress } from '../../plan/names.ts';
import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, type PreflightInput, pass, reachedHosts } from '../observation.ts';

/**
 * The plan's address is on one of the host's interfaces: a wrong one (a NAT address, docker0) would be advertised to the others. A name means
 * what any host of the plan makes of it; Debian gives a host's own name 127.0.1.1 on the host itself.
 */
export const addressOnHost = hostCheck('address', say`Address on the host`, ({ host, facts }, input) => {
  const address = input.plan.hosts.find((one) => one.name === host)?.address ?? '';
  const isName = parseAddress(address)?.kind === 'name';
  const wanted = isName ? numbersOf(address, input) : [address];
  // Nothing to compare: whether the name resolves is judged by the check of names.
  if (wanted.length === 0) return pass(address, say`The name has no number yet that could be compared.`);
  const found = facts.interfaces.find((one) => wanted.includes(one.address));
  if (found !== undefined)
    return pass(`${found.interface} ${found.address}/${found.prefix}`, say`The address is the host’s own.`);
  const others = facts.interfaces.filter((one) => one.interface !== 'lo').map((one) => one.address);
  return {
    result: 'fail',
    measured: others.length === 0 ? say`none` : listOf(others, 'comma'),
    message: say`${address} is on no interface of the host; the other members could not reach what it announces.`,
    fix: say`ip -br addr   # put the address that the other hosts use into the plan`,
  };
});

/** The numbers behind a name, as the hosts that answered see them: loopback means only the host itself. */
function numbersOf(name: string, input: PreflightInput): readonly string[] {
  const seen = reachedHosts(input).flatMap(({ facts }) => facts.names.get(name) ?? []);
  return [...new Set(seen)].filter((one) => !isLoopback(one));
}
