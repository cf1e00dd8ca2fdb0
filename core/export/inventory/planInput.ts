import { completePlan, modeObjectives } from '../../plan/complete.ts';
import type { Plan } from '../../plan/plan.ts';
import { type PlanInput, planSchema, planVersion } from '../../plan/schema.ts';
import { plainDatabase, plainRule, plainUser } from './plainObjects.ts';

type Settings = Omit<PlanInput, 'quorate' | 'name' | 'topology' | 'sites' | 'hosts' | 'clusters'>;

/** The settings of a plan that differ from their defaults, as they are written in a plan file. */
export function settingsOf(plan: Plan): Settings {
  const { mode, rtoSeconds, rpoBytes } = plan.objectives;
  const preset = modeObjectives[mode];
  const objectives = {
    mode,
    ...(rtoSeconds === preset.rtoSeconds ? {} : { rto: rtoSeconds }),
    ...(rpoBytes === preset.rpoBytes ? {} : { rpo: rpoBytes }),
  };
  // The same objectives and template, since other defaults follow from them; everything else at its default.
  const usual = completePlan(
    planSchema.parse({
      quorate: planVersion,
      name: 'usual',
      topology: plan.topology,
      hosts: [{ name: 'usual', address: '192.0.2.1' }],
      clusters: [{ name: 'usual', members: [{ host: 'usual', seq: 1, role: 'primary' }] }],
      objectives,
      postgres: { template: plan.postgres.template },
    }),
  );
  const fresh = completePlan(
    planSchema.parse({
      quorate: planVersion,
      name: 'usual',
      topology: plan.topology,
      hosts: [{ name: 'usual', address: '192.0.2.1' }],
      clusters: [{ name: 'usual', members: [{ host: 'usual', seq: 1, role: 'primary' }] }],
      objectives,
    }),
  );
  const { enabled: _enabled, ...synchronous } = plan.patroni.synchronous;
  const { enabled: _usual, ...usualSynchronous } = usual.patroni.synchronous;
  const sections: Settings = {
    objectives,
    postgres: plainPostgres(differences(plan.postgres, { ...usual.postgres, template: fresh.postgres.template })),
    patroni: differences({ ...plan.patroni, synchronous }, { ...usual.patroni, synchronous: usualSynchronous }),
    etcd: differences(plan.etcd, usual.etcd),
    haproxy: differences(plan.haproxy, usual.haproxy),
    pgbouncer: differences(plan.pgbouncer, usual.pgbouncer),
    network: differences(plan.network, usual.network),
    access: differences(plan.access, usual.access),
    packages: differences(plan.packages, usual.packages),
    security: differences(plan.security, usual.security),
  } as Settings;
  return Object.fromEntries(Object.entries(sections).filter(([, section]) => Object.keys(section ?? {}).length > 0));
}

function plainPostgres({ users, databases, hba, ...rest }: Partial<Plan['postgres']>): object {
  return {
    ...rest,
    ...(databases === undefined ? {} : { databases: databases.map(plainDatabase) }),
    ...(users === undefined ? {} : { users: users.map(plainUser) }),
    ...(hba === undefined ? {} : { hba: hba.map(plainRule) }),
  };
}

/** What of a mapping differs from another one, as deep as both are mappings; undefined counts as not there. */
export function differences(value: object, usual: object): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const other = Object.hasOwn(usual, key) ? (usual as Record<string, unknown>)[key] : undefined;
    if (field === undefined || JSON.stringify(field) === JSON.stringify(other)) continue;
    const inner = isMapping(field) && isMapping(other) ? differences(field, other) : field;
    found[key] = inner;
  }
  return found;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
