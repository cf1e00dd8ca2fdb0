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
  '{0} keeps its lease in etcd ({1} of {2} members) and goes on taking writes.':
    '{0} 在 etcd 中保有租约（{2} 个成员中 {1} 个在运行），继续接受写入。',
  '{0} goes on following {1}.': '{0} 继续跟随 {1}。',
  '{0} goes on following {1}, but without etcd nobody could take over from it.':
    '{0} 继续跟随 {1}，但没有 etcd，无人能够接替它。',
  'Patroni on {0} starts PostgreSQL again and keeps the lease; only past {1} s without success does another member take over.':
    '{0} 上的 Patroni 重新启动 PostgreSQL 并保有租约；只有超过 {1} 秒仍未成功，才由其他成员接管。',
  '{0} cannot renew its lease, but every other member answers it, so failsafe mode lets it go on; nothing can fail over until etcd is back.':
    '{0} 无法续租，但所有其他成员都有应答，因此故障保护模式允许它继续；在 etcd 恢复之前无法进行任何切换。',
  '{0} {1}; once its lease has run out, {2} is promoted by a majority of etcd ({3} of {4}).':
    '{0} {1}；租约到期后，{2} 由 etcd 多数派（{4} 个中的 {3} 个）提升。',
  '{0} {1}; once its lease has run out, one of {2} is promoted by a majority of etcd ({3} of {4}).':
    '{0} {1}；租约到期后，{2} 中的一个由 etcd 多数派（{4} 个中的 {3} 个）提升。',
  '{0} {1}; once its lease has run out, one of {2} follows {3} in its place.':
    '{0} {1}；租约到期后，由 {2} 中的一个接替它跟随 {3}。',
  '{0} goes on; commits that wait for a lost synchronous standby go through once Patroni counts on the standbys that are left.':
    '{0} 继续运行；等待已丢失同步从库的提交，会在 Patroni 改用其余从库后完成。',
  '{0} goes on alone once Patroni has given up the lost synchronous standby; until one is back nobody could take over without loss.':
    '{0} 在 Patroni 放弃已丢失的同步从库后独自继续；在有从库恢复之前，无人能够无损接管。',
  '{0} leads, but in strict synchronous mode its commits wait until a standby is back.':
    '{0} 是主库，但在严格同步模式下，提交会一直等待，直到有从库恢复。',
  '{0} leads by failsafe mode, but without etcd it cannot give up the lost synchronous standby, so commits may wait until one of the two is back.':
    '{0} 依靠故障保护模式担任主库，但没有 etcd 就无法放弃已丢失的同步从库，提交可能等待其一恢复。',
  '{0} takes writes, but no client reaches it through HAProxy and PgBouncer on the primary port.':
    '{0} 可以写入，但没有客户端能通过 HAProxy 和 PgBouncer 的主库端口到达它。',
  'etcd has no quorum ({0} of {1} members run, {2} must reach each other) and {3} {4}, so it goes on read-only until etcd is back or a person decides.':
    'etcd 失去多数派（{1} 个成员中 {0} 个在运行，需要 {2} 个互通），而 {3} {4}，因此转为只读，直到 etcd 恢复或由人工决定。',
  'The only etcd member, on {0}, is out of reach and {1} {2}, so it goes on read-only until etcd is back or a person decides.':
    '唯一的 etcd 成员（位于 {0}）不可达，而 {1} {2}，因此转为只读，直到 etcd 恢复或由人工决定。',
  '{0} {1} and the only etcd member, on {2}, is out of reach, so nobody may be promoted without a person.':
    '{0} {1}，且唯一的 etcd 成员（位于 {2}）不可达，因此没有人工介入就无法提升任何成员。',
  '{0} cannot reach a majority of etcd and {1}, so it goes on read-only; nobody else may be promoted: {2}.':
    '{0} 无法联系到 etcd 多数派，且{1}，因此转为只读；没有其他成员可以提升：{2}。',
  '{0} {1} and etcd has no quorum ({2} of {3} members run, {4} must reach each other), so nobody may be promoted without a person.':
    '{0} {1}，且 etcd 失去多数派（{3} 个成员中 {2} 个在运行，需要 {4} 个互通），因此没有人工介入就无法提升任何成员。',
  '{0} {1} and no other member may be promoted: {2}.': '{0} {1}，且没有其他成员可以提升：{2}。',
  '{0} {1} and no synchronous standby is left, so Patroni promotes nobody rather than lose commits: {2}.':
    '{0} {1}，且没有同步从库剩余，因此 Patroni 宁可不提升也不丢失提交：{2}。',
  '{0} {1}; {2} is promoted only if it was the synchronous standby, otherwise Patroni promotes nobody rather than lose commits.':
    '{0} {1}；只有当 {2} 是同步从库时才会被提升，否则 Patroni 宁可不提升也不丢失提交。',
  'Every host of {0} is lost; {1} still holds a copy, which a person promotes after fencing the lost region.':
    '{0} 的所有主机都已丢失；{1} 仍有一份副本，需由人工在隔离故障区域后提升。',
  'Every host of {0} is lost; {1} still holds the data, so the standby cluster is built again from it.':
    '{0} 的所有主机都已丢失；{1} 仍有数据，可据此重建备用集群。',
  '{0} stays readable but {1} does not come back by itself: promoting it is the decision of a person.':
    '{0} 仍然可读，但 {1} 不会自行恢复：是否提升由人工决定。',
  'Every host with a copy of {0} is lost: bring one back, or restore a backup.':
    '持有 {0} 副本的所有主机都已丢失：请恢复其中一台，或从备份还原。',
  '{0} has lost its host': '{0} 失去了所在主机',
  '{0} has no running PostgreSQL': '{0} 没有运行中的 PostgreSQL',
  '{0} has no running Patroni': '{0} 没有运行中的 Patroni',
  '{0} is tagged nofailover': '{0} 带有 nofailover 标记',
  '{0} finds no etcd quorum': '{0} 找不到 etcd 多数派',
  '{0} cannot reach the etcd majority': '{0} 无法联系到 etcd 多数派',
  '{0} is too far behind': '{0} 落后过多',
  '{0} is not the synchronous standby': '{0} 不是同步从库',
  '{0} may not be the synchronous standby': '{0} 未必是同步从库',
  'has lost its Patroni': '失去了 Patroni',
  'cannot reach the etcd majority and goes read-only': '无法联系到 etcd 多数派并转为只读',
  'has lost its PostgreSQL': '失去了 PostgreSQL',
  'has lost its host': '失去了所在主机',
  'cannot reach the etcd majority': '无法联系到 etcd 多数派',
  'goes on': '继续运行',
  'there is none': '没有',
  '{0} and {1} more': '{0}，另有 {1} 个',
  '{0} and others': '{0} 等',
  '{0} on {1}': '{1} 上的 {0}',
  'does not get an answer from every other member, as failsafe mode demands':
    '未得到故障保护模式要求的所有其他成员的应答',
  'has no failsafe mode to keep it': '没有启用故障保护模式',
  'failsafe_mode is off in the plan.': '计划中关闭了 failsafe_mode。',
  'Every other member answers {0}, so none of them leads and it may go on.':
    '所有其他成员都应答 {0}，因此没有其他主库，它可以继续。',
  '{0} must get an answer from every other member and does not, so it demotes itself.':
    '{0} 需要所有其他成员的应答却没有得到，因此自行降级。',
  "Failsafe mode is Patroni's own, and the Patroni of {0} is dead.":
    '故障保护模式由 Patroni 自身执行，而 {0} 的 Patroni 已停止。',
  'The leader either reaches etcd or is gone; failsafe mode has nothing to decide.':
    '主库要么能访问 etcd，要么已消失；故障保护模式无需决定。',
  'Patroni feeds it or its host is gone; it has nothing to fence.':
    'Patroni 正在喂狗，或其主机已消失；看门狗无需隔离任何成员。',
  'It is off: nothing stops PostgreSQL on {0} while its Patroni is dead.':
    '看门狗已关闭：{0} 的 Patroni 停止时，没有任何机制停止其 PostgreSQL。',
  'Nobody feeds it on {0}: it resets the host within {1} s, before another member is promoted.':
    '{0} 上无人喂狗：它会在 {1} 秒内、其他成员被提升之前重置该主机。',
  'Nobody feeds it on {0}: it resets the host within {1} s, before another member is promoted, given that the host has a watchdog device.':
    '{0} 上无人喂狗：如果该主机有看门狗设备，它会在 {1} 秒内、其他成员被提升之前重置该主机。',
  'No member leads, so no keepalived takes the address.': '没有主库，因此没有 keepalived 接管该地址。',
  '{0} leads, and is not in the network of the address.': '{0} 是主库，但不在该地址所在的网络中。',
  'keepalived does not run on {0}: the address stays where it is and does not follow the leader.':
    '{0} 上的 keepalived 未运行：地址留在原处，不跟随主库。',
  "It is held by the leader's host, {0}.": '由主库所在主机 {0} 持有。',
  'It is bound twice: keepalived died on {0} without taking the address away.':
    '地址被绑定了两次：{0} 上的 keepalived 停止时没有移除该地址。',
};
