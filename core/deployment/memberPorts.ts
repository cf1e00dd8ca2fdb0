import type { HostFacts } from '../facts/deploymentFacts.ts';
import { type MemberPorts, type Plan, portsOn } from '../plan/plan.ts';

/**
 * Where the member of a host listens now, by what runs there.
 * @returns undefined where nothing of it is known to listen elsewhere than the plan says
 */
export function currentPorts({ postgres, patroni }: Plan, facts: HostFacts): MemberPorts | undefined {
  const running = [...facts.directories.values()].find(({ port }) => port !== undefined)?.port;
  const now = {
    postgres: running ?? postgres.port,
    patroni: facts.patroni === undefined ? silentPort(patroni.port, facts) : (facts.patroni.elsewhere ?? patroni.port),
  };
  return now.postgres === postgres.port && now.patroni === patroni.port ? undefined : now;
}

/** A Patroni that does not answer just now is where it was deployed, if something listens there and nothing where the plan has it. */
function silentPort(planned: number, { ports, deployed }: HostFacts): number {
  const listens = (number: number) => ports.some(({ port }) => port === number);
  const recorded = Number(deployed?.fixed['patroni.port']);
  return listens(recorded) && !listens(planned) ? recorded : planned;
}

/** The ports that a member gives up by this plan, which may leave some of them where they are; undefined where it stays. */
export function leavesPorts(plan: Plan, host: string, facts: HostFacts): MemberPorts | undefined {
  const now = currentPorts(plan, facts);
  const then = portsOn(plan, host);
  return now === undefined || (now.postgres === then.postgres && now.patroni === then.patroni) ? undefined : now;
}

/** The plan with every member where it listens now. @param facts of its hosts, by name; only members of this project count */
export function withCurrentPorts(plan: Plan, projectId: string, facts: ReadonlyMap<string, HostFacts>): Plan {
  const formerPorts = Object.fromEntries(
    plan.clusters
      .flatMap(({ members }) => members)
      .flatMap(({ host }) => {
        const known = facts.get(host);
        const now = known?.state.project === projectId ? currentPorts(plan, known) : undefined;
        return now === undefined ? [] : [[host, now] as const];
      }),
  );
  return { ...plan, formerPorts };
}

/** The plan with a member where it is to be. */
export function withoutFormerPorts(plan: Plan, host: string): Plan {
  const { [host]: _, ...formerPorts } = plan.formerPorts ?? {};
  return { ...plan, formerPorts };
}
