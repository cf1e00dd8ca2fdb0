import type { Plan } from '../../plan/plan.ts';
import { escapeHtml } from '../text/escape.ts';
import { type Card, cardSize, diagramLayout, type Layout, type Link } from './layout.ts';

const colours = {
  text: '#1b2229',
  dim: '#525d68',
  line: '#8a95a1',
  site: '#f4f6f8',
  siteLine: '#dde2e8',
  card: '#ffffff',
  accent: '#0b5cad',
  vote: '#7a68b8',
  standby: '#b8772f',
} as const;

/** Characters that fit on a card; the whole text is in its title. */
const maxCharacters = 22;

/**
 * A picture of a plan's topology as one SVG document: no scripts, no styles, nothing from elsewhere, so that it also stands inside a page with
 * a strict content security policy.
 * @param embedded as an element of a page instead of a file
 */
export function diagramSvg(plan: Plan, embedded = false): string {
  const layout = diagramLayout(plan);
  const { width, height } = layout;
  const foot = 78;
  const body = [
    `<rect width="${width}" height="${height + foot}" fill="#ffffff"/>`,
    ...layout.sites.map(
      (site) =>
        `<g><rect x="${site.x}" y="${site.y}" width="${site.width}" height="${site.height}" rx="8" fill="${colours.site}" stroke="${colours.siteLine}"/>` +
        text(site.x + 16, site.y + 22, `${site.name}`, { bold: true, title: site.name }) +
        text(site.x + site.width - 16, site.y + 22, site.role, { colour: colours.dim, end: true }) +
        '</g>',
    ),
    ...layout.links.map((link, index) => linkPath(layout, link, index)),
    ...layout.cards.map(card),
    ...legend(plan, height),
  ];
  const head = embedded ? '' : '<?xml version="1.0" encoding="UTF-8"?>\n';
  const title = `Topology of ${plan.name}: ${plan.topology}`;
  return `${head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + foot}" width="${width}" height="${height + foot}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${escapeHtml(title)}</title>
<desc>${escapeHtml(description(plan))}</desc>
${body.join('\n')}
</svg>
`;
}

function card({ x, y, host, address, member, etcd, haproxy }: Card): string {
  const services = [etcd ? 'etcd' : '', haproxy ? 'HAProxy' : ''].filter((word) => word !== '').join(' · ');
  const leads = member !== undefined && member.role !== 'replica' && member.role !== 'offline';
  const lines = [
    text(x + 14, y + 25, host, { bold: true, title: host }),
    text(x + 14, y + 44, address, { colour: colours.dim, mono: true, title: address }),
    ...(member === undefined
      ? [text(x + 14, y + 71, 'no PostgreSQL', { colour: colours.dim })]
      : [
          roleMark(x + 20, y + 66, member.role),
          text(x + 34, y + 71, member.role),
          text(x + 14, y + 92, member.name, { title: member.name }),
        ]),
    text(x + 14, y + 112, services, { colour: colours.dim }),
  ];
  return `<g><rect x="${x}" y="${y}" width="${cardSize.width}" height="${cardSize.height}" rx="6" fill="${colours.card}" stroke="${leads ? colours.accent : colours.line}" stroke-width="${leads ? 2 : 1}"/>${lines.join('')}</g>`;
}

/** Shape as well as colour says the role. */
function roleMark(x: number, y: number, role: string): string {
  if (role === 'offline')
    return `<rect x="${x - 5}" y="${y - 5}" width="10" height="10" fill="none" stroke="${colours.dim}" stroke-width="2"/>`;
  const fill = role === 'replica' ? 'none' : colours.accent;
  const dash = role === 'standby leader' ? ' stroke-dasharray="3 2" fill-opacity="0.3"' : '';
  return `<circle cx="${x}" cy="${y}" r="6" fill="${fill}" stroke="${colours.accent}" stroke-width="2"${dash}/>`;
}

