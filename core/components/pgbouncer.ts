import { memberOn } from '../plan/plan.ts';
import type { HostContext } from '../render/hostContext.ts';
import { pgbouncerConfig, pgbouncerRules, pgbouncerUsers } from '../render/pgbouncerConfig.ts';
import type { ComponentFile } from '../render/renderedFile.ts';
import { pgbouncerDropIn } from '../render/serviceDropIns.ts';
import { paths } from '../systems/debian/paths.ts';
import type { Component, ComponentPort } from './component.ts';
import { configFile } from './configFile.ts';

export const pgbouncerPort = {
  service: 'pgbouncer',
  title: 'PgBouncer',
  path: ['pgbouncer', 'port'],
  usual: 6432,
  of: (plan) => plan.pgbouncer.port,
  programs: ['pgbouncer'],
  change: 'told',
} as const satisfies ComponentPort;

/** The pool of connections beside every PostgreSQL. */
export const pgbouncer = {
  id: 'pgbouncer',
  runsOn: (plan, host) => memberOn(plan, host.name) !== undefined,
  packages: () => ['pgbouncer'],
  service: { name: 'pgbouncer', package: 'pgbouncer', start: 'afterLeader', keepsPort: true },
  ports: [pgbouncerPort],
  certificates: {
    directory: paths.pgbouncerTls,
    group: 'postgres',
    files: [{ kind: 'pair', name: 'host', use: 'clients', onChange: 'reload' }],
  },
  files: poolFiles,
  places: () => [{ path: paths.pgbouncerConfig, user: 'postgres', kind: 'file', field: '' }],
  leftovers: { units: ['pgbouncer'] },
} as const satisfies Component;

function poolFiles(context: HostContext): readonly ComponentFile[] {
  const { member } = context;
  if (member === undefined) return [];
  return [
    configFile(paths.pgbouncerConfig, pgbouncerConfig(context), 'postgres', 'reload'),
    configFile(paths.pgbouncerUsers, pgbouncerUsers(context, member.cluster), 'postgres', 'reload'),
    configFile(paths.pgbouncerRules, pgbouncerRules(context, member.cluster), 'postgres', 'reload'),
    pgbouncerDropIn(context),
  ];
}
