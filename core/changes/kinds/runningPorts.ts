import type { Plan } from '../../plan/plan.ts';
import { say } from '../../wording/phrase.ts';
import type { Change, ChangeWorld } from '../change.ts';
import { newDeployment } from '../wayRound.ts';

/** A service that listens on a port of the plan: by what name `ss` shows it, and the field. */
const listeners: readonly {
  readonly unit: string;
  readonly programs: readonly string[];
  readonly field: string;
  port(plan: Plan): number;
}[] = [
  { unit: 'patroni.service', programs: ['postgres'], field: 'postgres.port', port: ({ postgres }) => postgres.port },
  {
    unit: 'patroni.service',
    programs: ['patroni', 'python3'],
    field: 'patroni.port',
    port: ({ patroni }) => patroni.port,
  },
  { unit: 'etcd.service', programs: ['etcd'], field: 'etcd.clientPort', port: ({ etcd }) => etcd.clientPort },
  {
    unit: 'pgbouncer.service',
    programs: ['pgbouncer'],
    field: 'pgbouncer.port',
    port: ({ pgbouncer }) => pgbouncer.port,
  },
];

/** Services that listen on another port than the plan gives them: what deployments of earlier versions left no record of. */
export function changedRunningPorts({ plan, hosts, before }: ChangeWorld): readonly Change[] {
  // A record says it for all hosts, and of the plan's own fields.
  if (before.length > 0) return [];
  return hosts.flatMap(({ desired, facts }) =>
    listeners.flatMap(({ unit, programs, field, port }): Change[] => {
      if (facts.units.get(unit)?.active !== 'active') return [];
      const ports = [...new Set(facts.ports.filter((one) => programs.includes(one.program)).map((one) => one.port))];
      const wanted = port(plan);
      // Another PostgreSQL or Python program of the host may listen too: the plan's port among them is enough.
      if (ports.length === 0 || ports.includes(wanted)) return [];
      const host = desired.host.name;
      return [
        {
          id: 'fixed-field',
          subject: field,
          verdict: 'refuse',
          path: field.split('.'),
          host,
          said: say`${field} is ${String(ports[0])} where it runs on ${host}, and the plan has ${String(wanted)}: no procedure changes it while the services run. Put the deployed value back; another one needs ${newDeployment}`,
        },
      ];
    }),
  );
}
