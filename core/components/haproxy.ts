import { clusterRegion, type Plan, regionOf } from '../plan/plan.ts';
import { haproxyConfig } from '../render/haproxyConfig.ts';
import { authoritySecret } from '../render/secretNames.ts';
import { haproxyDropIn } from '../render/serviceDropIns.ts';
import { paths } from '../systems/debian/paths.ts';
import { type PhraseValue, say } from '../wording/phrase.ts';
import type { Component, ComponentPort } from './component.ts';
import { configFile } from './configFile.ts';
import { connections } from './connection.ts';
import { patroniPort, postgresPort } from './patroni.ts';
import { pgbouncerPort } from './pgbouncer.ts';

/** Sends clients to the leader, or to the replicas. */
export const haproxy = {
  id: 'haproxy',
  runsOn: (_, host) => host.roles.includes('haproxy'),
  packages: () => ['haproxy'],
  // Its master process starts itself again from the disk on a reload (Management Guide, 3 and 4: SIGUSR2).
  service: { name: 'haproxy', package: 'haproxy', start: 'afterLeader', reloadStartsAnew: true },
  ports: [
    port('primary', say`HAProxy's service primary`, 5433),
    port('replica', say`HAProxy's service replica`, 5434),
    port('default', say`HAProxy's service default`, 5436),
    port('offline', say`HAProxy's service offline`, 5438),
    port('stats', say`HAProxy's statistics`, 9101),
  ],
  connects: (plan) =>
    plan.clusters.flatMap((cluster) => {
      const region = clusterRegion(plan, cluster);
      const proxies = plan.hosts.filter(
        ({ roles, site }) => roles.includes('haproxy') && regionOf(plan, site) === region,
      );
      return connections(
        plan,
        proxies.map(({ name }) => name),
        cluster.members.map(({ host }) => host),
        [patroniPort, pgbouncerPort, postgresPort],
      );
    }),
  certificates: {
    directory: paths.haproxyTls,
    group: 'haproxy',
    files: [
      { kind: 'authorities', name: 'ca.crt', secrets: [authoritySecret], onChange: 'reload' },
      { kind: 'bundle', name: 'host.pem', use: 'rest', onChange: 'reload' },
    ],
  },
  // Its configuration holds the password of the statistics; HAProxy reads it as root.
  files: (context) => [
    configFile(paths.haproxyConfig, haproxyConfig(context), 'haproxy', 'reload'),
    haproxyDropIn(context),
  ],
  accounts: ['haproxy'],
  leftovers: { units: ['haproxy'] },
} as const satisfies Component;

function port(key: keyof Plan['haproxy']['ports'], title: PhraseValue, usual: number): ComponentPort {
  return {
    service: 'haproxy',
    title,
    path: ['haproxy', 'ports', key],
    usual,
    of: (plan) => plan.haproxy.ports[key],
    programs: ['haproxy'],
    privileged: true,
    change: 'told',
  };
}
