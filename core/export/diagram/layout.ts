import { memberOn, type Plan, regionOf } from '../../plan/plan.ts';

export interface Card {
  readonly host: string;
  readonly address: string;
  /** Name and role of the member on the host; undefined where there is none. */
  readonly member: { readonly name: string; readonly cluster: string; readonly role: string } | undefined;
  readonly etcd: boolean;
  readonly haproxy: boolean;
  readonly x: number;
  readonly y: number;
}

export interface SiteBox {
  readonly name: string;
  readonly role: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: 'streams' | 'standby' | 'votes';
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly sites: readonly SiteBox[];
  readonly cards: readonly Card[];
  readonly links: readonly Link[];
}

export const cardSize = { width: 184, height: 126 } as const;
const gap = 20;
const padding = 16;
const heading = 34;
/** Above and below the hosts of a site: room for the curves of links. */
const linkSpace = 40;
const maxColumns = 6;

/** Places the sites of a plan side by side and the hosts in them row by row; lengths in pixels. */
export function diagramLayout(plan: Plan): Layout {
  const columns = Math.max(1, Math.floor(maxColumns / plan.sites.length));
  const sites: SiteBox[] = [];
  const cards: Card[] = [];
  let left = padding;
  for (const site of plan.sites) {
    const hosts = plan.hosts.filter((host) => host.site === site.name);
    const across = Math.min(columns, Math.max(1, hosts.length));
    const down = Math.max(1, Math.ceil(hosts.length / across));
    const width = across * (cardSize.width + gap) + gap;
    const height = heading + 2 * linkSpace + down * (cardSize.height + gap) - gap;
    sites.push({ ...site, x: left, y: padding, width, height });
    for (const [index, host] of hosts.entries()) {
      const found = memberOn(plan, host.name);
      cards.push({
        host: host.name,
        address: host.address,
        member: found && { name: found.member.name, cluster: found.cluster.name, role: roleWord(found) },
        etcd: host.roles.includes('etcd'),
        haproxy: host.roles.includes('haproxy'),
        x: left + gap + (index % across) * (cardSize.width + gap),
        y: padding + heading + linkSpace + Math.floor(index / across) * (cardSize.height + gap),
      });
    }
    left += width + gap;
  }
  const height = Math.max(...sites.map((site) => site.y + site.height), 0) + padding;
  return { width: left - gap + padding, height, sites, cards, links: linksOf(plan) };
}

function roleWord({ cluster, member }: NonNullable<ReturnType<typeof memberOn>>): string {
  return member.role === 'primary' && cluster.standbyOf !== undefined ? 'standby leader' : member.role;
}

/** Who streams from whom, and which etcd members vote together. */
function linksOf(plan: Plan): readonly Link[] {
  const leaderOf = (name: string | undefined) => {
    const cluster = plan.clusters.find((one) => one.name === name);
    return (cluster?.members.find((member) => member.role === 'primary') ?? cluster?.members[0])?.host;
  };
  const streams = plan.clusters.flatMap((cluster) =>
    cluster.members.flatMap(({ host }): Link[] => {
      const from = leaderOf(cluster.name);
      return from === undefined || from === host ? [] : [{ from, to: host, kind: 'streams' }];
    }),
  );
  const standby = plan.clusters.flatMap((cluster): Link[] => {
    const [from, to] = [leaderOf(cluster.standbyOf?.cluster), leaderOf(cluster.name)];
    return cluster.standbyOf === undefined || from === undefined || to === undefined
      ? []
      : [{ from, to, kind: 'standby' }];
  });
  const votes = (['primary', 'standby'] as const).flatMap((region) => {
    const members = plan.hosts.filter((host) => host.roles.includes('etcd') && regionOf(plan, host.site) === region);
    return members
      .slice(1)
      .map((host, index): Link => ({ from: members[index]?.name ?? '', to: host.name, kind: 'votes' }));
  });
  return [...streams, ...standby, ...votes];
}
