import type { HostTableRow } from '../../../core/hostLists/hostTable.ts';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanPath } from '../../../core/plan/planPath.ts';
import { type HostRole, hostRoles, type MemberRole } from '../../../core/plan/schema.ts';
import { freeHost } from '../topology/retopology.ts';

/** Where the member on a host stands in the plan. */
export function memberPath(plan: Plan, host: string): PlanPath | undefined {
  for (const [cluster, { members }] of plan.clusters.entries()) {
    const member = members.findIndex((one) => one.host === host);
    if (member >= 0) return ['clusters', cluster, 'members', member];
  }
  return undefined;
}

/** Renames a host wherever the plan names it. */
export function renameHost(plan: Plan, index: number, name: string): PlanEdit[] {
  const before = plan.hosts[index]?.name ?? '';
  const member = memberPath(plan, before);
  return [
    { path: ['hosts', index, 'name'], value: name },
    ...(member === undefined ? [] : [{ path: [...member, 'host'], value: name }]),
  ];
}

/** Adds a host at the end: a replica of the last cluster of its region, unless the row says that it runs something else. */
export function addHost(plan: Plan, given: HostTableRow = freeHost(plan.hosts)): PlanEdit[] {
  const roles = given.roles ?? (['postgres', 'haproxy'] as const);
  const site = given.site ?? (plan.sites.length > 1 ? plan.sites[0]?.name : undefined);
  const host = {
    name: given.name,
    address: given.address,
    ...(site === undefined ? {} : { site }),
    ...(given.zone === undefined ? {} : { zone: given.zone }),
    roles,
  };
  const edits: PlanEdit[] = [{ path: ['hosts', plan.hosts.length], value: host }];
  return roles.includes('postgres') ? [...edits, newMember(plan, given.name)] : edits;
}

function newMember(plan: Plan, host: string, cluster = 0): PlanEdit {
  return {
    path: ['clusters', cluster, 'members', plan.clusters[cluster]?.members.length ?? 0],
    value: { host, seq: nextSeq(plan), role: 'replica' },
  };
}

/** Takes a host out of the plan, with its member. */
export function removeHost(plan: Plan, index: number): PlanEdit[] {
  const member = memberPath(plan, plan.hosts[index]?.name ?? '');
  return [...(member === undefined ? [] : [{ path: member }]), { path: ['hosts', index] }];
}

/** Gives a host a role or takes it away; with `postgres` its member comes and goes. */
export function toggleRole(plan: Plan, index: number, role: HostRole): PlanEdit[] {
  const roles = plan.hosts[index]?.roles ?? [];
  return setRoles(plan, index, roles.includes(role) ? roles.filter((one) => one !== role) : [...roles, role]);
}

/** Says what runs on a host; with `postgres` its member comes and goes. */
export function setRoles(plan: Plan, index: number, wanted: readonly HostRole[]): PlanEdit[] {
  const host = plan.hosts[index];
  if (host === undefined) return [];
  const roles = hostRoles.filter((role) => wanted.includes(role));
  if (roles.join() === host.roles.join()) return [];
  const edits: PlanEdit[] = [{ path: ['hosts', index, 'roles'], value: roles }];
  const member = memberPath(plan, host.name);
  if (member !== undefined && !roles.includes('postgres')) return [{ path: member }, ...edits];
  return member === undefined && roles.includes('postgres') ? [...edits, newMember(plan, host.name)] : edits;
}

/** Moves the member on a host to another cluster, as a replica. */
export function setCluster(plan: Plan, host: string, cluster: number): PlanEdit[] {
  const path = memberPath(plan, host);
  return path === undefined || path[1] === cluster ? [] : [newMember(plan, host, cluster), { path }];
}

/** Makes a member the primary, the former one of its cluster becoming a replica, or gives it another role. */
export function setMemberRole(plan: Plan, host: string, role: MemberRole): PlanEdit[] {
  const path = memberPath(plan, host);
  if (path === undefined) return [];
  const cluster = plan.clusters[Number(path[1])];
  const former = role === 'primary' ? (cluster?.members ?? []) : [];
  return [
    ...former.flatMap((one, index) =>
      one.role === 'primary' && one.host !== host
        ? [{ path: ['clusters', Number(path[1]), 'members', index, 'role'], value: 'replica' }]
        : [],
    ),
    { path: [...path, 'role'], value: role },
  ];
}

/** Edits that put these hosts in the places from `start` on, and add what is beyond the last one. */
export function fillHosts(plan: Plan, start: number, rows: readonly HostTableRow[]): PlanEdit[] {
  const present = rows.slice(0, Math.max(0, plan.hosts.length - start));
  // Scalars first and appends last: each of the two is one reading of the file, however many rows there are.
  const scalars = present.flatMap((row, offset): PlanEdit[] => [
    ...renameHost(plan, start + offset, row.name),
    { path: ['hosts', start + offset, 'address'], value: row.address },
  ]);
  const others = present.flatMap((row, offset): PlanEdit[] => [
    ...(row.site === undefined ? [] : [{ path: ['hosts', start + offset, 'site'], value: row.site }]),
    ...(row.zone === undefined ? [] : [{ path: ['hosts', start + offset, 'zone'], value: row.zone }]),
  ]);
  let grown = plan;
  const added = rows.slice(present.length).flatMap((row) => {
    const edits = addHost(grown, row);
    grown = withHost(grown, row);
    return edits;
  });
  return [...scalars, ...others, ...added];
}

/** The plan as later additions need to see it: one more host, and one more member of the first cluster. */
function withHost(plan: Plan, { name, address, roles }: HostTableRow): Plan {
  const [first, ...rest] = plan.clusters;
  const [model] = plan.hosts;
  if (first === undefined || model === undefined) return plan;
  const hosts = [...plan.hosts, { ...model, name, address }];
  if (roles !== undefined && !roles.includes('postgres')) return { ...plan, hosts };
  const seq = nextSeq(plan);
  const member = { name: `${first.name}-${seq}`, host: name, seq, role: 'replica', nosync: false } as const;
  return { ...plan, hosts, clusters: [{ ...first, members: [...first.members, member] }, ...rest] };
}

function nextSeq(plan: Plan): number {
  return Math.max(0, ...plan.clusters.flatMap(({ members }) => members.map(({ seq }) => seq))) + 1;
}
