import { clusterRegion, etcdHosts, type Plan } from '../../../core/plan/plan.ts';

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
const zonePad = 8;
/** Room for a zone's name below its hosts. */
const zoneFoot = 16;
/** Up to so many hosts, the zones of a site stand in one line. */
const maxInOneLine = 12;

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
    let right = left + inset;
    let bottom = siteHead;
    for (const line of linesOf(groupsOf(own), columns, plan.hosts.length)) {
      const top = bottom + arcRoom;
      let x = left + inset;
      for (const { zone, names, across } of line) {
        const pad = zone === undefined ? 0 : zonePad;
        for (const [index, name] of names.entries())
          hosts.push({
            name,
            x: x + pad + (index % across) * (card.width + gapX),
            y: top + pad + Math.floor(index / across) * (card.height + rowGap),
          });
        const width = across * (card.width + gapX) - gapX + 2 * pad;
        const height = Math.ceil(names.length / across) * (card.height + rowGap) - rowGap;
        const foot = zone === undefined ? 0 : zonePad + zoneFoot;
        if (zone !== undefined)
          zones.push({
            name: zone,
            site: site.name,
            x,
            y: top + pad - arcRoom,
            width,
            height: height + arcRoom + foot,
          });
        bottom = Math.max(bottom, top + pad + height + foot);
        x += width + gapX;
      }
      right = Math.max(right, x - gapX);
    }
    const width = Math.max(own.length === 0 ? 160 : 0, right + inset - left);
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

/** Small plans are drawn large: fewer columns the more sites there are. Large ones become about as high as a screen is for its width. */
function columnsFor(hostsHere: number, hostsInAll: number, sites: number): number {
  if (hostsInAll <= 6) return Math.max(1, 4 - sites);
  return Math.max(1, Math.ceil(hostsHere / Math.sqrt(hostsInAll)));
}

interface Group {
  readonly zone: string | undefined;
  readonly names: readonly string[];
}

type PlacedGroup = Group & { readonly across: number };

/** Puts the zones of a site into lines: beside each other in small plans; in large ones so that the site stays low at its width. */
function linesOf(groups: readonly Group[], columns: number, hostsInAll: number): readonly (readonly PlacedGroup[])[] {
  const named = groups.filter(({ zone }) => zone !== undefined);
  const others = groups
    .filter(({ zone }) => zone === undefined)
    .map((group) => ({ ...group, across: Math.min(columns, group.names.length) }));
  if (hostsInAll <= maxInOneLine)
    return [
      [
        ...others,
        ...named.map((group) => ({
          ...group,
          across: Math.min(group.names.length, Math.ceil(group.names.length / 6)),
        })),
      ],
    ].filter((line) => line.length > 0);
  const lines = (perLine: number): PlacedGroup[][] => {
    const across = Math.max(1, Math.floor(columns / perLine));
    const placed = named.map((group) => ({ ...group, across: Math.min(across, group.names.length) }));
    return Array.from({ length: Math.ceil(placed.length / perLine) }, (_, line) =>
      placed.slice(line * perLine, (line + 1) * perLine),
    );
  };
  // A line costs about half a row more for its frames.
  const rows = (some: readonly (readonly PlacedGroup[])[]) =>
    some.reduce(
      (sum, line) => sum + 0.5 + Math.max(...line.map(({ names, across }) => Math.ceil(names.length / across))),
      0,
    );
  const choices = Array.from({ length: Math.min(columns, named.length) }, (_, index) => lines(index + 1));
  const lowest = choices.reduce<PlacedGroup[][]>(
    (best, one) => (best.length === 0 || rows(one) <= rows(best) ? one : best),
    [],
  );
  return [...others.map((group) => [group]), ...lowest];
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
