import { parsePlan } from '../../plan/parse.ts';
import { formatPath } from '../../plan/planPath.ts';
import { templatesOf } from '../../plan/postgresOf.ts';
import { validatePlan } from '../../rules/rules.ts';
import { explainPlan } from '../../timing/explainPlan.ts';
import { type FailureKind, failureBudget, failureKinds } from '../../timing/failureBudget.ts';
import { checklist } from '../checklist/checklist.ts';
import { stateWords } from '../checklist/checklistFormat.ts';
import type { ExportInput } from '../exportFormat.ts';
import { type Html, html, joined, table, word } from './htmlParts.ts';

const failureWords: Readonly<Record<FailureKind, string>> = {
  hostLoss: "The primary's host, or its network",
  etcdLeaderAndPrimary: 'That host, with the etcd leader on it',
  patroniCrash: 'Patroni on the primary, killed and not restarted',
  postgresCrash: 'PostgreSQL on the primary, which cannot start again',
  switchover: 'A planned switchover',
};

export function hostsSection({ plan }: ExportInput): Html {
  const hosts = table(
    ['Host', 'Address', 'Site', 'Failure domain', 'Runs'],
    plan.hosts.map((host) => [host.name, host.address, host.site, host.zone, host.roles.join(', ')]),
  );
  const members = table(
    ['Cluster', 'Member', 'Host', 'Role', 'Follows'],
    plan.clusters.flatMap((cluster) =>
      cluster.members.map((member) => [
        cluster.name,
        member.name,
        member.host,
        member.nosync ? `${member.role}, never synchronous` : member.role,
        cluster.standbyOf === undefined
          ? ''
          : `${cluster.standbyOf.cluster}${cluster.standbyOf.delaySeconds > 0 ? `, ${cluster.standbyOf.delaySeconds} s behind on purpose` : ''}`,
      ]),
    ),
  );
  return joined([hosts, members]);
}

export function objectivesSection({ plan, timing }: ExportInput): Html {
  const { mode, rtoSeconds, rpoBytes } = plan.objectives;
  const { enabled, strict, nodes } = plan.patroni.synchronous;
  return table(
    ['Objective', 'Value', 'Meaning'],
    [
      ['Mode', mode, `tuning template ${templatesOf(plan).join(', ')}`],
      ['RTO', `${rtoSeconds} s`, `lease ${timing.patroni.ttlSeconds} s; the budget below says what that comes to`],
      [
        'RPO',
        `${rpoBytes} bytes`,
        enabled
          ? `synchronous with ${nodes} standby${strict ? ', strict: commits wait when none is left' : ', and without one when none is left'}`
          : `asynchronous: no replica that is further behind is promoted; the position it is judged by may be ${timing.patroni.ttlSeconds} s old`,
      ],
      ['Watchdog', plan.patroni.watchdog, ''],
      ['Failsafe mode', plan.patroni.failsafe ? 'on' : 'off', ''],
      ['TLS', plan.security.tls ? 'on' : 'off', ''],
    ],
  );
}

export function budgetSection({ plan, timing }: ExportInput): Html {
  const budgets = failureKinds.map((kind) => failureBudget(timing, kind, { vip: plan.access.vip !== undefined }));
  const sums = table(
    ['What fails', 'At best', 'Typically', 'At worst'],
    budgets.map((one) => [
      failureWords[one.kind],
      `${one.minSeconds} s`,
      `${one.typicalSeconds} s`,
      `${one.worstSeconds} s`,
    ]),
  );
  const [first] = budgets;
  const phases = (first?.phases ?? []).map((phase) => [
    phase.name,
    `${phase.minSeconds} / ${phase.typicalSeconds} / ${phase.worstSeconds} s`,
    phase.overlapsWith === undefined ? phase.formula : `${phase.formula} (inside ${phase.overlapsWith})`,
  ]);
  return joined([
    html`<p>Seconds until clients can write again through HAProxy.</p>`,
    sums,
    html`<p>What the first of them is made of:</p>`,
    table(['Phase', 'Best / typical / worst', 'From'], phases),
  ]);
}

export function findingsSection({ plan }: ExportInput): Html {
  const findings = validatePlan(plan);
  if (findings.length === 0) return html`<p>The plan keeps every rule.</p>`;
  return table(
    ['Severity', 'Field', 'What', 'Rule'],
    findings.map((finding) => [
      word(finding.severity),
      html`<code>${formatPath(finding.path)}</code>`,
      finding.message,
      `${finding.id}: ${finding.reference}`,
    ]),
  );
}

export function checkedSection(input: ExportInput): Html {
  const { evidence } = input;
  const head =
    evidence === undefined
      ? html`<p>No host was asked for this document: what depends on them is not checked.</p>`
      : html`<p>The hosts were asked at ${evidence.checkedAt}.</p>`;
  const rows = checklist(input).flatMap(({ title, items }) =>
    items.map((item) => [
      title,
      item.text,
      html`<span class="${item.state}">${stateWords[item.state]}</span>`,
      item.found,
      item.checkedAt ?? '',
    ]),
  );
  return joined([head, table(['Part', 'What', 'State', 'Found', 'At'], rows)]);
}

/** Every value of the plan with its reason, and the timing that follows. */
export function parametersSection({ planText, timing }: ExportInput): Html {
  const read = parsePlan(planText);
  if (!read.ok) return html`<p>The plan file could not be read again.</p>`;
  const units = { s: ' s', ms: ' ms', bytes: ' bytes', count: '' } as const;
  return table(
    ['Value', 'Is', 'Comes from', 'Because'],
    explainPlan(read.parsed, timing.explanations).map(({ path, value, unit, origin, reason }) => [
      html`<code>${formatPath(path)}</code>`,
      value === null ? 'decided by the hosts' : `${shown(value)}${unit === undefined ? '' : units[unit]}`,
      origin,
      reason,
    ]),
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
