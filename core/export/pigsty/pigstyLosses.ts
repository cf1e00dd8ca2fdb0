import { parseCidr } from '../../plan/address.ts';
import { type Plan, regionOf } from '../../plan/plan.ts';
import { postgresOf, postgresPath, templatesOf } from '../../plan/postgresOf.ts';
import type { Timing } from '../../timing/timing.ts';
import { listOf, say } from '../../wording/phrase.ts';
import type { Loss, PigstyTarget } from '../exportFormat.ts';
import { LossList } from '../inventory/lossList.ts';
import { standbyEtcdGroup } from './pigstyEtcd.ts';
import { pigsty3Checks } from './pigstyTiming.ts';

interface Exported {
  readonly plan: Plan;
  readonly target: PigstyTarget;
  readonly timing: Timing;
  readonly withSecrets: boolean;
}

/**
 * What a Pigsty inventory cannot carry, and what Pigsty does in its place.
 * @see Pigsty 3.7 and 4.0: roles/pgsql/defaults, roles/pgsql/templates/{oltp,crit}.yml, bin/validate
 */
export function pigstyLosses(exported: Exported): readonly Loss[] {
  const list = new LossList();
  installationLosses(list, exported);
  patroniLosses(list, exported);
  timingLosses(list, exported);
  accessLosses(list, exported);
  return list.losses;
}

function installationLosses(list: LossList, { plan, withSecrets }: Exported): void {
  const first = plan.hosts[0]?.name ?? '';
  list.when(
    true,
    'passwords',
    ['security'],
    withSecrets
      ? say`Pigsty has users of its own whose passwords no plan holds.`
      : say`The inventory holds no password of any user.`,
    withSecrets
      ? say`Set pg_admin_password, grafana_admin_password and etcd_root_password: Pigsty otherwise uses those of its documentation.`
      : say`Pigsty uses the passwords of its documentation, and makes the users of the plan without one: set them before installing, or export with --with-secrets.`,
  );
  list.when(
    true,
    'admin-node',
    ['hosts', 0],
    say`Pigsty needs an admin node with its repository and monitoring.`,
    say`It uses ${first}, the first host; move admin_ip and the group infra to another one if it should not carry them.`,
  );
  list.when(
    plan.packages.source === 'bundle' || plan.packages.url !== undefined || plan.packages.release !== undefined,
    'packages',
    ['packages'],
    say`Bundles, extra repositories and the expected release of the hosts have no variable.`,
    say`Pigsty installs from its own repository: PGDG's packages, not the distribution's.`,
  );
  list.when(
    plan.postgres.packages.length > 0,
    'extra-packages',
    ['postgres', 'packages'],
    say`The extra packages of PostgreSQL (${listOf(plan.postgres.packages, 'comma')}) are not carried.`,
    say`Pigsty installs none of them: name their extensions in pg_extensions.`,
  );
  const { dataDirectory, walDirectory } = plan.postgres;
  list.when(
    dataDirectory !== undefined || walDirectory !== undefined,
    'data-directory',
    ['postgres', dataDirectory === undefined ? 'walDirectory' : 'dataDirectory'],
    say`The directories of data and WAL (${listOf([dataDirectory, walDirectory].filter((one) => one !== undefined))}) are not carried.`,
    say`Pigsty links /pg to a folder below pg_fs_main and keeps WAL in the data directory: set pg_fs_main to the disk.`,
  );
  list.when(
    plan.etcd.dataDirectory !== undefined,
    'etcd-directory',
    ['etcd', 'dataDirectory'],
    say`The data directory of etcd (${plan.etcd.dataDirectory ?? ''}) is not carried.`,
    say`Pigsty keeps it in /data/etcd: set etcd_data to the directory.`,
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
    say`Pigsty knows no sites or failure domains.`,
    say`It places nothing by them; the members stay where the inventory puts them.`,
  );
}

