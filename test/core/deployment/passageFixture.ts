import { transitionTo } from '../../../core/changes/transition.ts';
import { planPassage } from '../../../core/deployment/planPassage.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { bareHost, deployedFacts, stateOf, tools } from './deploymentFixture.ts';

/** The passage from a plan that runs to another one. @param change of the facts of what runs */
export async function passage(before: Plan, now: Plan, change: (facts: Map<string, HostFacts>) => void = () => {}) {
  const bare = new Map(before.hosts.map((host) => [host.name, bareHost()]));
  const facts = deployedFacts(await stateOf(before, bare));
  for (const { name } of now.hosts) if (!facts.has(name)) facts.set(name, bareHost());
  change(facts);
  const transition = transitionTo(now, [before]);
  const own = new Map([...facts].filter(([name]) => now.hosts.some((host) => host.name === name)));
  const state = await stateOf(now, own);
  const leaving = transition && { state, between: await stateOf(transition.between, facts), transition, facts };
  const found = planPassage({ state, leaving, facts, tools, leaders: new Map([['pg-main', 'pg-main-1']]) });
  return { found, facts, state, transition, between: transition?.between ?? now };
}
