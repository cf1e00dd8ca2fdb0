import { say } from '../../wording/phrase.ts';
import { servedPorts } from '../connections.ts';
import { hostCheck, pass } from '../observation.ts';

/**
 * Nobody else listens where the cluster's services will. On a host that this plan was deployed to, they listen themselves. On one of another
 * project its services do: the check of leftovers names that project, and nobody should stop them by hand.
 */
export const portsFree = hostCheck('ports-free', say`Ports free`, ({ host, facts }, { plan }) => {
  const wanted = servedPorts(plan, host);
  const deployed = facts.state.project !== undefined;
  const taken = wanted.flatMap((one) => {
    const listener = facts.ports.find((candidate) => candidate.port === one.port);
    if (listener === undefined) return [];
    if (deployed && one.programs.includes(listener.program)) return [];
    return [{ ...one, program: listener.program || say`another program` }];
  });
  if (taken.length === 0)
    return pass(say`${wanted.length} ports`, say`Every port is free, or served by what was deployed.`);
  return taken.map((one) => ({
    result: 'fail' as const,
    measured: say`${one.port}: ${one.program}`,
    message: say`Port ${one.port} for ${one.service} is taken by ${one.program}.`,
    fix: say`ss -ltnp 'sport = :${one.port}'   # stop that program, or give ${one.service} another port in the plan`,
  }));
});
