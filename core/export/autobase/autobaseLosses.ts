import type { Cluster, Plan } from '../../plan/plan.ts';
import { type ClusterKey, postgresOf, postgresPath } from '../../plan/postgresOf.ts';
import { listOf, say } from '../../wording/phrase.ts';
import type { ExportInput, Loss } from '../exportFormat.ts';
import { LossList } from '../inventory/lossList.ts';

/**
 * What an autobase inventory cannot carry, and what autobase does in its place.
 * @see autobase 2: roles/common/defaults, roles/patroni/templates, roles/etcd/templates, roles/haproxy/templates
 */
export function autobaseLosses({ plan, timing, secret }: ExportInput): readonly Loss[] {
  const list = new LossList();
  const { patroni, etcd, haproxy } = timing;
  list.when(
    true,
    'member-names',
    ['clusters'],
    say`Patroni has no numbers in its names there: seq is not carried.`,
    say`autobase names each member after its host.`,
  );
  list.when(
    etcd.heartbeatMilliseconds !== 1000 || etcd.electionMilliseconds !== 5000,
    'etcd-timing',
    ['etcd'],
    say`heartbeat ${etcd.heartbeatMilliseconds} and election timeout ${etcd.electionMilliseconds} ms have no variable.`,
    say`autobase sets 1000 and 5000 ms: a new etcd leader takes up to 10 s, and a failover that waits for it as much longer.`,
  );
  list.when(
    plan.etcd.clientPort !== 2379 || plan.etcd.peerPort !== 2380 || plan.etcd.quota !== 2 * 1024 ** 3,
    'etcd-settings',
    ['etcd'],
    say`The ports and the quota of etcd have no variable.`,
    say`autobase uses 2379 and 2380, and etcd's default quota.`,
  );
  list.when(
    plan.clusters.some((cluster) => cluster.members.some((member) => member.role === 'offline')),
    'offline-service',
    ['haproxy', 'ports', 'offline'],
    say`There is no service for members that are offline.`,
    say`They carry the tags nofailover, noloadbalance and nosync; the port balances over the other replicas: connect to an offline member directly.`,
  );
  list.when(
    true,
    'haproxy-checks',
    ['haproxy', 'checks'],
    say`downinter ${haproxy.downinterSeconds} s has no variable, and releases without haproxy_default_server ignore the others.`,
    say`downinter is then inter; those releases use inter 3s fastinter 1s fall 3 rise 4.`,
  );
  list.when(
    patroni.safetyMarginSeconds !== 5 && plan.patroni.watchdog !== 'off',
    'safety-margin',
    ['patroni', 'timing', 'safetyMargin'],
    say`The safety margin of the watchdog has no variable.`,
    say`autobase sets 5 s.`,
  );
  list.when(
    plan.patroni.synchronous.enabled,
    'primary-stop-timeout',
    ['patroni', 'timing', 'primaryStopTimeout'],
    say`primary_stop_timeout ${patroni.primaryStopTimeoutSeconds} s has no variable.`,
    say`Patroni's default, 0, means no limit.`,
  );
  for (const cluster of plan.clusters) postgresLosses(list, plan, cluster, secret !== undefined);
  list.when(
    plan.packages.source === 'bundle' || plan.packages.url !== undefined || plan.packages.release !== undefined,
    'packages',
    ['packages'],
    say`Bundles, extra repositories and the expected release of the hosts have no variable.`,
    say`autobase installs PGDG's packages, and etcd from its own releases.`,
  );
  list.when(
    plan.postgres.packages.length > 0,
    'extra-packages',
    ['postgres', 'packages'],
    say`The extra packages of PostgreSQL (${listOf(plan.postgres.packages, 'comma')}) are not carried.`,
    say`autobase installs none of them: name them in postgresql_packages.`,
  );
  list.when(
    plan.hosts.some((host) => host.ssh.jump !== undefined),
    'ssh-jump',
    ['ssh', 'jump'],
    say`A jump host would become an argument of ssh.`,
    say`Ansible connects directly; name the jump host as ProxyJump in your ssh configuration.`,
  );
  list.when(
    plan.sites.length > 1 || plan.hosts.some((host) => host.zone !== host.name),
    'sites',
    ['sites'],
    say`Sites and failure domains are not carried.`,
    say`autobase places nothing by them; the members stay where the inventory puts them.`,
  );
  list.when(
    plan.access.dns !== undefined,
    'dns',
    ['access', 'dns'],
    say`The name that clients use has no variable.`,
    say`Make the record yourself.`,
  );
  list.when(
    plan.access.vip !== undefined,
    'vip-on-balancer',
    ['access', 'vip'],
    say`With HAProxy, the virtual IP follows a working HAProxy, not the leader.`,
    say`autobase moves it with keepalived among the balancers, and HAProxy listens on it alone.`,
  );
  return list.losses;
}

function postgresLosses(list: LossList, plan: Plan, cluster: Cluster, withSecrets: boolean): void {
  const { template, parameters, users, databases } = postgresOf(plan, cluster);
  const path = (key: ClusterKey) => postgresPath(plan, cluster, key);
  list.when(
    template !== 'oltp',
    'template',
    path('template'),
    say`The tuning template ${template} has no variable.`,
    say`autobase tunes every cluster for transactions; change postgresql_parameters.`,
  );
  list.when(
    Object.keys(parameters).length > 0,
    'parameters',
    path('parameters'),
    say`Releases without postgresql_parameters_overrides ignore them.`,
    say`There, put them into postgresql_parameters.`,
  );
  list.when(
    users.some((user) => user.memberOf.length > 1),
    'member-of',
    path('users'),
    say`A user is granted one role only.`,
    say`The first of memberOf is granted; grant the others with postgresql_privs.`,
  );
  list.when(
    users.some((user) => user.connectionLimit !== undefined),
    'connection-limit',
    path('users'),
    say`The connection limit of a user has no variable.`,
    say`autobase makes users without one: set it with ALTER ROLE.`,
  );
  list.when(
    users.length > 0 && !withSecrets,
    'passwords',
    path('users'),
    say`The passwords of the users are not in the inventory.`,
    say`autobase makes the users without one: nobody can log in as them until you set it.`,
  );
  list.when(
    databases.some(({ extensions }) => extensions.some((one) => one.schema !== undefined || one.version !== undefined)),
    'extension-details',
    path('databases'),
    say`The schema and the version of an extension have no variable.`,
    say`autobase makes the newest one in the first schema of the search path.`,
  );
  list.when(
    databases.length > 0,
    'connect',
    path('databases'),
    say`Who may log in to a database has no variable.`,
    say`There every user may log in to every database, until you revoke CONNECT from PUBLIC.`,
  );
}
