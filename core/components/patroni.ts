import { etcdHosts, type Host, memberOn, type Plan } from '../plan/plan.ts';
import type { Release } from '../plan/schema.ts';
import type { HostContext } from '../render/hostContext.ts';
import { patroniConfig } from '../render/patroniConfig.ts';
import type { ComponentFile } from '../render/renderedFile.ts';
import { authoritySecret, clientsAuthoritySecret } from '../render/secretNames.ts';
import { patroniDropIn, patroniStart } from '../render/serviceDropIns.ts';
import { dataDirectory, paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import type { Component, ComponentPort, NeededPlace } from './component.ts';
import { configFile } from './configFile.ts';
import { connections, type NeededConnection } from './connection.ts';
import { etcdClientPort } from './etcd.ts';
import { hostMajor } from './hostMajor.ts';

export const postgresPort = {
  service: 'postgres',
  title: 'PostgreSQL',
  path: ['postgres', 'port'],
  usual: 5432,
  of: ({ postgres }) => postgres.port,
  programs: ['postgres', 'postmaster'],
  change: 'moves',
  outlivesUnit: true,
} as const satisfies ComponentPort;

export const patroniPort = {
  service: 'patroni',
  title: say`Patroni's REST API`,
  path: ['patroni', 'port'],
  usual: 8008,
  of: (plan) => plan.patroni.port,
  programs: ['patroni', 'python3'],
  change: 'moves',
} as const satisfies ComponentPort;

/** Patroni with the PostgreSQL that it runs. */
export const patroni = {
  id: 'patroni',
  runsOn: (plan, host) => memberOn(plan, host.name) !== undefined,
  // python3-etcd is named although Patroni "depends" on it: Patroni accepts any one of several DCS libraries, Debian 13's apt then picks
  // python3-consul, and Patroni's etcd3 module cannot be imported.
  packages: (major) => [`postgresql-${major}`, 'patroni', 'python3-etcd'],
  service: { name: 'patroni', package: 'patroni', alsoStarts: 'postgresql', start: 'own' },
  ports: [postgresPort, patroniPort],
  connects: memberConnections,
  certificates: {
    directory: paths.patroniTls,
    group: 'postgres',
    files: [
      { kind: 'authorities', name: 'ca.crt', secrets: [authoritySecret], onChange: 'reload' },
      // Of the two authorities each vouches for one purpose alone, so that a server may be trusted by either.
      {
        kind: 'authorities',
        name: 'clients-ca.crt',
        secrets: [clientsAuthoritySecret, authoritySecret],
        onChange: 'reload',
      },
      { kind: 'pair', name: 'host', use: 'member', onChange: 'reload' },
      { kind: 'pair', name: 'rest', use: 'rest', onChange: 'reload' },
      { kind: 'pair', name: 'server', use: 'clients', onChange: 'reload' },
    ],
  },
  files: memberFiles,
  accounts: ['postgres'],
  home: '/var/lib/postgresql',
  places: memberPlaces,
  // Debian's `postgresql.service` is active wherever the package is, with no cluster at all: its instances are what runs. Likewise
  // `dcs.yml` is a template of the package and makes no member.
  leftovers: {
    data: { paths: ['/var/lib/postgresql/*/*'] },
    configurations: ['/etc/patroni/config.yml', '/etc/patroni/*.yml'],
    exceptConfiguration: 'dcs.yml',
    units: ['patroni', 'postgresql@*'],
  },
} as const satisfies Component;

function memberFiles(context: HostContext): readonly ComponentFile[] {
  const { member } = context;
  if (member === undefined) return [];
  return [
    configFile(paths.patroniConfig, patroniConfig(context, member.cluster, member.member), 'postgres', 'reload'),
    ...patroniStart(context),
    patroniDropIn(context),
  ];
}

/** Members to etcd, to each other (replication and failsafe), and those of a standby cluster to the cluster that it follows. */
function memberConnections(plan: Plan): readonly NeededConnection[] {
  return plan.clusters.flatMap((cluster) => {
    const members = cluster.members.map(({ host }) => host);
    const etcd = etcdHosts(plan, cluster).map(({ name }) => name);
    const upstream = plan.clusters.find(({ name }) => name === cluster.standbyOf?.cluster);
    const leaders = upstream?.members.map(({ host }) => host) ?? [];
    return [
      ...connections(plan, members, etcd, [etcdClientPort]),
      ...connections(plan, members, members, [postgresPort, patroniPort]),
      ...connections(plan, members, leaders, [postgresPort]),
    ];
  });
}

function memberPlaces(plan: Plan, host: Host, release: Release): readonly NeededPlace[] {
  const member = memberOn(plan, host.name);
  if (member === undefined) return [];
  const { walDirectory } = plan.postgres;
  const path = dataDirectory(plan, hostMajor(plan, host, release), member.cluster.name);
  return [
    { path, user: 'postgres', kind: 'data', field: 'postgres.dataDirectory' },
    ...(walDirectory === undefined
      ? []
      : [{ path: walDirectory, user: 'postgres', kind: 'directory', field: 'postgres.walDirectory' } as const]),
    { path: paths.patroniConfig, user: 'postgres', kind: 'file', field: '' },
  ];
}
