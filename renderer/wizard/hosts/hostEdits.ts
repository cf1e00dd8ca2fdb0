import type { PlanEdit } from '../../../core/plan/edit.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanPath } from '../../../core/plan/planPath.ts';
import type { HostRole, MemberRole } from '../../../core/plan/schema.ts';
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

/** Adds a replica at the end of the first cluster. */
export function addHost(plan: Plan, given: { name: string; address: string } = freeHost(plan.hosts)): PlanEdit[] {
  const site = plan.sites.length > 1 ? { site: plan.sites[0]?.name } : {};
  return [
    {
      path: ['hosts', plan.hosts.length],
      value: { name: given.name, address: given.address, ...site, roles: ['postgres', 'haproxy'] },
    },
    {
      path: ['clusters', 0, 'members', plan.clusters[0]?.members.length ?? 0],
      value: { host: given.name, seq: nextSeq(plan), role: 'replica' },
    },
  ];
}

/** Takes a host out of the plan, with its member. */
export function removeHost(plan: Plan, index: number): PlanEdit[] {
  const member = memberPath(plan, plan.hosts[index]?.name ?? '');
  return [...(member === undefined ? [] : [{ path: member }]), { path: ['hosts', index] }];
}

/** Gives a host a role or takes it away; with `postgres` its member comes and goes. */
export function toggleRole(plan: Plan, index: number, role: HostRole): PlanEdit[] {
  const host = plan.hosts[index];
  if (host === undefined) return [];
  const has = host.roles.includes(role);
  const order: readonly HostRole[] = ['postgres', 'etcd', 'haproxy'];
  const roles = order.filter((one) => (one === role ? !has : host.roles.includes(one)));
  const edits: PlanEdit[] = [{ path: ['hosts', index, 'roles'], value: roles }];
  if (role !== 'postgres') return edits;
  const member = memberPath(plan, host.name);
  if (has) return member === undefined ? edits : [{ path: member }, ...edits];
  const at: PlanPath = ['clusters', 0, 'members', plan.clusters[0]?.members.length ?? 0];
  return [...edits, { path: at, value: { host: host.name, seq: nextSeq(plan), role: 'replica' } }];
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

/**
 * Puts names and addresses from a spreadsheet into the table: tab, comma, semicolon or spaces between the two, one host a line.
 * Lines beyond the last host add replicas; a line that starts with `name` or `#` is a heading or a remark.
 */
export function readPastedHosts(text: string): { name: string; address: string }[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim().split(/[\t,;]+\s*|\s+/))
    .flatMap(([name = '', address = '']) =>
      name === '' || address === '' || name.startsWith('#') || /^(name|host|hostname|主机)$/i.test(name)
        ? []
        : [{ name, address }],
    );
}

/** Edits that give the hosts from `start` on these names and addresses, and add what is beyond the last one. */
export function pasteHosts(
  plan: Plan,
  start: number,
  pasted: readonly { readonly name: string; readonly address: string }[],
): PlanEdit[] {
  let grown = plan;
  return pasted.flatMap((one, offset) => {
    const index = start + offset;
    if (index < plan.hosts.length)
      return [...renameHost(plan, index, one.name), { path: ['hosts', index, 'address'], value: one.address }];
    const edits = addHost(grown, one);
    grown = withReplica(grown, one);
    return edits;
  });
}

/** The plan as later additions need to see it: one more host, and one more member of the first cluster. */
function withReplica(plan: Plan, { name, address }: { readonly name: string; readonly address: string }): Plan {
  const [first, ...rest] = plan.clusters;
  const [model] = plan.hosts;
  if (first === undefined || model === undefined) return plan;
  const seq = nextSeq(plan);
  const member = { name: `${first.name}-${seq}`, host: name, seq, role: 'replica', nosync: false } as const;
  return {
    ...plan,
    hosts: [...plan.hosts, { ...model, name, address }],
    clusters: [{ ...first, members: [...first.members, member] }, ...rest],
  };
}

function nextSeq(plan: Plan): number {
  return Math.max(0, ...plan.clusters.flatMap(({ members }) => members.map(({ seq }) => seq))) + 1;
}
