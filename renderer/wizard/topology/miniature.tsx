import type { Layout, Position, Topology } from '../../../core/plan/topologies.ts';
import { useText } from '../../text/language.ts';
import type { LossExample } from './lossExample.ts';
import { layOutMiniature, type MiniaturePoint } from './miniatureLayout.ts';

interface MiniatureProps {
  readonly topology: Topology;
  readonly layout: Layout;
  readonly example: LossExample;
}

/** A small drawing of a layout, healthy or after a loss: who leads, who follows whom, what is gone. */
export function Miniature({ topology, layout, example }: MiniatureProps) {
  const { width, height, sites, hosts } = layOutMiniature(topology, layout);
  const { failed, leaders } = example;
  const leaderOf = (cluster: 0 | 1) =>
    layout.positions.findIndex((one, place) => one.member?.cluster === cluster && leaders.has(place));
  const links = layout.positions.flatMap((one, place) => {
    if (one.member === undefined || failed.has(place)) return [];
    const follows = leaders.has(place) ? (one.member.cluster === 1 ? leaderOf(0) : -1) : leaderOf(one.member.cluster);
    const [from, to] = [hosts[follows], hosts[place]];
    return from === undefined || to === undefined ? [] : [{ key: place, from, to }];
  });
  return (
    <svg className="miniature" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {sites.map(({ name, ...box }) => (
        <rect key={name} className="miniature-site" {...box} rx="5" />
      ))}
      {links.map(({ key, from, to }) => (
        <path key={key} className="miniature-link" d={linkPath(from, to)} />
      ))}
      {layout.positions.map((position, place) => (
        <HostShape
          // biome-ignore lint/suspicious/noArrayIndexKey: positions are fixed data without names
          key={place}
          position={position}
          x={hosts[place]?.x ?? 0}
          y={hosts[place]?.y ?? 0}
          failed={failed.has(place)}
          leads={leaders.has(place)}
        />
      ))}
    </svg>
  );
}

/** An arc over hosts of one row; between rows a curve through their gap, past the hosts beside it. */
function linkPath(from: MiniaturePoint, to: MiniaturePoint): string {
  if (from.y === to.y) return `M${from.x} ${from.y - 12}Q${(from.x + to.x) / 2} ${from.y - 32} ${to.x} ${to.y - 12}`;
  const half = to.y > from.y ? 12 : -12;
  return `M${from.x} ${from.y + half}C${from.x} ${to.y - half} ${to.x} ${from.y + half} ${to.x} ${to.y - half}`;
}

interface HostShapeProps {
  readonly position: Position;
  readonly x: number;
  readonly y: number;
  readonly failed: boolean;
  readonly leads: boolean;
}

function HostShape({ position, x, y, failed, leads }: HostShapeProps) {
  const t = useText();
  const role =
    position.member === undefined
      ? 'arbiter'
      : leads
        ? position.member.cluster === 1
          ? 'standby'
          : 'primary'
        : position.member.role === 'offline'
          ? 'offline'
          : 'replica';
  return (
    <g
      className={failed ? 'miniature-host miniature-failed' : `miniature-host miniature-${role}`}
      transform={`translate(${x} ${y})`}
    >
      {role === 'arbiter' ? <path d="M0-14L14 0 0 14-14 0z" /> : <rect x="-12" y="-12" width="24" height="24" rx="4" />}
      {failed ? (
        <path className="miniature-cross" d="M-5-5L5 5M5-5L-5 5" />
      ) : (
        <text y="4" textAnchor="middle">
          {t(`letter.${role}`)}
        </text>
      )}
    </g>
  );
}
