import { componentPorts } from '../../components/components.ts';
import { formatPath } from '../../plan/planPath.ts';
import { say } from '../../wording/phrase.ts';
import type { Change, ChangeWorld } from '../change.ts';
import { newDeployment } from '../wayRound.ts';

/** Services that listen on another port than the plan gives them: what deployments of earlier versions left no record of. */
export function changedRunningPorts({ plan, hosts, before }: ChangeWorld): readonly Change[] {
  // A record says it for all hosts, and of the plan's own fields.
  if (before.length > 0) return [];
  return hosts.flatMap(({ desired, facts }) =>
    componentPorts.flatMap((one): Change[] => {
      const { component, path, programs, change } = one;
      if (change !== 'refused' || facts.units.get(`${component.service?.name}.service`)?.active !== 'active') return [];
      const ports = [
        ...new Set(facts.ports.filter(({ program }) => programs.includes(program)).map(({ port }) => port)),
      ];
      const wanted = one.of(plan);
      // Another PostgreSQL or Python program of the host may listen too: the plan's port among them is enough.
      if (ports.length === 0 || ports.includes(wanted)) return [];
      const others = componentPorts.filter((other) => other.component === component).map((other) => other.of(plan));
      const runs = ports.find((port) => !others.includes(port));
      if (runs === undefined) return [];
      const host = desired.host.name;
      const field = formatPath(path);
      return [
        {
          id: 'fixed-field',
          subject: field,
          verdict: 'refuse',
          path,
          host,
          said: say`${field} is ${String(runs)} where it runs on ${host}, and the plan has ${String(wanted)}: no procedure changes it while the services run. Put the deployed value back; another one needs ${newDeployment}`,
        },
      ];
    }),
  );
}