/** Replication runs above the hosts and votes below them. */
function linkPath({ cards }: Layout, { from, to, kind }: Link, index: number): string {
  const [start, end] = [cards.find((one) => one.host === from), cards.find((one) => one.host === to)];
  if (start === undefined || end === undefined) return '';
  const below = kind === 'votes';
  const x = (one: Card) => one.x + cardSize.width / 2;
  const y = (one: Card) => one.y + (below ? cardSize.height : 0);
  const bend = below ? 26 : kind === 'standby' ? -48 : -(18 + 6 * (index % 4));
  const path = `M ${x(start)} ${y(start)} C ${x(start)} ${y(start) + bend} ${x(end)} ${y(end) + bend} ${x(end)} ${y(end)}`;
  const colour = kind === 'streams' ? colours.accent : kind === 'standby' ? colours.standby : colours.vote;
  const dash = kind === 'streams' ? '' : kind === 'standby' ? ' stroke-dasharray="8 4"' : ' stroke-dasharray="2 4"';
  // An arrow head without a marker: markers need identities, which may clash inside a page.
  const head = below
    ? ''
    : `<path d="M ${x(end) - 5} ${y(end) - 9} L ${x(end)} ${y(end)} L ${x(end) + 5} ${y(end) - 9} Z" fill="${colour}"/>`;
  return `<g><path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"${dash}/>${head}</g>`;
}

function legend(plan: Plan, top: number): readonly string[] {
  const { ports } = plan.haproxy;
  const line = (x: number, word: string, colour: string, dash: string) =>
    `<path d="M ${x} ${top + 12} H ${x + 28}" stroke="${colour}" stroke-width="1.5"${dash}/>${text(x + 36, top + 16, word, { colour: colours.dim, long: true })}`;
  const where = [plan.access.dns, plan.access.vip?.address].filter((one) => one !== undefined);
  return [
    line(16, 'streams', colours.accent, ''),
    line(126, 'follows from another region', colours.standby, ' stroke-dasharray="8 4"'),
    line(376, 'etcd votes', colours.vote, ' stroke-dasharray="2 4"'),
    text(
      16,
      top + 40,
      `Clients: ${where.length === 0 ? 'any host with HAProxy' : where.join(', ')}; read-write ${ports.primary}, read-only ${ports.replica}, direct ${ports.default}, offline ${ports.offline}`,
      { long: true },
    ),
    text(16, top + 62, description(plan), { colour: colours.dim, long: true }),
  ];
}

function description(plan: Plan): string {
  const etcd = plan.hosts.filter((host) => host.roles.includes('etcd')).length;
  const members = plan.clusters.reduce((sum, cluster) => sum + cluster.members.length, 0);
  return `${plan.hosts.length} hosts, ${members} PostgreSQL members in ${plan.clusters.length} ${plan.clusters.length === 1 ? 'cluster' : 'clusters'}, ${etcd} etcd members`;
}

interface TextOptions {
  readonly colour?: string;
  readonly bold?: boolean;
  readonly mono?: boolean;
  readonly end?: boolean;
  /** Whole text, shown on hovering. */
  readonly title?: string;
  readonly long?: boolean;
}

function text(x: number, y: number, words: string, options: TextOptions = {}): string {
  const { colour = colours.text, bold, mono, end, title, long } = options;
  const characters = [...words];
  const cut = long !== true && characters.length > maxCharacters;
  const shown = cut ? `${characters.slice(0, maxCharacters - 1).join('')}…` : words;
  const attributes = `${bold ? ' font-weight="600"' : ''}${mono ? ' font-family="monospace" font-size="12"' : ''}${end ? ' text-anchor="end"' : ''}`;
  const whole = cut && title !== undefined ? `<title>${escapeHtml(title)}</title>` : '';
  return `<text x="${x}" y="${y}" fill="${colour}"${attributes}>${whole}${escapeHtml(shown)}</text>`;
}
