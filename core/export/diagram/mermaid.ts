import type { Plan } from '../../plan/plan.ts';
import { escapeMermaid } from '../text/escape.ts';
import { type Card, diagramLayout, type Link } from './layout.ts';

const arrows: Readonly<Record<Link['kind'], string>> = { streams: '-->', standby: '-. follows .->', votes: '-.-' };

/** A plan's topology as a Mermaid flowchart, for pages that draw them. */
export function diagramMermaid(plan: Plan): string {
  const { sites, cards, links } = diagramLayout(plan);
  const id = (host: string) => `h${cards.findIndex((card) => card.host === host)}`;
  const lines = sites.flatMap((site, index) => [
    `  subgraph s${index}["${escapeMermaid(`${site.name} (${site.role})`)}"]`,
    ...cards
      .filter((card) => plan.hosts.find((host) => host.name === card.host)?.site === site.name)
      .map((card) => `    ${id(card.host)}["${label(card)}"]`),
    '  end',
  ]);
  const arrowsOf = links
    .filter(({ from, to }) => [from, to].every((host) => cards.some((card) => card.host === host)))
    .map(({ from, to, kind }) => `  ${id(from)} ${arrows[kind]} ${id(to)}`);
  return `flowchart TB\n${[...lines, ...arrowsOf].join('\n')}\n`;
}

function label({ host, address, member, etcd, haproxy }: Card): string {
  const parts = [
    host,
    address,
    ...(member === undefined ? [] : [`${member.role} ${member.name}`]),
    [etcd ? 'etcd' : '', haproxy ? 'HAProxy' : ''].filter((word) => word !== '').join(', '),
  ];
  return parts
    .filter((part) => part !== '')
    .map(escapeMermaid)
    .join('<br/>');
}
