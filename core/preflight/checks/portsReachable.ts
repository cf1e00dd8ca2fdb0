import { isLoopback } from '../../plan/address.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import {
  type Check,
  type CheckResult,
  type Judgement,
  type PairObservation,
  type PreflightInput,
  pass,
  reachedHosts,
  resultOf,
} from '../observation.ts';
import type { ProbeResult } from '../pairProbe.ts';

/** Every connection that the cluster needs was made for real between the hosts. */
export const portsReachable: Check = {
  id: 'ports-reachable',
  title: say`Ports reachable between hosts`,
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
      const held = blocked.flatMap((pair) => heldByAnother(pair, input) ?? []);
      const others = blocked.filter((pair) => heldByAnother(pair, input) === undefined);
      return [...held, ...alike(others).map(behindFirewall)].map((one) => resultOf('ports-reachable', host, one));
    });
  },
};

/**
 * A port that refuses although the host has a program on it: that program listens on loopback alone, and no firewall is in the way. Said in the same
 * words by every host that was refused, as it is one cause.
 */
function heldByAnother({ connection, probe }: PairObservation, input: PreflightInput): Judgement | undefined {
  if (probe.outcome !== 'refused') return undefined;
  const { to, port, service } = connection;
  const listeners = reachedHosts(input)
    .find(({ host }) => host === to)
    ?.facts.ports.filter((one) => one.port === port);
  const holder = listeners?.[0];
  if (holder === undefined || !listeners?.every(({ address }) => onLoopback(address))) return undefined;
  return {
    result: 'fail',
    measured: say`${to}:${port} ${outcomes.refused}`,
    message: say`Port ${port} (${service}) of ${to} is held by ${holder.program || say`another program`}, which listens on ${holder.address} alone.`,
    fix: say`on ${to}: ss -ltnp 'sport = :${port}'   # stop that program, or give ${service} another port in the plan`,
  };
}

function onLoopback(address: string): boolean {
  return isLoopback(address.replace(/%.*$/, '').replace(/^\[(.*)\]$/, '$1'));
}

/** Connections to one host that failed in the same way have one cause. */
function alike(pairs: readonly PairObservation[]): readonly (readonly [PairObservation, ...PairObservation[]])[] {
  const groups = new Map<string, [PairObservation, ...PairObservation[]]>();
  for (const pair of pairs) {
    const key = JSON.stringify([pair.connection.to, pair.probe.outcome, pair.probe.detail]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pair]);
    else group.push(pair);
  }
  return [...groups.values()];
}

function behindFirewall(pairs: readonly [PairObservation, ...PairObservation[]]): Judgement {
  const [{ connection, probe }] = pairs;
  const { from, to, port, service } = connection;
  const why = probe.detail || outcomes[probe.outcome];
  const ports = pairs.map((pair) => pair.connection.port);
  if (pairs.length === 1)
    return {
      result: 'fail',
      measured: say`${to}:${port} ${outcomes[probe.outcome]}`,
      message: say`${from} cannot reach port ${port} (${service}) of ${to}: ${why}.`,
      fix: say`on ${to}: nft list ruleset; allow tcp dport ${port} from ${from}`,
    };
  return {
    result: 'fail',
    measured: say`${to}: ${pairs.length} ports, ${outcomes[probe.outcome]}`,
    message: say`${from} cannot reach the ports ${listOf(pairs.map((pair) => say`${pair.connection.port} (${pair.connection.service})`))} of ${to}: ${why}.`,
    fix: say`on ${to}: nft list ruleset; allow tcp dport ${`{ ${ports.join(', ')} }`} from ${from}`,
  };
}

const outcomes: Readonly<Record<ProbeResult['outcome'], Phrase>> = {
  open: say`open`,
  refused: say`refused`,
  timeout: say`timeout`,
  error: say`error`,
};