function patroniLosses(list: LossList, { plan, target }: Exported): void {
  const { synchronous } = plan.patroni;
  list.when(
    !plan.patroni.failsafe,
    'failsafe',
    ['patroni', 'failsafe'],
    say`failsafe_mode cannot be turned off.`,
    say`Pigsty always sets failsafe_mode: true.`,
  );
  list.when(
    plan.patroni.basebackup?.maxRate !== undefined,
    'basebackup-rate',
    ['patroni', 'basebackup', 'maxRate'],
    say`The limit on the bandwidth of a copy has no variable.`,
    say`Pigsty's template sets its own.`,
  );
  for (const [clusterIndex, cluster] of plan.clusters.entries())
    for (const [memberIndex, member] of cluster.members.entries())
      list.when(
        member.nosync,
        'nosync',
        ['clusters', clusterIndex, 'members', memberIndex, 'nosync'],
        say`${member.name} cannot be kept out of the synchronous standbys.`,
        say`Pigsty writes nosync: false for every member: set the tag in its Patroni configuration after installing.`,
      );
  list.when(
    synchronous.enabled && synchronous.nodes > 1,
    'synchronous-nodes',
    ['patroni', 'synchronous', 'nodes'],
    say`The number of synchronous standbys (${synchronous.nodes}) has no variable.`,
    say`Patroni keeps 1 until you set synchronous_node_count with patronictl edit-config.`,
  );
  const templates = templatesOf(plan);
  const critical = templates.includes('crit');
  for (const template of templates) {
    const strict = template === 'crit' && target === 'v4';
    list.when(
      synchronous.enabled && synchronous.strict !== strict,
      'synchronous-strict',
      ['patroni', 'synchronous', 'strict'],
      say`synchronous_mode_strict: ${String(synchronous.strict)} has no variable.`,
      say`The template ${template}.yml sets ${String(strict)}; change it with patronictl edit-config.`,
    );
  }
  list.when(
    critical && !synchronous.enabled,
    'crit-is-synchronous',
    ['postgres', 'template'],
    say`The template crit.yml of Pigsty replicates synchronously, whatever pg_rpo says.`,
    say`Commits wait for a standby there; choose another template if they should not.`,
  );
  for (const [index, cluster] of plan.clusters.entries())
    list.when(
      cluster.standbyOf !== undefined,
      'standby-upstream',
      ['clusters', index, 'standbyOf'],
      say`${cluster.name} cannot follow all members of ${cluster.standbyOf?.cluster ?? ''}, nor use a slot there.`,
      say`Pigsty names one upstream host: after a failover there, change pg_upstream and the standby_cluster section.`,
    );
  list.when(
    plan.hosts.some((host) => host.roles.includes('etcd') && regionOf(plan, host.site) === 'standby'),
    'one-etcd',
    ['topology'],
    say`Pigsty has one etcd cluster for all clusters of an inventory.`,
    say`The standby region would depend on the primary region's etcd. Install it from a copy in which the group etcd is replaced by ${standbyEtcdGroup}, under the name etcd.`,
  );
}

