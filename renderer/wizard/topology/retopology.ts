import { editPlan, type PlanEdit } from '../../../core/plan/edit.ts';
import { newPlan } from '../../../core/plan/newPlan.ts';
import type { ParsedPlan } from '../../../core/plan/parse.ts';
import { valueAt } from '../../../core/plan/planPath.ts';
import type { PlanSections } from '../../../core/plan/planSections.ts';
import type { TopologyId } from '../../../core/plan/schema.ts';
import { type Topology, topologies } from '../../../core/plan/topologies.ts';
import type { Phrase } from '../../../core/wording/phrase.ts';

/** What a topology lays out, and the links between its sites. Everything else means the same in every topology; objectives only when they were chosen. */
const laidOut = ['quorate', 'name', 'topology', 'sites', 'hosts', 'clusters', 'network', 'objectives'];

interface NamedHost {
  readonly name: string;
  readonly address: string;
}

/**
 * Lays the plan out anew for another topology: names and addresses of the hosts stay as far as there are places for them; the addresses
 * of further ones are to be filled in. What the file says of a host's zone and login, of a cluster's PostgreSQL and of a
 * standby cluster's delay stays with it.
 * @returns the text of the new plan, or what stands against it
 */
export function retopology(
  parsed: ParsedPlan,
  topologyId: TopologyId,
  layoutId: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problems: readonly Phrase[] } {
  const written = parsed.document.toJS({ maxAliasCount: 0 }) as Record<string, unknown>;
  const { plan } = parsed;
  const chosen = isUsual(written.objectives, topologies[plan.topology].objectives) ? [] : ['objectives'];
  const sections: PlanSections = Object.fromEntries(
    Object.entries(written).filter(
      ([key, value]) => value !== undefined && (!laidOut.includes(key) || chosen.includes(key)),
    ),
  );
  const { layouts } = topologies[topologyId];
  const layout = layouts.find(({ id }) => id === layoutId) ?? layouts[0];
  const hosts = hostsFor(plan.hosts, layout.positions.length);
  const result = newPlan({ topology: topologyId, layout: layout.id, name: plan.name, hosts, sections });
  if (!result.ok) return { ok: false, problems: result.problems.map((one) => one.said) };
  const places = [
    { list: 'hosts', keys: ['zone', 'ssh'], count: hosts.length },
    {
      list: 'clusters',
      keys: ['postgres'],
      count: layout.positions.some(({ member }) => member?.cluster === 1) ? 2 : 1,
    },
  ] as const;
  const edits = places.flatMap(({ list, keys, count }) =>
    keys.flatMap((key) =>
      Array.from({ length: count }, (_, index) => ({
        path: [list, index, key],
        value: valueAt(written, [list, index, key]),
      })),
    ),
  );
  return {
    ok: true,
    text: editPlan(
      result.text,
      [...edits, ...(places[1].count === 2 ? [delayOf(parsed, written)] : [])].filter(
        ({ value }) => value !== undefined,
      ),
    ),
  };
}

/** What the file says of the standby region's delay, wherever that region stands in it: after a promotion it may be the first. */
function delayOf({ plan }: ParsedPlan, written: unknown): PlanEdit {
  const standby = plan.clusters.findIndex(({ standbyOf }) => standbyOf !== undefined);
  return {
    path: ['clusters', 1, 'standbyOf', 'delay'],
    value: valueAt(written, ['clusters', standby, 'standbyOf', 'delay']),
  };
}

/** Whether the objectives are those that a new plan of the topology has: nobody chose them then. */
function isUsual(written: unknown, usual: Topology['objectives']): boolean {
  return JSON.stringify(written) === JSON.stringify(usual);
}

function hostsFor(present: readonly NamedHost[], count: number): NamedHost[] {
  const hosts = present.slice(0, count).map(({ name, address }) => ({ name, address }));
  while (hosts.length < count) hosts.push(freeHost(hosts));
  return hosts;
}

/** The next host `nN` whose name no host has, without an address. */
export function freeHost(hosts: readonly NamedHost[]): NamedHost {
  const taken = new Set(hosts.map(({ name }) => name));
  let number = hosts.length + 1;
  while (taken.has(`n${number}`)) number++;
  return { name: `n${number}`, address: '' };
}
