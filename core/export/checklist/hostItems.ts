import type { StatusDocument } from '../../health/statusDocument.ts';
import { checks } from '../../preflight/checks.ts';
import type { CheckResult } from '../../preflight/observation.ts';
import { phraseText } from '../../wording/phrase.ts';
import type { Evidence } from '../exportFormat.ts';
import type { ChecklistItem, ItemState } from './checklistItem.ts';

const maxHosts = 8;
/** Replicas further behind than this want an alert. */
const maxLagBytes = 1_000_000;

/** What preflight measured on the hosts, check by check. */
export function preflightItems(evidence: Evidence | undefined): readonly ChecklistItem[] {
  return checks.map(({ id, title }): ChecklistItem => {
    const text = phraseText(title);
    const { preflight, checkedAt } = evidence ?? {};
    if (preflight === undefined) return unchecked(id, text, 'quorate preflight PLAN');
    const results = preflight.checks.filter((result) => result.id === id);
    if (results.length === 0)
      return { id, text, state: 'unchecked', found: 'does not apply to this plan, or no host could be asked' };
    return { id, text, state: worst(results), found: measuredOf(results), checkedAt };
  });
}

/** What the components of the running cluster say. */
export function statusItems(evidence: Evidence | undefined): readonly ChecklistItem[] {
  const { status, checkedAt } = evidence ?? {};
  return statusQuestions.map(({ id, text, ask }): ChecklistItem => {
    if (status === undefined) return unchecked(id, text, 'quorate status PLAN');
    const { good, found } = ask(status);
    return { id, text, state: good ? 'passed' : 'failed', found, checkedAt };
  });
}

interface Answer {
  readonly good: boolean;
  readonly found: string;
}

const statusQuestions: readonly {
  readonly id: string;
  readonly text: string;
  readonly ask: (status: StatusDocument) => Answer;
}[] = [
  {
    id: 'leader',
    text: 'Every cluster has a leader',
    ask: ({ clusters }) => ({
      good: clusters.every((one) => one.leader !== null),
      found: clusters.map((one) => `${one.name}: ${one.leader ?? 'none'}`).join(', '),
    }),
  },
  {
    id: 'members',
    text: 'Every member runs, replicas stream',
    ask: ({ clusters }) => {
      const members = clusters.flatMap((one) => one.members);
      return {
        good: members.every(
          (one) => one.role !== 'offline' && /^(running|streaming|in archive recovery)$/.test(one.state),
        ),
        found: members.map((one) => `${one.name}: ${one.role}, ${one.state}`).join('; '),
      };
    },
  },
  {
    id: 'lag',
    text: 'Replication lag below 1 MB',
    ask: ({ clusters }) => {
      const members = clusters.flatMap((one) => one.members);
      return {
        good: members.length > 0 && members.every((one) => one.lagBytes !== null && one.lagBytes < maxLagBytes),
        found: members
          .map((one) => `${one.name}: ${one.lagBytes === null ? 'unknown' : `${one.lagBytes} bytes`}`)
          .join(', '),
      };
    },
  },
  {
    id: 'paused',
    text: 'Automatic failover is not paused',
    ask: ({ clusters }) => ({
      good: clusters.every((one) => !one.paused),
      found: clusters.map((one) => `${one.name}: ${one.paused ? 'paused' : 'on'}`).join(', '),
    }),
  },
  {
    id: 'etcd-health',
    text: 'Every etcd member is healthy',
    ask: ({ etcd }) => ({
      good: etcd.length > 0 && etcd.every((one) => one.healthy),
      found: etcd
        .map((one) => `${one.name}: ${one.healthy ? (one.leader ? 'healthy, leads' : 'healthy') : 'no answer'}`)
        .join(', '),
    }),
  },
  {
    id: 'haproxy',
    text: 'Every HAProxy answers and leads to one primary',
    ask: ({ haproxy }) => ({
      good: haproxy.every((one) => one.reachable && primariesOf(one).length <= 1),
      found: haproxy
        .map((one) => `${one.host}: ${one.reachable ? primariesOf(one).join(' and ') || 'no primary' : 'no answer'}`)
        .join(', '),
    }),
  },
  {
    id: 'reachable',
    text: 'Every host answers over SSH',
    ask: ({ hosts, unreachable }) => ({
      good: unreachable.length === 0,
      found:
        unreachable.length === 0 ? `${hosts} hosts` : unreachable.map((one) => `${one.host}: ${one.reason}`).join('; '),
    }),
  },
];

function primariesOf(proxy: StatusDocument['haproxy'][number]): readonly string[] {
  return proxy.services.find((service) => service.name === 'primary')?.up ?? [];
}

function unchecked(id: string, text: string, command: string): ChecklistItem {
  return { id, text, state: 'unchecked', found: `${command} checks it` };
}

function worst(results: readonly CheckResult[]): ItemState {
  if (results.some((result) => result.result === 'fail')) return 'failed';
  return results.some((result) => result.result === 'warn') ? 'warning' : 'passed';
}

/** The bad ones first; many hosts with the same value are counted. */
function measuredOf(results: readonly CheckResult[]): string {
  const order = { fail: 0, warn: 1, pass: 2 } as const;
  const groups = new Map<string, string[]>();
  for (const { host, measured } of results.toSorted((one, other) => order[one.result] - order[other.result]))
    groups.set(measured, [...(groups.get(measured) ?? []), host]);
  return [...groups]
    .slice(0, 12)
    .map(([measured, hosts]) => {
      const named = hosts.slice(0, maxHosts).join(', ');
      return `${measured} (${hosts.length > maxHosts ? `${named} and ${hosts.length - maxHosts} more` : named})`;
    })
    .join('; ');
}
