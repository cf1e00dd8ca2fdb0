import { etcdHosts } from '../plan/plan.ts';
import { etcdConfig, refusedCertificates, refusesHosts } from '../render/etcdConfig.ts';
import { secretPlaceholder } from '../render/placeholders.ts';
import { refusedSecret } from '../render/refusedHosts.ts';
import type { ComponentFile } from '../render/renderedFile.ts';
import { authoritySecret } from '../render/secretNames.ts';
import { etcdDropIn } from '../render/serviceDropIns.ts';
import { etcdDataDirectory, paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import type { Component, ComponentPort } from './component.ts';
import { configFile } from './configFile.ts';
import { connections } from './connection.ts';

export const etcdClientPort = {
  service: 'etcd client',
  title: say`etcd for clients`,
  path: ['etcd', 'clientPort'],
  usual: 2379,
  of: ({ etcd: { clientPort } }) => clientPort,
  programs: ['etcd'],
  change: 'refused',
} as const satisfies ComponentPort;

const peerPort = {
  service: 'etcd peer',
  title: say`etcd for its members`,
  path: ['etcd', 'peerPort'],
  usual: 2380,
  of: (plan) => plan.etcd.peerPort,
  programs: ['etcd'],
  change: 'moves',
} as const satisfies ComponentPort;

const refusedFile: ComponentFile = {
  path: refusedCertificates,
  content: `${secretPlaceholder(refusedSecret)}\n`,
  mode: 0o644,
  owner: 'root',
  group: 'etcd',
  // A host that was only cut off may have connections that were let in before.
  onChange: 'restart',
};

/** The store in which Patroni keeps who leads. */
export const etcd = {
  id: 'etcd',
  runsOn: (_, host) => host.roles.includes('etcd'),
  packages: () => ['etcd-server', 'etcd-client'],
  // Patroni gives its lock back through etcd: no member stops before every Patroni has.
  service: { name: 'etcd', package: 'etcd-server', alias: 'etcd2', start: 'own', stopsLast: true },
  ports: [etcdClientPort, peerPort],
  connects: (plan) =>
    plan.clusters.flatMap((cluster) => {
      const members = etcdHosts(plan, cluster).map(({ name }) => name);
      return connections(plan, members, members, [peerPort]);
    }),
  certificates: {
    directory: paths.etcdTls,
    group: 'etcd',
    files: [
      // etcd reads certificates again at every handshake, but not the authority: that one, like everything else, needs a restart.
      { kind: 'authorities', name: 'ca.crt', secrets: [authoritySecret], onChange: 'restart' },
      { kind: 'pair', name: 'host', use: 'etcd', onChange: 'none' },
    ],
  },
  files: (context) => [
    configFile(paths.etcdConfig, etcdConfig(context), 'etcd', 'restart'),
    etcdDropIn(context),
    ...(refusesHosts(context) ? [refusedFile] : []),
  ],
  accounts: ['etcd'],
  home: '/var/lib/etcd',
  places: (plan) => [
    { path: etcdDataDirectory(plan), user: 'etcd', kind: 'directory', field: 'etcd.dataDirectory' },
    { path: paths.etcdConfig, user: 'etcd', kind: 'file', field: '' },
  ],
  leftovers: {
    data: { paths: ['/var/lib/etcd', '/var/lib/etcd/*'], with: 'member' },
    configurations: ['/etc/etcd/*.yml', '/etc/etcd/*.yaml'],
    units: ['etcd'],
  },
} as const satisfies Component;
