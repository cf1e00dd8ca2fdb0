import { etcdOptions } from '../../deployment/factRequest.ts';
import { type Cluster, etcdHosts } from '../../plan/plan.ts';
import { etcdDataDirectory } from '../../systems/debian/paths.ts';
import { listMembers, memberPlace, patronictl, psql, type RunbookInput } from './commands.ts';
import type { Procedure, ProcedureStep } from './procedure.ts';

/** Where to look, per cluster, and what to do where Patroni waits for a person. */
export function troubleshooting({ plan }: RunbookInput, cluster: Cluster): readonly Procedure[] {
  const [member] = cluster.members;
  const [etcd] = etcdHosts(plan, cluster);
  if (member === undefined || etcd === undefined) return [];
  const all = etcdHosts(plan, cluster);
  const step = (
    id: string,
    host: string,
    title: string,
    command: string,
    expect: string,
    onlyIf?: string,
  ): ProcedureStep => ({
    id,
    host,
    title,
    command,
    expect,
    onlyIf,
  });
  const { host } = member;
  const lag =
    'select application_name, state, sync_state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) as lag_bytes from pg_stat_replication where not pg_is_in_recovery()';
  return [
    {
      id: 'troubleshooting',
      variant: cluster.name,
      title: `Find out what ${cluster.name} does`,
      when: 'Something is not as it should be. Work from top to bottom: members, etcd, replication, journals, the way of the clients.',
      warnings: ['Nothing here changes anything, except the steps that name a condition.'],
      steps: [
        step(
          'list',
          host,
          'Members, who leads, lag',
          `${listMembers} ${cluster.name}`,
          'One Leader (or Standby Leader); all others running or streaming on the same timeline, with a lag near 0.',
        ),
        step(
          'history',
          host,
          'Who led when',
          patronictl(`history ${cluster.name}`),
          'One line for each change of the leader.',
        ),
        step(
          'etcd',
          etcd.name,
          'Health of every etcd member',
          all.map((one) => `ETCDCTL_API=3 etcdctl ${etcdOptions(plan, one)} endpoint health`).join('; '),
          `${all.length} times "is healthy".`,
        ),
        step(
          'etcd-status',
          etcd.name,
          'Sizes, leader and terms of etcd',
          all.map((one) => `ETCDCTL_API=3 etcdctl ${etcdOptions(plan, one)} endpoint status`).join('; '),
          `One of ${all.length} says true (leader); the same raft term everywhere; sizes far below ${Math.round(plan.etcd.quota / 1024 ** 2)} MiB.`,
        ),
        ...cluster.members.map((one) =>
          step(
            `lag/${one.host}`,
            one.host,
            `Who streams from ${one.name}`,
            psql(plan, lag),
            'On the leader one line per replica, "streaming", with its lag in bytes; nothing elsewhere.',
          ),
        ),
        step(
          'config',
          host,
          'The configuration that Patroni goes by',
          patronictl(`show-config ${cluster.name}`),
          'ttl, loop_wait, retry_timeout as in the table of this book; "pause" must not be there.',
        ),
        step(
          'patroni-journal',
          host,
          'What Patroni says',
          'journalctl -u patroni -n 50 --no-pager',
          '"no action" every few seconds. Errors name etcd, PostgreSQL, or another member.',
        ),
        step(
          'etcd-journal',
          etcd.name,
          'What etcd says',
          'journalctl -u etcd -n 50 --no-pager',
          'No "lost leader", no "slow fdatasync", no "certificate".',
        ),
        step(
          'services',
          host,
          'What runs on the host',
          `systemctl --no-pager --no-legend list-units ${unitsOn(host).join(' ')}`,
          'All of them loaded, active, running.',
        ),
        step(
          'time',
          host,
          'Clock, disk, memory',
          'timedatectl show -p NTPSynchronized; df -h /; free -m',
          'NTPSynchronized=yes (no in a container), space left, memory left.',
        ),
        step(
          'resume',
          host,
          'Patroni is paused: let it act again',
          patronictl(`resume ${cluster.name}`),
          '"Success: cluster management is resumed".',
          'show-config says pause: true',
        ),
        ...synchronousSteps(),
      ],
    },
  ];

  function unitsOn(name: string): readonly string[] {
    const found = plan.hosts.find((one) => one.name === name);
    return [
      'patroni',
      'pgbouncer',
      ...(found?.roles.includes('etcd') ? ['etcd'] : []),
      ...(found?.roles.includes('haproxy') ? ['haproxy'] : []),
    ].map((unit) => `${unit}.service`);
  }

  function synchronousSteps(): readonly ProcedureStep[] {
    if (!plan.patroni.synchronous.enabled || cluster.standbyOf !== undefined) return [];
    const strict = plan.patroni.synchronous.strict;
    return [
      ...(strict
        ? [
            step(
              'not-strict',
              host,
              'Commits hang for want of a synchronous standby: go on without one',
              patronictl(`edit-config --force -s synchronous_mode_strict=false ${cluster.name}`),
              'Within loop_wait commits go on, and the primary may fail over to nobody. Set it to true again when a standby is back.',
              'commits hang, patronictl list shows no Sync Standby, and availability counts for more than a second copy',
            ),
          ]
        : []),
      step(
        'promote-any',
        host,
        'The leader is lost and no synchronous standby is left: let another member lead',
        patronictl(`edit-config --force -s synchronous_mode=false ${cluster.name}`),
        'Within loop_wait another member leads. Acknowledged commits may be lost. Set it to true again afterwards.',
        'nobody leads, and the lost hosts do not come back soon',
      ),
    ];
  }
}

