import { newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { TopologyId } from '../../../core/plan/schema.ts';
import type { Layout, LossKey } from '../../../core/plan/topologies.ts';
import type { Failure } from '../../../core/quorum/failure.ts';
import { simulate } from '../../../core/quorum/simulate.ts';

/** What one loss does to the hosts of a layout, by their places. */
export interface LossExample {
  readonly failed: ReadonlySet<number>;
  readonly leaders: ReadonlySet<number>;
}

const plans = new Map<string, Plan | undefined>();

function examplePlan(topology: TopologyId, layout: Layout): Plan | undefined {
  const key = `${topology} ${layout.id}`;
  if (!plans.has(key)) {
    const written = newPlan({ topology, layout: layout.id });
    const parsed = written.ok ? parsePlan(written.text) : undefined;
    plans.set(key, parsed?.ok ? parsed.parsed.plan : undefined);
  }
  return plans.get(key);
}

/** Simulates a typical case of a loss in a layout: of any host, the primary's. Without a loss: the healthy cluster. */
export function lossExample(topology: TopologyId, layout: Layout, loss?: LossKey): LossExample {
  const plan = examplePlan(topology, layout);
  if (plan === undefined) return { failed: new Set(), leaders: new Set() };
  const failed = loss === undefined ? [] : lostPlaces(layout, loss, plan);
  const failures = failed.flatMap((place): Failure[] => {
    const host = plan.hosts[place]?.name;
    return host === undefined ? [] : [{ kind: 'host', host }];
  });
  const leaders = simulate(plan, failures).clusters.map(({ leaderHost }) =>
    plan.hosts.findIndex(({ name }) => name === leaderHost),
  );
  return { failed: new Set(failed), leaders: new Set(leaders.filter((place) => !failed.includes(place))) };
}

function lostPlaces({ positions }: Layout, loss: LossKey, plan: Plan): number[] {
  const places = (wanted: (place: number) => boolean) => positions.map((_, place) => place).filter(wanted);
  const inSite = (...sites: (string | undefined)[]) => places((place) => sites.includes(positions[place]?.site));
  switch (loss) {
    case 'any-host':
    case 'any-data-host':
      return [0];
    case 'any-two-hosts':
      return [0, 1];
    case 'any-three-hosts':
      return [0, 1, 2];
    case 'arbiter':
      return places((place) => positions[place]?.member === undefined);
    case 'host-with-etcd':
      return places((place) => positions[place]?.roles.includes('etcd') === true);
    case 'host-without-etcd':
      return places((place) => positions[place]?.roles.includes('etcd') === false);
    case 'any-site':
    case 'primary-region':
      return inSite(plan.sites[0]?.name);
    case 'any-two-sites':
      return inSite(plan.sites[0]?.name, plan.sites[1]?.name);
    case 'standby-region':
      return inSite(plan.sites.find(({ role }) => role === 'standby')?.name);
  }
}
