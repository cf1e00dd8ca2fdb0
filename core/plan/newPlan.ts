import { listOf, type Phrase, type PhraseValue, phraseText, say } from '../wording/phrase.ts';
import { parseAddress } from './address.ts';
import { namePatterns, nameRules } from './names.ts';
import { parsePlan } from './parse.ts';
import type { PlanSections } from './planSections.ts';
import { quoted } from './problem.ts';
import type { TopologyId } from './schema.ts';
import { type Layout, topologies } from './topologies.ts';
import { type LaidOut, writePlan } from './writePlan.ts';

export interface NewPlanOptions {
  readonly topology: TopologyId;
  /** Default: main. Clusters are called pg-NAME, and pg-NAME-dr in a standby region. */
  readonly name?: string | undefined;
  /** In the order of the layout's positions. None: hosts without addresses. An empty address is one to be filled in. */
  readonly hosts?: readonly { readonly name: string; readonly address: string }[] | undefined;
  /** Id of one of the topology's layouts; default: the first one that takes that number of hosts. */
  readonly layout?: string | undefined;
  readonly sections?: PlanSections | undefined;
}

export type NewPlanResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly NewPlanProblem[] };

export interface NewPlanProblem {
  readonly code: 'section' | 'layout' | 'name' | 'hosts' | 'host-name' | 'address' | 'duplicate';
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
}

/**
 * Writes a commented plan for a topology.
 * @returns the text of the plan file, or what is wrong with the names, addresses or number of hosts
 */
export function newPlan(options: NewPlanOptions): NewPlanResult {
  const topology = topologies[options.topology];
  const name = options.name ?? 'main';
  const problems: NewPlanProblem[] = [];
  const add = (code: NewPlanProblem['code'], said: Phrase) => problems.push({ code, message: phraseText(said), said });

  const clusterName = `pg-${name.replaceAll('_', '-').toLowerCase()}`;
  if (!namePatterns.plan.test(name) || !namePatterns.cluster.test(`${clusterName}-dr`))
    add(
      'name',
      say`the name ${quoted(name)} cannot be used: letters, digits, hyphens and underscores, 51 characters at most`,
    );
  for (const host of options.hosts ?? []) {
    if (!namePatterns.host.test(host.name))
      add('host-name', say`the host name ${quoted(host.name)} cannot be used: ${nameRules.host}`);
    if (host.address !== '' && parseAddress(host.address) === undefined)
      add('address', say`the address ${quoted(host.address)} of ${quoted(host.name)} is no IPv4, IPv6 or host name`);
  }
  for (const twice of repeated((options.hosts ?? []).map((host) => host.name.toLowerCase())))
    add('duplicate', say`the host name ${quoted(twice)} is given twice`);
  for (const twice of repeated((options.hosts ?? []).map((host) => parseAddress(host.address)?.canonical ?? '')))
    add('duplicate', say`the address ${quoted(twice)} is given twice`);

  const layouts = topology.layouts.filter(({ id }) => options.layout === undefined || id === options.layout);
  const layout = layouts.find((candidate) => options.hosts === undefined || takes(candidate, options.hosts.length));
  if (layouts.length === 0)
    add(
      'layout',
      say`${topology.id} has no layout ${quoted(options.layout ?? '')}; allowed: ${listOf(
        topology.layouts.map(({ id }) => id),
        'comma',
      )}`,
    );
  else if (layout === undefined)
    add(
      'hosts',
      say`${topology.id} takes ${listOf(layouts.map(countOf), 'or')} hosts; found ${options.hosts?.length ?? 0}`,
    );
  if (problems.length > 0 || layout === undefined) return { ok: false, problems };

  const hosts = options.hosts ?? layout.positions.map((_, index) => ({ name: `n${index + 1}`, address: '' }));
  const laidOut: LaidOut[] = hosts.flatMap((host, index) => {
    const position = layout.positions[index] ?? layout.further;
    return position === undefined ? [] : [{ ...host, position }];
  });
  const sections = options.sections ?? {};
  const text = writePlan({ topology, layout, name, clusterName, hosts: laidOut, sections });
  // The sections are the caller's: what the schema refuses in them is said here, not when the file is read.
  const parsed = parsePlan(text);
  if (parsed.ok) return { ok: true, text };
  return {
    ok: false,
    problems: parsed.problems.map(({ field, message, said }) => ({
      code: 'section',
      message: `${field}: ${message}`,
      said: say`${field}: ${said}`,
    })),
  };
}

function takes(layout: Layout, count: number): boolean {
  return layout.further === undefined ? count === layout.positions.length : count >= layout.positions.length;
}

function countOf(layout: Layout): PhraseValue {
  const { length } = layout.positions;
  return layout.further === undefined ? length : say`${length} or more`;
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => value !== '' && values.indexOf(value) !== index))];
}
