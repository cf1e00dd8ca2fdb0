import { etcdHosts, type Plan } from '../../plan/plan.ts';
import { templatesOf } from '../../plan/postgresOf.ts';
import { simulateAll } from '../../quorum/simulateAll.ts';
import { validatePlan } from '../../rules/rules.ts';
import { failureBudget } from '../../timing/failureBudget.ts';
import type { Timing } from '../../timing/timing.ts';
import type { ChecklistItem } from './checklistItem.ts';

/** What the plan itself shows: numbers, objectives, rules and the simulator. */
export function designItems(plan: Plan, timing: Timing): readonly ChecklistItem[] {
  const findings = validatePlan(plan);
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const domains = findings.filter((finding) =>
    ['failure-domains', 'site-majority', 'same-site-sync'].includes(finding.id),
  );
  const { rtoSeconds, rpoBytes } = plan.objectives;
  const loss = failureBudget(timing, 'hostLoss', { vip: plan.access.vip !== undefined });
  const singles = simulateAll(plan, 1, { include: [] }).totals;
  const manual = singles.manual + singles.lost;
  const { watchdog, failsafe } = plan.patroni;
  const templates = templatesOf(plan);
  return [
    item(
      'postgres-members',
      'Three or more PostgreSQL members in each cluster that clients write to',
      plan.clusters.filter((one) => one.standbyOf === undefined).every((one) => one.members.length >= 3),
      plan.clusters.map((one) => `${one.name}: ${one.members.length}`).join(', '),
    ),
    item(
      'etcd-members',
      'Three or more etcd members, an odd number',
      plan.clusters.every((one) => etcdHosts(plan, one).length >= 3 && etcdHosts(plan, one).length % 2 === 1),
      plan.clusters.map((one) => `${one.name}: ${etcdHosts(plan, one).length}`).join(', '),
    ),
    item(
      'failure-domains',
      'Members in different failure domains',
      domains.length === 0,
      domains.length === 0 ? 'no rule objects' : domains.map((finding) => finding.message).join(' '),
    ),
    {
      id: 'rules',
      text: 'The plan keeps every rule',
      state: count('error') > 0 ? 'failed' : count('warning') > 0 ? 'warning' : 'passed',
      found: `${count('error')} errors, ${count('warning')} warnings`,
    },
    {
      id: 'single-losses',
      text: 'Every loss of one host is survived without a person',
      state: manual === 0 ? 'passed' : 'warning',
      found: `of ${plan.hosts.length} single losses ${singles.unaffected} leave writes alone, ${singles.automatic} fail over, ${manual} need a person`,
    },
    item(
      'rto',
      'RTO between 15 and 60 s, fit for the network',
      rtoSeconds >= 15 && rtoSeconds <= 60,
      `${rtoSeconds} s; by the timing a lost host of the primary stops writes for ${loss.typicalSeconds} s typically, ${loss.worstSeconds} s at worst`,
    ),
    item(
      'rpo',
      'RPO decided',
      true,
      rpoBytes === 0
        ? `0: synchronous, ${plan.patroni.synchronous.strict ? 'strict' : 'not strict'}, ${plan.patroni.synchronous.nodes} standby`
        : `${rpoBytes} bytes: asynchronous, replicas further behind are not promoted`,
    ),
    item('template', 'Tuning template fits the use', !templates.includes('tiny'), templates.join(', ')),
    item('watchdog', 'Watchdog considered', watchdog !== 'off', `${watchdog}`),
    item('failsafe', 'Failsafe mode on', failsafe, failsafe ? 'on' : 'off: without etcd the primary demotes itself'),
    item('tls', 'TLS on', plan.security.tls, plan.security.tls ? 'on' : 'off'),
  ];
}

function item(id: string, text: string, good: boolean, found: string): ChecklistItem {
  return { id, text, state: good ? 'passed' : 'warning', found };
}
