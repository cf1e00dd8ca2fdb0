import type { Layout, Topology } from '../../../core/plan/topologies.ts';

const columnPitch = 38;
const rowPitch = 36;
const padding = 8;
/** Room above the first row for the arcs of replication. */
const headroom = 18;
const gap = 10;

export interface MiniatureBox {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MiniaturePoint {
  readonly x: number;
  readonly y: number;
}

export interface MiniatureLayout {
  readonly width: number;
  readonly height: number;
  readonly sites: readonly MiniatureBox[];
  /** Centres of the hosts, by their places in the layout. */
  readonly hosts: readonly MiniaturePoint[];
}

/** Places the hosts of a layout: a frame per site, three hosts in a row. */
export function layOutMiniature(topology: Topology, layout: Layout): MiniatureLayout {
  const placed = topology.sites.map(({ name }) => ({
    name,
    places: layout.positions.flatMap((one, place) => (one.site === name ? [place] : [])),
  }));
  const rows = Math.max(...placed.map(({ places }) => Math.ceil(places.length / 3)));
  const height = headroom + rows * rowPitch + padding;
  const hosts: { x: number; y: number }[] = [];
  const sites: MiniatureBox[] = [];
  let left = 1;
  for (const { name, places } of placed) {
    const width = Math.min(3, places.length) * columnPitch + 2 * padding;
    sites.push({ name, x: left, y: 1, width, height });
    for (const [index, place] of places.entries())
      hosts[place] = {
        x: left + padding + ((index % 3) + 0.5) * columnPitch,
        y: 1 + headroom + (Math.floor(index / 3) + 0.5) * rowPitch,
      };
    left += width + gap;
  }
  return { width: left - gap + 1, height: height + 2, sites, hosts };
}