/** A disk that is full, or will be. */
export function fullDisk(input: RunbookInput, cluster: Cluster): readonly Procedure[] {
  const { plan } = input;
  return cluster.members.map((member) => {
    const place = memberPlace(input, cluster, member);
    const parent = place.dataDirectory.slice(0, place.dataDirectory.lastIndexOf('/'));
    const { host } = member;
    const hasEtcd = plan.hosts.find((one) => one.name === host)?.roles.includes('etcd') === true;
    return {
      id: 'full-disk',
      variant: `${cluster.name}: ${host}`,
      title: `The disk of ${host} is full`,
      when: 'PostgreSQL ends with "No space left on device", or an alert says that the space runs out. Mostly a replication slot that nobody reads keeps the WAL.',
      warnings: [
        'Never delete anything in pg_wal by hand: it is the data of the last minutes.',
        'When this is the primary and it cannot be helped at once, switch over first.',
      ],
      steps: [
        {
          id: 'space',
          host,
          title: 'See what takes the space',
          command: `df -h ${parent}${plan.postgres.walDirectory === undefined ? '' : ` ${plan.postgres.walDirectory}`}${hasEtcd ? ` ${etcdDataDirectory(plan)}` : ''} && du -xsh ${place.dataDirectory} ${place.dataDirectory}/pg_wal /var/log`,
          expect: `pg_wal far larger than max_wal_size points to a slot or a failing archive; /var/log to the journal.`,
        },
        {
          id: 'slots',
          host,
          title: 'Which slots keep WAL, and how much',
          command: psql(
            plan,
            'select slot_name, active, wal_status, pg_size_pretty(pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, restart_lsn)) from pg_replication_slots order by restart_lsn',
          ),
          expect: 'Slots of members are active. One that is not, and far behind, is the cause.',
        },
        {
          id: 'journal',
          host,
          title: 'Make room at once',
          command: 'journalctl --vacuum-size=200M',
          expect: '"freed ... of archived journals".',
        },
        {
          id: 'drop-slots',
          host,
          title: 'Drop the slots that nobody reads',
          command: psql(
            plan,
            'select pg_drop_replication_slot(slot_name), slot_name from pg_replication_slots where not active and not pg_is_in_recovery()',
          ),
          expect:
            'The names of the slots. Patroni makes those of its members again; a replica that was away for long may have to be copied anew.',
          onlyIf: 'this is the primary, and those who used the slots are gone for good or can be copied anew',
        },
        {
          id: 'checkpoint',
          host,
          title: 'Let PostgreSQL remove the WAL that is no longer needed',
          command: `${psql(plan, 'checkpoint')} && df -h ${parent}`,
          expect: 'CHECKPOINT, and more space than before.',
        },
        {
          id: 'start',
          host,
          title: 'Start what has ended',
          command: `systemctl start patroni && ${listMembers} ${cluster.name}`,
          expect: `${member.name} runs.`,
        },
      ],
    };
  });
}
