import { sectionNotes, topologyNotes } from './planNotes.ts';
import type { PlanSections } from './planSections.ts';
import { parseSizeBytes } from './quantities.ts';
import { planVersion } from './schema.ts';
import type { Layout, Position, Topology } from './topologies.ts';
import { scalarText } from './yamlStyle.ts';

export interface LaidOut {
  readonly name: string;
  readonly address: string;
  readonly position: Position;
}

/** Beyond this a section takes more than one line. */
const widest = 100;

interface Draft {
  readonly topology: Topology;
  readonly layout: Layout;
  readonly name: string;
  readonly clusterName: string;
  readonly hosts: readonly LaidOut[];
  readonly sections: PlanSections;
}

/** Writes the text of a plan: what the topology needs, then each section as given or as a comment that shows how. */
export function writePlan(draft: Draft): string {
  const { topology, layout, sections } = draft;
  const zeroLoss = isZeroLoss(sections.objectives);
  const spread = zeroLoss && topology.id === 'dual-dc';
  const given: PlanSections = {
    objectives: topology.objectives,
    ...(topology.links.length > 0
      ? { network: { links: topology.links.map(({ between, rtt }) => ({ between: [...between], rtt })) } }
      : {}),
    ...sections,
    ...(spread
      ? { patroni: { ...sections.patroni, synchronous: { nodes: 2, ...sections.patroni?.synchronous } } }
      : {}),
  };
  const lines = [
    ...comment(topologyNotes[layout.id] ?? []),
    '#',
    ...comment([
      'What is not written has a default: `quorate validate --explain` shows each one and where it comes from.',
      'Secrets are never in this file: they are generated, and kept on the operator machine.',
    ]),
    `quorate: ${planVersion}`,
    `name: ${flow(draft.name)}`,
    `topology: ${topology.id}`,
    '',
    ...section('ssh', given.ssh ?? { user: 'root', port: 22 }),
  ];
  if (topology.sites.length > 1) lines.push('sites:', ...topology.sites.map((site) => `  - ${flow(site)}`), '');
  lines.push('hosts:');
  if (draft.hosts.some(({ address }) => address === ''))
    lines.push('  # Put the address of each host between its quotes, such as "10.0.0.11".');
  for (const { name, address, position } of draft.hosts) {
    const site = topology.sites.length > 1 ? { site: position.site } : {};
    lines.push(`  - ${flow({ name, address, ...site, roles: position.roles })}`);
  }
  lines.push('', 'clusters:', ...clusterLines(draft, spread), '');
  for (const key of Object.keys(sectionNotes) as (keyof PlanSections)[]) {
    if (key !== 'ssh') lines.push(...section(key, given[key]));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function isZeroLoss(objectives: PlanSections['objectives']): boolean {
  if (objectives?.rpo === undefined) return objectives?.mode === 'zero-loss';
  return (typeof objectives.rpo === 'number' ? objectives.rpo : parseSizeBytes(objectives.rpo)) === 0;
}

function clusterLines(draft: Draft, spread: boolean): string[] {
  const lines: string[] = [];
  const seqs = new Map<LaidOut, number>();
  for (const host of draft.hosts) if (host.position.member) seqs.set(host, seqs.size + 1);
  for (const index of [0, 1] as const) {
    const members = draft.hosts.filter(({ position }) => position.member?.cluster === index);
    if (members.length === 0) continue;
    const name = index === 0 ? draft.clusterName : `${draft.clusterName}-dr`;
    lines.push(`  - name: ${flow(name)}`);
    if (index === 1) {
      lines.push(`    # Its primary follows the other cluster; delay keeps it behind on purpose, such as 1h.`);
      lines.push(`    standbyOf: ${flow({ cluster: draft.clusterName })}`);
    }
    lines.push('    members:');
    if (spread)
      lines.push(
        '      # nosync: a synchronous standby beside the primary would be lost together with it. The two that patroni.synchronous',
        '      # asks for keep one in the other data centre after a failover too.',
      );
    const primarySite = members[0]?.position.site;
    for (const host of members) {
      const role = host.position.member?.role ?? 'replica';
      // A synchronous standby beside the primary would die with its site.
      const nosync = spread && role !== 'primary' && host.position.site === primarySite ? { nosync: true } : {};
      lines.push(`      - ${flow({ host: host.name, seq: seqs.get(host) ?? 0, role, ...nosync })}`);
    }
  }
  return lines;
}

function section(key: keyof PlanSections, value: unknown): string[] {
  const { notes, example } = sectionNotes[key];
  if (value === undefined && example.length === 0) return [];
  const body = value === undefined ? example.map((line) => `# ${line}`) : [block(key, value)];
  return [...comment(notes), ...body, ''];
}

/** A section on one line where it fits, else a line for each key, else a line for each entry of a list. */
function block(key: string, value: unknown): string {
  const oneLine = `${key}: ${flow(value)}`;
  if (oneLine.length <= widest || typeof value !== 'object' || value === null) return oneLine;
  const lines = Object.entries(value).flatMap(([name, field]) =>
    Array.isArray(field) && flow(field).length > widest
      ? [`  ${name}:`, ...field.map((entry) => `    - ${flow(entry)}`)]
      : [`  ${name}: ${flow(field)}`],
  );
  return [`${key}:`, ...lines].join('\n');
}

function comment(lines: readonly string[]): string[] {
  return lines.map((line) => `# ${line}`);
}

/** YAML on one line, the way people write it: `{ name: n1, roles: [etcd] }`. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalarText(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return fields.length === 0
    ? '{}'
    : `{ ${fields.map(([key, field]) => `${scalarText(key)}: ${flow(field)}`).join(', ')} }`;
}
