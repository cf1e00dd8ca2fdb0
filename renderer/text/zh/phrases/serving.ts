/** What keeps a deployment from being healthy: split brains, and services that do not answer clients. */
export const servingPhrases: Readonly<Record<string, string>> = {
  "A client finds the same. The line names where it ends: look at that program's journal, and at the member that answers for it.":
    '客户端的结果与此相同。该行说明在哪里中断：请查看那个程序的日志，以及为其应答的成员。',
  '{0} takes writes, and by the plan it follows {1}: let it follow with quorate dr return':
    '{0} 正接受写入，而按方案它跟随 {1}：请用 quorate dr return 让它跟随',
  '{0}. {1}': '{0}。{1}',
  'nobody leads {0}': '{0} 没有主库',
  'the etcd member on {0} does not answer': '{0} 上的 etcd 成员没有应答',
  '{0} on {1} does not do its work': '{1} 上的 {0} 未正常工作',
  'HAProxy on {0} does not answer': '{0} 上的 HAProxy 没有应答',
  'nobody answers for {0}': '{0} 没有应答',
  '{0} is {1}': '{0} 的状态为 {1}',
  'the etcd of {0} has no leader': '{0} 的 etcd 没有领导者',
  'the etcd of {0} has {1} leaders': '{0} 的 etcd 有 {1} 个领导者',
  'every service answers': '所有服务均有应答',
  'the service {0} of HAProxy (port {1}) does not work through {2}: {3}':
    '经由 {2}，HAProxy 的服务 {0}（端口 {1}）不可用：{3}',
  '{0} on {1} (port {2}) does not work: {3}': '{1} 上的 {0}（端口 {2}）不可用：{3}',
  'Stop the clients of one side at once, then follow "Two members take writes (split brain)" in the runbook (quorate export --format runbook).':
    '请立即停止一侧的客户端，然后按运维手册（quorate export --format runbook）中关于脑裂的章节操作。',
  '{0} (timeline {1})': '{0}（时间线 {1}）',
  '{0} members of {1} lead at once: {2}': '{1} 同时有 {0} 个成员为主库：{2}',
  '{0} is on a later timeline than the leader {1} (timeline {2}): it has led apart, and holds writes that the leader lacks':
    '{0} 的时间线比主库 {1}（时间线 {2}）更新：它曾脱离主库自行运行，持有主库所缺的写入',
  'there are {0} etcd clusters where there must be one: {1}. Each can have a primary of its own':
    '本应只有一个 etcd 集群，却有 {0} 个：{1}。每一个都可能有自己的主库',
  'there are {0} etcd clusters where there must be one: {1}': '本应只有一个 etcd 集群，却有 {0} 个：{1}',
  'Decide which side\'s data counts, and stop Patroni and etcd on the other (systemctl stop patroni etcd). Then follow "Two members take writes (split brain)" and "An etcd member is lost" in the runbook (quorate export --format runbook).':
    '请决定以哪一侧的数据为准，停止另一侧的 Patroni 和 etcd（systemctl stop patroni etcd）。然后按运维手册（quorate export --format runbook）中关于脑裂和 etcd 成员丢失的章节操作。',
  'HAProxy on {0} sends the writes of the service {1} to {2} at once': '{0} 上的 HAProxy 把服务 {1} 的写入同时发往 {2}',
  'Within seconds after a failover this ends by itself. If it stays, two members say that they lead: follow "Two members take writes (split brain)" in the runbook (quorate export --format runbook).':
    '故障切换后的数秒内会自行消失。如果持续存在，说明有两个成员自认为主库：请按运维手册（quorate export --format runbook）中关于脑裂的章节操作。',
  'every service of {0} answers clients: ports {1}': '{0} 的所有服务都能应答客户端：端口 {1}',
  'the connection was accepted and closed at once: no member of {0} serves it':
    '连接被接受后立即关闭：{0} 没有成员提供该服务',
  'its port refuses connections: nothing listens there': '端口拒绝连接：没有程序在监听',
  'it did not answer in time': '未及时应答',
  'no etcd member of {0} tells its cluster': '{0} 没有 etcd 成员报告其所属集群',
  'the etcd member on {0} does not list its members': '{0} 上的 etcd 成员没有列出其成员',
  'the etcd member on {0} lists {1} as members, and the plan has {2}':
    '{0} 上的 etcd 成员列出的成员为 {1}，而方案中是 {2}',
  '{0} are one etcd cluster ({1})': '{0} 属于同一个 etcd 集群（{1}）',
};
