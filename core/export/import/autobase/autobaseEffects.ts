import { type Phrase, say } from '../../../wording/phrase.ts';
import { secretEffect } from '../secretEffect.ts';

/** What variables are for that a plan has no place for, by their names; the first that fits. */
const effects: readonly (readonly [RegExp, Phrase])[] = [
  [/^basebackup/, say`is not read: a limit on the bandwidth of a copy is patroni.basebackup.maxRate in the plan`],
  [
    /^(?:wal_g|pgbackrest|pg_probackup|patroni_create_replica|patroni_cluster_bootstrap|postgresql_(?:restore|archive)|disable_archive|keep_patroni|cron)/,
    say`backups and jobs are not part of a plan: none is made until you set them up`,
  ],
  [
    /^(?:install_|postgresql_packages|apt_|yum_|pg_repack|timescale|citus|pgvector|enable_|pkg_|repo|.*_package|.*_version$|.*_repo$|.*_install$|.*_installation_method$|extensions?_|python|pip|skip_)/,
    say`a plan installs from the hosts' own release: further packages must be named or installed by you`,
  ],
  [/^(?:consul|dcs)/, say`Consul is not set up: etcd takes its place`],
  [/^(?:etcd|patroni_etcd)/, say`a detail of etcd that the program sets itself`],
  [
    /^(?:haproxy|confd|keepalived|vip|balancer)/,
    say`a detail of HAProxy or the virtual IP that the program sets itself`,
  ],
  [/^pgbouncer_install$/, say`a plan always has the pooler beside PostgreSQL`],
  [/^pgbouncer/, say`a detail of the pooler that the program sets itself`],
  [
    /^(?:patroni_standby_cluster_auto_hba|patroni_slots|patroni_permanent_slots)/,
    say`the program makes the slots and rules of its standby clusters itself; others are not made`,
  ],
  [
    /^patroni_(?:superuser|replication|restapi)_username$/,
    say`a role of the tool itself: the program has its own in its place`,
  ],
  [/^patroni/, say`a detail of Patroni that the program sets itself`],
  [
    /^postgresql_(?:privs|pg_ident|pgpass|stats_|unix|listen|connect)/,
    say`is not done: grant or set it yourself after the deployment`,
  ],
  [
    /^postgresql_(?:data_dir|wal_dir|home|conf|bin|log|cluster_name)/,
    say`folders are those of the hosts' own packages: check that the disks meant are mounted there`,
  ],
  [
    /^(?:postgresql_(?:encoding|locale|data_checksums|password)|locale)/,
    say`databases of a plan are made with UTF8 and C.UTF-8 unless they say otherwise, with checksums, and passwords as scram-sha-256`,
  ],
  [/^local_postgresql_parameters/, say`settings of one host are not in a plan: the template sizes them for every host`],
  [/^(?:tls|etcd_tls|.*_tls_)/, say`certificates are the program's own`],
  [
    /^(?:sysctl|huge|disable_|swap|limits|firewall|iptables|ssh_|ntp|timezone|nameservers|etc_hosts|hostname|proxy_env|dns|system|mount|cloud|server_|provision|netdata|selinux|sudo|create_)/,
    say`the hosts' own settings are not changed, but for what a deployment says itself`,
  ],
  [/^(?:ansible_|new_node|postgresql_exists|cluster_vip_|bind_)/, say`how Ansible works, which is not needed here`],
];

/** What a variable of autobase is that nobody read, and what is lost without it. */
export function autobaseEffect(name: string, path: readonly (string | number)[]): Phrase {
  return (
    secretEffect(path) ??
    effects.find(([pattern]) => pattern.test(name))?.[1] ??
    say`is no variable that this import knows: it has no effect on the plan`
  );
}