function timingLosses(list: LossList, { plan, target, timing }: Exported): void {
  const { patroni, haproxy } = timing;
  const third = Math.ceil(patroni.ttlSeconds / 3);
  list.when(
    target === 'v3' &&
      [patroni.loopWaitSeconds, patroni.retryTimeoutSeconds, patroni.primaryStartTimeoutSeconds].some(
        (seconds) => seconds !== third,
      ),
    'timing-thirds',
    ['patroni', 'timing'],
    say`Pigsty 3 takes one number: loop_wait ${patroni.loopWaitSeconds}, retry_timeout ${patroni.retryTimeoutSeconds} and primary_start_timeout ${patroni.primaryStartTimeoutSeconds} s are not carried.`,
    3 * third > patroni.ttlSeconds
      ? say`It uses pg_rto / 3 rounded up, ${third} s, for all three; that breaks ttl >= loop_wait + 2 * retry_timeout, and Patroni corrects it.`
      : say`It uses pg_rto / 3 rounded up, ${third} s, for all three.`,
  );
  list.when(
    target === 'v3' && JSON.stringify(haproxy) !== JSON.stringify(pigsty3Checks),
    'haproxy-checks',
    ['haproxy', 'checks'],
    say`The pace of the health checks has no variable.`,
    say`Pigsty 3 uses inter 3s fastinter 1s downinter 5s rise 3 fall 3.`,
  );
  list.when(
    target === 'v3' && patroni.safetyMarginSeconds !== 5 && plan.patroni.watchdog !== 'off',
    'safety-margin',
    ['patroni', 'timing', 'safetyMargin'],
    say`The safety margin of the watchdog has no variable.`,
    say`Patroni uses its default, 5 s, unless Pigsty's template sets it.`,
  );
  list.when(
    plan.patroni.synchronous.enabled && patroni.primaryStopTimeoutSeconds !== 30,
    'primary-stop-timeout',
    ['patroni', 'timing', 'primaryStopTimeout'],
    say`primary_stop_timeout ${patroni.primaryStopTimeoutSeconds} s has no variable.`,
    say`Pigsty sets 30 s.`,
  );
  list.when(
    plan.etcd.quota !== 2 * 1024 ** 3,
    'etcd-quota',
    ['etcd', 'quota'],
    say`The backend quota of etcd has no variable.`,
    say`Pigsty's template sets its own.`,
  );
}

function accessLosses(list: LossList, { plan }: Exported): void {
  const { vip, dns } = plan.access;
  list.when(
    vip !== undefined && parseCidr(vip.address)?.family !== 'ipv4',
    'vip-ipv6',
    ['access', 'vip'],
    say`Pigsty takes IPv4 addresses as virtual IP only.`,
    say`No virtual IP is set up.`,
  );
  list.when(
    dns !== undefined,
    'dns',
    ['access', 'dns'],
    say`The name that clients use has no variable.`,
    say`Pigsty registers the name of each cluster in its own DNS; make the record for yours.`,
  );
  for (const cluster of plan.clusters) {
    const { clients, databases } = postgresOf(plan, cluster);
    const everyone = clients.includes('0.0.0.0/0');
    list.when(
      clients.some((client) => parseCidr(client)?.family !== 'ipv4' && !(everyone && client === '::/0')),
      'clients-ipv6',
      postgresPath(plan, cluster, 'clients'),
      say`Rules for IPv6 networks cannot be written.`,
      say`They are left out: those clients are refused.`,
    );
    list.when(
      databases.some(({ connect }) => connect !== undefined),
      'connect',
      postgresPath(plan, cluster, 'databases'),
      say`Users who may log in to a database of somebody else have no variable.`,
      say`Pigsty closes a database with an owner to all others: grant them CONNECT yourself.`,
    );
  }
  const { pgbouncer } = plan;
  list.when(
    pgbouncer.maxClientConnections !== 2000 || pgbouncer.defaultPoolSize !== 25 || pgbouncer.maxDbConnections !== 80,
    'pool-sizes',
    ['pgbouncer'],
    say`The sizes of the pools have no variable for all databases.`,
    say`Pigsty's template sets its own; pool_size of each entry of pg_databases changes them.`,
  );
  list.when(
    plan.haproxy.maxconn !== 3000,
    'haproxy-maxconn',
    ['haproxy', 'maxconn'],
    say`The number of connections of each server has no variable.`,
    say`Pigsty uses maxconn 3000.`,
  );
  list.when(
    plan.hosts.some((host) => host.roles.includes('haproxy') && !host.roles.includes('postgres')),
    'haproxy-alone',
    ['hosts'],
    say`Pigsty runs the services on the hosts of a cluster.`,
    say`HAProxy on other hosts serves no cluster until you set pg_service_provider.`,
  );
}
