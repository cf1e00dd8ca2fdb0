import { parseAddress } from '../../plan/names.ts';
import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** The plan's address is on one of the host's interfaces: a wrong one (a NAT address, docker0) would be advertised to the others. */
export const addressOnHost = hostCheck('address', 'Address on the host', ({ host, facts }, { plan }) => {
  const address = plan.hosts.find((one) => one.name === host)?.address ?? '';
  const wanted = parseAddress(address)?.kind === 'name' ? (facts.names.get(address) ?? []) : [address];
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
