import { type Phrase, say } from '../../wording/phrase.ts';
import { type Check, type CheckResult, pass, resultOf } from '../observation.ts';
import type { ProbeResult } from '../pairProbe.ts';

/** Every connection that the cluster needs was made for real between the hosts. */
export const portsReachable: Check = {
  id: 'ports-reachable',
  title: 'Ports reachable between hosts',
  scope: 'network',
  run(input) {
    const sources = [...new Set(input.pairs.map((pair) => pair.connection.from))];
    return sources.flatMap((host): CheckResult[] => {
      const pairs = input.pairs.filter((pair) => pair.connection.from === host);
      const blocked = pairs.filter((pair) => pair.probe.outcome !== 'open');
      if (blocked.length === 0) {
        const measured = say`${pairs.length} connections`;
        return [
          resultOf('ports-reachable', host, pass(measured, say`Every needed port of the other hosts was reached.`)),
        ];
      }
      return blocked.map(({ connection, probe }) =>
        resultOf('ports-reachable', host, {
          result: 'fail',
          measured: say`${connection.to}:${connection.port} ${outcomes[probe.outcome]}`,
          message: say`${host} cannot reach port ${connection.port} (${connection.service}) of ${connection.to}: ${probe.detail || outcomes[probe.outcome]}.`,
          fix: say`on ${connection.to}: nft list ruleset; allow tcp dport ${connection.port} from ${host}`,
        }),
      );
    });
  },
};

const outcomes: Readonly<Record<ProbeResult['outcome'], Phrase>> = {
  open: say`open`,
  refused: say`refused`,
  timeout: say`timeout`,
  error: say`error`,
};
