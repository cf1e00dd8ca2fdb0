import { clusterRegion, etcdHosts, memberOn, type Plan, regionOf } from '../../../core/plan/plan.ts';

/** Sizes in the drawing's own units, which are CSS pixels at 100 %. */
export const card = { width: 152, height: 62 };
/** A drawing is not blown up beyond this, in CSS pixels per unit. */
export const largestScale = 1.3;
const gapX = 16;
/** Between two rows of cards: curves between rows pass there. */
export const rowGap = 34;
const inset = 14;
const siteHead = 30;
/** Room for the arcs of replication between a frame's head and its first row. */
const arcRoom = 26;
const siteGap = 56;
const hubRoom = 74;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedHost {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** The etcd cluster of a region: its members' lines meet here. */
export interface PlacedHub {
  readonly region: 'primary' | 'standby';
  readonly members: readonly string[];
  readonly x: number;
  readonly y: number;
}

export interface DiagramLayout {
  readonly width: number;
  readonly height: number;
  /** The foot of the sites' frames. */
  readonly floor: number;
  readonly sites: readonly (Box & { readonly name: string; readonly role: string })[];
  /** Named zones only: a host that is its own zone needs no frame. */
  readonly zones: readonly (Box & { readonly name: string; readonly site: string })[];
  readonly hosts: readonly PlacedHost[];
  readonly hubs: readonly PlacedHub[];
}

/** Places sites beside each other, their zones and hosts inside, and the quorum of each region below. */
export function layOutDiagram(plan: Plan): DiagramLayout {
  const sites: (Box & { name: string; role: string })[] = [];
  const zones: (Box & { name: string; site: string })[] = [];
  const hosts: PlacedHost[] = [];
  let left = 0;
  for (const site of plan.sites) {
    const own = plan.hosts.filter((host) => host.site === site.name);
    const columns = columnsFor(own.length, plan.hosts.length, plan.sites.length);
    const groups = groupsOf(own);
    let x = left + inset;
    let bottom = siteHead;
    for (const { zone, names } of groups) {
      const across =
        zone === undefined
          ? Math.min(columns, names.length)
          : Math.min(names.length, Math.max(1, Math.ceil(names.length / 6)));
      const pad = zone === undefined ? 0 : 8;
      const top = siteHead + arcRoom + (zone === undefined ? 0 : 8);
      for (const [index, name] of names.entries())
        hosts.push({
          name,
          x: x + pad + (index % across) * (card.width + gapX),
          y: top + Math.floor(index / across) * (card.height + rowGap),
        });
      const rows = Math.ceil(names.length / across);
      const width = across * (card.width + gapX) - gapX + 2 * pad;
      const height = rows * (card.height + rowGap) - rowGap;
      if (zone !== undefined)
        zones.push({ name: zone, site: site.name, x, y: top - arcRoom, width, height: height + arcRoom + 8 + 16 });
      bottom = Math.max(bottom, top + height + (zone === undefined ? 0 : 24));
      x += width + gapX;
    }
    const width = Math.max(own.length === 0 ? 160 : 0, x - gapX + inset - left);
    sites.push({ name: site.name, role: site.role, x: left, y: 0, width, height: bottom + inset });
    left += width + siteGap;
  }
  const height = Math.max(...sites.map((site) => site.height));
  const even = sites.map((site) => ({ ...site, height }));
  return {
    width: left - siteGap,
    height: height + hubRoom,
    floor: height,
    sites: even,
    zones,
    hosts,
    hubs: hubsOf(plan, hosts, height + hubRoom - 22),
  };
}

/** Small plans are drawn large: fewer columns the more sites there are. */
function columnsFor(hostsHere: number, hostsInAll: number, sites: number): number {
  if (hostsInAll <= 6) return Math.max(1, 4 - sites);
  return Math.max(2, Math.ceil(Math.sqrt(hostsHere * 0.7)));
}

/** Named zones in the order of the plan; hosts that are their own zone share one group without a frame. */
function groupsOf(hosts: readonly { readonly name: string; readonly zone: string }[]) {
  const groups = new Map<string | undefined, string[]>();
  for (const { name, zone } of hosts) {
    const key = zone === name ? undefined : zone;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([zone, names]) => ({ zone, names }));
}

function hubsOf(plan: Plan, placed: readonly PlacedHost[], y: number): PlacedHub[] {
  const at = new Map(placed.map((host) => [host.name, host]));
  const regions = [...new Set(plan.clusters.map((cluster) => clusterRegion(plan, cluster)))];
  return regions.flatMap((region) => {
    const cluster = plan.clusters.find((one) => clusterRegion(plan, one) === region);
    const members = cluster === undefined ? [] : etcdHosts(plan, cluster).map(({ name }) => name);
    const centres = members.flatMap((name) => {
      const host = at.get(name);
      return host === undefined ? [] : [host.x + card.width / 2];
    });
    if (centres.length === 0) return [];
    return [{ region, members, x: (Math.min(...centres) + Math.max(...centres)) / 2, y }];
  });
}

/** The region of a host, for its quorum. */
export function regionOfHost(plan: Plan, hostName: string): 'primary' | 'standby' {
  return regionOf(plan, plan.hosts.find(({ name }) => name === hostName)?.site ?? '');
}

/** The cluster that a host's member belongs to. */
export function clusterOfHost(plan: Plan, hostName: string): string | undefined {
  return memberOn(plan, hostName)?.cluster.name;
}
