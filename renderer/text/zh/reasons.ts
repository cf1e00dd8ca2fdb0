import type { ReasonCode } from '../../../core/quorum/reasons.ts';

type Parameters = Readonly<Record<string, string | number>>;

/** The simulator's reasons by their codes, with the parameters of the English sentences. */
const sentences: Readonly<Record<ReasonCode, string>> = {
  'leader-keeps':
    '{leaderHost} 上的 {leader} 在 etcd 中保有租约（{etcdTotal} 个成员中 {etcdRunning} 个在运行），继续接受写入。',
  'standby-leader-keeps': '{leaderHost} 上的 {leader} 继续跟随 {upstream}。',
  'standby-leader-without-dcs': '{leaderHost} 上的 {leader} 继续跟随 {upstream}，但没有 etcd，无人能够接替它。',
  restarts:
    '{leaderHost} 上的 Patroni 重新启动 PostgreSQL 并保有租约；只有超过 {startSeconds} 秒仍未成功，才由其他成员接管。',
  'failsafe-holds':
    '{leaderHost} 上的 {leader} 无法续租，但所有其他成员都有应答，因此故障保护模式允许它继续；在 etcd 恢复之前无法进行任何切换。',
  failover:
    '{oldHost} 上的 {old} {fate}；租约到期后，{candidates} 由 etcd 多数派（{etcdTotal} 个中的 {etcdQuorum} 个）提升。',
  'failover-one-of':
    '{oldHost} 上的 {old} {fate}；租约到期后，{candidates} 中的一个由 etcd 多数派（{etcdTotal} 个中的 {etcdQuorum} 个）提升。',
  'standby-leader-elected': '{oldHost} 上的 {old} {fate}；租约到期后，由 {candidates} 中的一个接替它跟随 {upstream}。',
  'sync-replaced': '{leaderHost} 上的 {leader} 继续运行；等待已丢失同步从库的提交，会在 Patroni 改用其余从库后完成。',
  'sync-dropped':
    '{leaderHost} 上的 {leader} 在 Patroni 放弃已丢失的同步从库后独自继续；在有从库恢复之前，无人能够无损接管。',
  'sync-blocked': '{leaderHost} 上的 {leader} 是主库，但在严格同步模式下，提交会一直等待，直到有从库恢复。',
  'sync-blocked-without-dcs':
    '{leaderHost} 上的 {leader} 依靠故障保护模式担任主库，但没有 etcd 就无法放弃已丢失的同步从库，提交可能等待其一恢复。',
  'no-route': '{leaderHost} 上的 {leader} 可以写入，但没有客户端能通过 HAProxy 和 PgBouncer 的主库端口到达它。',
  'no-quorum-read-only':
    'etcd 失去多数派（{etcdTotal} 个成员中 {etcdRunning} 个在运行，需要 {majority} 个互通），而 {leaderHost} 上的 {leader} {failsafe}，因此转为只读，直到 etcd 恢复或由人工决定。',
  'only-etcd-lost-read-only':
    '唯一的 etcd 成员（位于 {etcdHost}）不可达，而 {leaderHost} 上的 {leader} {failsafe}，因此转为只读，直到 etcd 恢复或由人工决定。',
  'only-etcd-lost':
    '{oldHost} 上的 {old} {fate}，且唯一的 etcd 成员（位于 {etcdHost}）不可达，因此没有人工介入就无法提升任何成员。',
  'no-dcs-read-only': '{leaderHost} 上的 {leader} 无法联系到 etcd 多数派，且{failsafe}，因此转为只读；{rest}。',
  'no-quorum':
    '{oldHost} 上的 {old} {fate}，且 etcd 失去多数派（{etcdTotal} 个成员中 {etcdRunning} 个在运行，需要 {majority} 个互通），因此没有人工介入就无法提升任何成员。',
  'no-candidate': '{oldHost} 上的 {old} {fate}，且没有其他成员可以提升：{refusals}。',
  'sync-standby-lost':
    '{oldHost} 上的 {old} {fate}，且没有同步从库剩余，因此 Patroni 宁可不提升也不丢失提交：{refusals}。',
  'sync-standby-perhaps-lost':
    '{oldHost} 上的 {old} {fate}；只有当 {candidates} 是同步从库时才会被提升，否则 Patroni 宁可不提升也不丢失提交。',
  'region-lost': '{cluster} 的所有主机都已丢失；{copies} 仍有一份副本，需由人工在隔离故障区域后提升。',
  'standby-region-lost': '{cluster} 的所有主机都已丢失；{copies} 仍有数据，可据此重建备用集群。',
  'upstream-gone': '{cluster} 仍然可读，但 {upstream} 不会自行恢复：是否提升由人工决定。',
  'all-copies-lost': '持有 {cluster} 副本的所有主机都已丢失：请恢复其中一台，或从备份还原。',
};

/** Words inside the parameters, longest first: a part of one must not be replaced before the whole. */
const words: readonly (readonly [english: string, chinese: string])[] = [
  [
    'does not get an answer from every other member, as failsafe mode demands',
    '未得到故障保护模式要求的所有其他成员的应答',
  ],
  ['cannot reach the etcd majority and goes read-only', '无法联系到 etcd 多数派并转为只读'],
  ['nobody else may be promoted: ', '没有其他成员可以提升：'],
  ['may not be the synchronous standby', '未必是同步从库'],
  ['has no failsafe mode to keep it', '没有启用故障保护模式'],
  ['is not the synchronous standby', '不是同步从库'],
  ['cannot reach the etcd majority', '无法联系到 etcd 多数派'],
  ['has no running PostgreSQL', '没有运行中的 PostgreSQL'],
  ['has no running Patroni', '没有运行中的 Patroni'],
  ['has lost its PostgreSQL', '失去了 PostgreSQL'],
  ['finds no etcd quorum', '找不到 etcd 多数派'],
  ['has lost its Patroni', '失去了 Patroni'],
  ['is tagged nofailover', '带有 nofailover 标记'],
  ['has lost its host', '失去了所在主机'],
  ['is too far behind', '落后过多'],
  ['there is none', '没有'],
  ['and others', '等'],
  ['goes on', '继续运行'],
];

/** Writes the sentence of a reason in Chinese. */
export function reasonInChinese(code: ReasonCode, parameters: Parameters): string {
  const filled = sentences[code].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    inChinese(String(parameters[name] ?? '')),
  );
  return filled.replaceAll(/(\p{Script=Han}) (?=\p{Script=Han})/gu, '$1');
}

function inChinese(text: string): string {
  const worded = words.reduce((result, [english, chinese]) => result.replaceAll(english, chinese), text);
  return worded
    .replaceAll(/([\w-]+) on ([\w.-]+)/g, '$2 上的 $1')
    .replaceAll(/ and (\d+) more/g, '，另有 $1 个')
    .replaceAll(', ', '、');
}
