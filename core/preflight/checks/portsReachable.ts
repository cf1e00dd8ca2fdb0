import type { Check, CheckResult } from '../observation.ts';

/** Every connection that the cluster needs was made for real between the hosts. */
export const portsReachable: Check = {
  id: 'ports-reachable',
  title: 'Ports reachable between hosts',
  run(input) {
    const sources = [...new Set(input.pairs.map((pair) => pair.connection.from))];
    return sources.flatMap((host): CheckResult[] => {
      const pairs = input.pairs.filter((pair) => pair.connection.from === host);
      const blocked = pairs.filter((pair) => pair.probe.outcome !== 'open');
      if (blocked.length === 0) {
        return [
          {
            id: 'ports-reachable',
            host,
            result: 'pass',
            measured: `${pairs.length} connections`,
            message: 'Every needed port of the other hosts was reached.',
            fix: null,
          },
        ];
      }
      return blocked.map(({ connection, probe }) => ({
        id: 'ports-reachable',
        host,
        result: 'fail',
        measured: `${connection.to}:${connection.port} ${probe.outcome}`,
        message: `${host} cannot reach port ${connection.port} (${connection.service}) of ${connection.to}: ${probe.detail || probe.outcome}.`,
        fix: `on ${connection.to}: nft list ruleset; allow tcp dport ${connection.port} from ${host}`,
      }));
    });
  },
};
