import { components } from '../components/components.ts';
import type { DeployedRecord } from '../facts/deployedRecord.ts';
import { distributions } from '../plan/distributions.ts';
import type { Plan } from '../plan/plan.ts';
import { formatPath } from '../plan/planPath.ts';
import { etcdMembers } from '../render/etcdConfig.ts';
import { vipHosts } from '../render/vipFiles.ts';
import { fixedFields } from './fixedFields.ts';

/**
 * What hosts keep of a plan that was deployed to them: see `DeployedRecord`.
 * @param postgresMajor of the members, where the hosts have told their release; else what the plan alone says of it
 */
export function recordOf(plan: Plan, postgresMajor?: number): DeployedRecord {
  const { release } = plan.packages;
  const major =
    plan.postgres.version ??
    postgresMajor ??
    (release === undefined ? undefined : distributions[release].postgresMajor);
  const groups = plan.hosts
    .filter((host) => host.roles.includes('etcd'))
    .map((host) => etcdMembers(plan, host).map(({ name }) => name));
  return {
    quorate: 1,
    plan: plan.name,
    topology: plan.topology,
    hosts: plan.hosts.map(({ name, address, roles }) => ({ name, address, roles: [...roles].sort() })),
    etcd: [...new Map(groups.map((group) => [group.join(' '), group])).values()],
    vip: [...vipHosts(plan)],
    clusters: plan.clusters.map(({ name, standbyOf, members }) => ({
      name,
      ...(standbyOf === undefined ? {} : { standbyOf: standbyOf.cluster }),
      members: members.map(({ seq, host }) => ({ seq, host })),
    })),
    fixed: {
      ...Object.fromEntries(fixedFields.map(({ path, of }) => [path.join('.'), of(plan) ?? ''])),
      // Only those that the plan asks for: what somebody may choose later changes no record until then.
      ...Object.fromEntries(chosen(plan).map((field) => [field, true])),
      ...(major === undefined ? {} : { 'postgres.version': major }),
    },
  };
}

/** The fields by which the plan asks for components that it could do without. */
function chosen(plan: Plan): readonly string[] {
  const asked = components.filter(
    ({ choice, runsOn }) => choice !== undefined && plan.hosts.some((host) => runsOn(plan, host)),
  );
  return asked.map(({ choice = [] }) => formatPath(choice));
}

/** The record as text: the same record gives the same bytes, in whatever order its fields were found. */
export function recordText(record: DeployedRecord): string {
  const fixed = Object.fromEntries(Object.entries(record.fixed).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ ...record, fixed })}\n`;
}
