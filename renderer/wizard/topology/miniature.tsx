import type { Layout, Position, Topology } from '../../../core/plan/topologies.ts';

const cell = 26;

/** A small drawing of a layout: a frame per site, filled for the primary, outlined for replicas, a diamond that only votes. */
export function Miniature({ topology, layout }: { readonly topology: Topology; readonly layout: Layout }) {
  const sites = topology.sites.map(({ name }) => layout.positions.filter((one) => one.site === name));
  const columns = sites.map((hosts) => Math.min(3, Math.max(1, hosts.length)));
  const rows = Math.max(...sites.map((hosts, index) => Math.ceil(hosts.length / (columns[index] ?? 1))));
  const widths = columns.map((count) => count * cell + 8);
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, one) => sum + one + 10, 1));
  const width = widths.reduce((sum, one) => sum + one + 10, 2) - 10;
  return (
    <svg className="miniature" viewBox={`0 0 ${Math.max(width, 150)} 72`} aria-hidden="true">
      {sites.map((hosts, index) => (
        <g key={topology.sites[index]?.name} transform={`translate(${lefts[index]} ${(72 - rows * cell - 8) / 2})`}>
          <rect className="miniature-site" width={widths[index]} height={rows * cell + 8} rx="4" />
          {hosts.map((position, place) => {
            const x = 4 + (place % (columns[index] ?? 1)) * cell + cell / 2;
            const y = 4 + Math.floor(place / (columns[index] ?? 1)) * cell + cell / 2;
            // biome-ignore lint/suspicious/noArrayIndexKey: positions are fixed data without names
            return <HostShape key={place} position={position} x={x} y={y} />;
          })}
        </g>
      ))}
    </svg>
  );
}

function HostShape({ position, x, y }: { readonly position: Position; readonly x: number; readonly y: number }) {
  if (position.member === undefined) return <path className="miniature-arbiter" d={`M${x} ${y - 8}l8 8-8 8-8-8z`} />;
  return <rect className={`miniature-${position.member.role}`} x={x - 8} y={y - 8} width="16" height="16" rx="3" />;
}
