import { type Phrase, say } from '../../../wording/phrase.ts';
import { secretEffect } from '../secretEffect.ts';

/** What variables are for that a plan has no place for, by their names; the first that fits. */
const effects: readonly (readonly [RegExp, Phrase])[] = [
  [
    /^pg_(?:instances|exporters)$/,
    say`watches or runs further instances, which a plan does not have: they are not touched`,
  ],
  [
    /^(?:pgbackrest|minio|pg_crontab|pg_backup|pitr|pg_pitr|restic|patroni_remove)/,
    say`backups and jobs are not part of a plan: none is made until you set them up`,
  ],
  [
    /^(?:pg_packages|pg_extension_repo|pgbouncer_packages|patroni_packages)/,
    say`a plan installs PostgreSQL from the hosts' own release: further packages must be named or installed by you`,
  ],
  [
    /^(?:pg_services|pg_services_extra)$/,
    say`a service of its own: nothing listens on its port, and clients of it must use the services of the plan`,
  ],
  [
    /^(?:pgb_hba_rules|pgb_default_hba_rules|pgbouncer_hba_rules)/,
    say`the pooler lets in whom the rules of PostgreSQL let in: a rule of its own is lost`,
  ],
  [/^pg_default_roles$/, say`a role of the tool itself: the program has its own in its place`],
  [
    /^pg_default_(?:privileges|schemas|extensions)$/,
    say`what Pigsty puts into every new database is not made: grant and create it yourself`,
  ],
  [/^pgbouncer_(?:enabled)$/, say`a plan always has the pooler beside PostgreSQL`],
  [/^pgbouncer_/, say`a detail of the pooler that the program sets itself`],
  [
    /^(?:patroni_enabled|patroni_mode|pg_init|pg_provision|pg_reload|pg_clean|pg_safeguard|pg_purge|pg_exists_action|patroni_)/,
    say`how Pigsty goes about its work, which is done otherwise here`,
  ],
  [
    /^pg_(?:data|fs_main|fs_backup|fs_bkup|dummy_filesize|storage_type|log_dir|bin_dir|localhost|namespace|dbsu_home|dbsu_uid|dbsu|dbsu_sudo|dbsu_ssh_exchange|listen|files)$/,
    say`accounts and folders are those of the hosts' own packages, and PostgreSQL listens on every address: check that the disks meant are mounted there`,
  ],
  [
    /^pg_(?:shared_buffer_ratio|io_method|checksum|pwd_enc)$/,
    say`the program sizes memory by its template, makes checksums, and stores passwords as scram-sha-256`,
  ],
  [
    /^pg_(?:encoding|locale|lc_collate|lc_ctype)$/,
    say`databases of a plan are made with UTF8 and C.UTF-8 unless they say otherwise: text may sort otherwise`,
  ],
  [
    /^pg_(?:weight|service_provider|dns_suffix|dns_target|primary_db|offline_query)$/,
    say`the services of a plan weigh all members alike and have no names of their own`,
  ],
  [
    /^(?:pg_mode|pg_shard|pg_group|gp_role|polar_|pg_etcd_password|pgsodium)/,
    say`a plan has plain PostgreSQL in clusters that stand alone: shards and other kernels are not set up`,
  ],
  [
    /^(?:pg_monitor|pg_exporter|node_exporter|pgbouncer_exporter|exporter_|prometheus|victoria|v(?:metrics|logs|traces|alert)|grafana|loki|promtail|vector|alertmanager|blackbox|pushgateway|jaeger|alert)/,
    say`monitoring of the other tool is not set up: the program watches the cluster in its own dashboard`,
  ],
  [/^pg_(?:admin|replication|monitor)_username$/, say`a role of the tool itself: the program has its own in its place`],
  [/^(?:haproxy|vip|keepalived)_?/, say`a detail of HAProxy or the virtual IP that the program sets itself`],
  [/^(?:etcd)_?/, say`a detail of etcd that the program sets itself`],
  [/^(?:consul|dcs|pg_dcs|service_registry|register)/, say`Consul is not set up: etcd takes its place`],
  [
    /^(?:node|os|proxy|repo|docker|nginx|dns|dnsmasq|resolv|chrony|ntp|ca|cert|infra|admin|region|juice|jupyter|code|claude|vibe|bin|home)(?:_|$)/,
    say`Pigsty's own nodes, repositories and portal are not set up: hosts keep what they have`,
  ],
  [
    /^(?:redis|ferret|mongo|mysql|kafka|gpsql|greenplum|matrixdb|app|supabase|dify|odoo|jumpserver|compose)/,
    say`belongs to another system than PostgreSQL, which a plan does not have`,
  ],
  [/^ansible_/, say`how Ansible works, which is not needed here`],
];

/** What a variable of Pigsty is that nobody read, and what is lost without it. */
export function pigstyEffect(name: string, path: readonly (string | number)[]): Phrase {
  return (
    secretEffect(path) ??
    effects.find(([pattern]) => pattern.test(name))?.[1] ??
    say`is no variable that this import knows: it has no effect on the plan`
  );
}
