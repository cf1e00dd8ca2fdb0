/** What the failure simulator says, by their English templates. */
export const simulatorPhrases: Readonly<Record<string, string>> = {
  'etcd has no quorum: no election, switchover or change of configuration.':
    'etcd 失去多数派：无法选举、切换或更改配置。',
  'The loss of one more etcd member ends the quorum.': '再失去一个 etcd 成员就会失去多数派。',
  'etcd survives the loss of {0} more.': 'etcd 还能承受再失去 {0} 个成员。',
  'Nobody could take over from {0} by itself.': '没有成员能自动接替 {0}。',
  'No synchronous standby is left.': '没有同步从库剩余。',
  'Only one member still has the data and runs.': '仅剩一个运行中的成员持有数据。',
  'HAProxy answers on {0} of {1} hosts ({2} are up).': '{1} 台主机中有 {0} 台的 HAProxy 应答（{2} 台可供客户端使用）。',
  'Nothing arrives from {0}: what it writes now is not copied here.':
    '没有收到来自 {0} 的数据：它现在写入的内容不会复制到这里。',
  'At most one member takes writes.': '至多有一个成员接受写入。',
  'The watchdog resets {0} before another member is promoted.': '在提升其他成员之前，看门狗会重置 {0}。',
  'PostgreSQL of {0} goes on without Patroni, but nobody else is promoted; promote no one by hand before it is stopped.':
    '{0} 的 PostgreSQL 在没有 Patroni 的情况下继续运行，但没有其他成员被提升；在停止它之前，请勿手动提升任何成员。',
  'PostgreSQL of {0} goes on without Patroni and takes writes from clients that reach {1} directly, while HAProxy sends all others to the new leader.':
    '{0} 的 PostgreSQL 在没有 Patroni 的情况下继续运行，并接受直接连接 {1} 的客户端写入，而 HAProxy 会把其他客户端送往新的主库。',
};
