import { ruleFixPhrases } from './ruleFixes.ts';
import { ruleInputPhrases } from './ruleInputs.ts';

/** What the rules say, by their English templates: here of etcd, members, sites, objectives and timing. */
export const rulePhrases: Readonly<Record<string, string>> = {
  ...ruleFixPhrases,
  ...ruleInputPhrases,
  'Host {0} in the arbiter site {1} has the role postgres: an arbiter carries etcd only.':
    '仲裁站点 {1} 中的主机 {0} 具有 postgres 角色，而仲裁节点只应运行 etcd。',
  'The arbiter site has {0} etcd members; it needs exactly one, to be the odd voice between two equal sites.':
    '仲裁站点有 {0} 个 etcd 成员；它应恰有一个，在两个票数相等的站点之间投出决定性的一票。',
  'The arbiter {0} is in zone {1} with {2}: losing the zone takes two of three etcd members, and {3} cannot take over.':
    '仲裁节点 {0} 与 {2} 同在可用区 {1}：该可用区故障会同时失去三个 etcd 成员中的两个，{3} 无法接管。',
  'Cluster {0} has members in both regions ({1} in the standby region): each region has its own etcd, and a cluster can have one leader only. Make them a standby cluster.':
    '集群 {0} 的成员跨两个区域（{1} 位于灾备区域）：每个区域有各自的 etcd，而一个集群只能有一个主库。请将它们改为备用集群。',
  'The election timeout of {0} ms is more than the {1} ms that etcd accepts.':
    '选举超时 {0} 毫秒超过 etcd 允许的 {1} 毫秒。',
  'The election timeout of {0} ms is less than five heartbeats of {1} ms: etcd refuses to start.':
    '选举超时 {0} 毫秒小于心跳间隔 {1} 毫秒的五倍，etcd 会拒绝启动。',
  'The election timeout of {0} ms is less than ten round trips of {1} ms: etcd would lose its leader without any failure.':
    '选举超时 {0} 毫秒小于往返时间 {1} 毫秒的十倍，即使没有故障，etcd 也会丢失领导者。',
  'The election timeout of {0} ms is less than ten round trips of {1} ms: etcd would lose its leader without any failure. No allowed timeout fits this round trip: bring the etcd members closer together.':
    '选举超时 {0} 毫秒小于往返时间 {1} 毫秒的十倍，即使没有故障，etcd 也会丢失领导者。允许范围内没有适合该往返时间的超时值，请将 etcd 成员放得更近。',
  'The heartbeat of {0} ms is shorter than the round trip of {1} ms: heartbeats overtake their answers.':
    '心跳间隔 {0} 毫秒短于往返时间 {1} 毫秒：上一次心跳尚未得到应答，下一次就已发出。',
  'etcd runs on {0} alone: the loss of {1} is not automatic, nobody can be promoted without it and {2} waits for a manual promotion. The loss of {3} is automatic. A third host with etcd only (an arbiter) makes both losses automatic.':
    'etcd 只运行在 {0} 上：失去 {1} 后无法自动恢复，没有它就不能提升任何成员，{2} 只能等待人工提升。失去 {3} 则可自动恢复。再加一台仅运行 etcd 的主机（仲裁节点），两种情况都能自动恢复。',
  'without etcd there is no leader': '没有 etcd 就没有主库',
  'its loss ends all failover': '失去它就无法再进行任何故障切换',
  'more than 7 members make every write slower and nothing safer': '超过 7 个成员会拖慢每次写入，却不会更安全',
  'with {0} members the loss of {1} ends the quorum, so the last one adds a risk and no safety':
    '{0} 个成员时，失去 {1} 个就会失去多数派，多出的那一个只增加风险，并不提高安全性',
  '{0}: {1}. Give the role etcd to 3, 5 or 7 hosts.': '{0}：{1}。请让 3、5 或 7 台主机承担 etcd 角色。',
  'etcd has {0}': 'etcd 有 {0}',
  'etcd has {0} ({1})': 'etcd 有 {0}（{1}）',
  'primary region': '主区域',
  'standby region': '灾备区域',
  'etcd has {0} in the {1}': '{1}的 etcd 有 {0}',
  'etcd has {0} ({1}) in the {2}': '{2}的 etcd 有 {0}（{1}）',
  '{0} member': '{0} 个成员',
  '{0} members': '{0} 个成员',
  'A quota of {0} bytes is more than the 8 GiB that etcd suggests as a maximum.':
    '存储配额 {0} 字节超过 etcd 建议的上限 8 GiB。',
  'A quota of {0} bytes is soon used up; etcd then refuses every write, and no leader can be elected.':
    '存储配额 {0} 字节很快就会用完；届时 etcd 拒绝一切写入，无法选出主库。',
  'No member of cluster {0} may be promoted: all others are offline members.':
    '集群 {0} 没有可提升的成员：其余成员都是离线从库。',
  'Failsafe mode is off: when etcd alone is lost, every primary demotes itself although all members are alive.':
    '故障保护模式已关闭：即使所有成员都在运行，只要失去 etcd，每个主库都会自行降级。',
  'All {0} members of {1} are in zone {2}: what takes the zone takes the cluster. Spread them over zones.':
    '{1} 的 {0} 个成员都在可用区 {2}：该可用区故障，整个集群随之故障。请将它们分散到不同可用区。',
  'Zone {0} holds {1} of {2} etcd members ({3}): what takes the zone ends the quorum, and with it failover.':
    '可用区 {0} 容纳了 {2} 个 etcd 成员中的 {1} 个（{3}）：该可用区故障就会失去多数派，也就无法进行故障切换。',
  'HAProxy needs fall * inter = {0} * {1} = {2} s to see a dead server, longer than the lease of {3} s: it then adds to the outage.':
    'HAProxy 需要 fall * inter = {0} * {1} = {2} 秒才能发现故障节点，长于 {3} 秒的租约，会延长中断时间。',
  'fastinter {0} s is slower than inter {1} s: a new primary is found later instead of sooner.':
    'fastinter {0} 秒比 inter {1} 秒更慢：新主库会更晚而不是更早被发现。',
  'A check every {0} s asks each Patroni more than ten times a second, from every HAProxy.':
    '每 {0} 秒检查一次，意味着每个 HAProxy 每秒查询每个 Patroni 十次以上。',
  'HAProxy on {0} could serve {1} clusters, and its ports belong to one. Put HAProxy on hosts with a member.':
    '{0} 上的 HAProxy 可能服务 {1} 个集群，而它的端口只能属于一个集群。请将 HAProxy 放在承载成员的主机上。',
  'No host has the role haproxy: clients must find the primary themselves, with connection strings that name every member and target_session_attrs.':
    '没有主机具有 haproxy 角色：客户端须自行寻找主库，在连接串中列出所有成员并设置 target_session_attrs。',
  'within a site': '站点内',
  'between {0} and {1}': '{0} 与 {1} 之间',
  "The round trip {0} is not given: commit latency and etcd's timeouts cannot be judged before it is measured.":
    '未给出{0}的往返时间：在测得之前，无法判断提交延迟和 etcd 的超时设置是否合适。',
  'The round trip {0} is {1} ms, more than the {2} ms that etcd members may be apart. Give each region its own etcd cluster (topology geo-dr).':
    '{0}的往返时间为 {1} 毫秒，超过 etcd 成员之间允许的 {2} 毫秒。请为每个区域建立各自的 etcd 集群（拓扑 geo-dr）。',
  'The round trip {0} is {1} ms, more than the {2} ms recommended between etcd members: every change of a leader takes longer.':
    '{0}的往返时间为 {1} 毫秒，超过 etcd 成员之间建议的 {2} 毫秒：每次更换主库都会更慢。',
  'The round trip {0} is {1} ms, more than {2} ms, and every commit waits for it: rpo 0 costs that much per transaction.':
    '{0}的往返时间为 {1} 毫秒，超过 {2} 毫秒，而每次提交都要等待它：这就是 rpo 0 在每个事务上的代价。',
  'The round trip {0} is {1} ms, more than the {2} ms for members of one cluster: replicas fall behind. Consider the topology geo-dr.':
    '{0}的往返时间为 {1} 毫秒，超过同一集群成员之间的上限 {2} 毫秒，从库会落后。请考虑拓扑 geo-dr。',
  'The mode zero-loss and rpo {0} bytes contradict each other: replication would be asynchronous.':
    '模式 zero-loss 与 rpo {0} 字节相互矛盾：复制将是异步的。',
  'Strict synchronous commit has no effect with rpo {0} bytes: replication is asynchronous.':
    'rpo 为 {0} 字节时，严格同步提交不起作用：复制是异步的。',
  'A recovery time objective of {0} s is outside {1} to {2} s: no lease can be that short.':
    '恢复时间目标 {0} 秒不在 {1} 至 {2} 秒之间：租约不可能这么短。',
  'A recovery time objective of {0} s is outside {1} to {2} s: nothing would fail over for an hour.':
    '恢复时间目标 {0} 秒不在 {1} 至 {2} 秒之间：一小时之内都不会发生故障切换。',
  'A recovery time objective of {0} s is below 15 s: a short pause of the network, a disk or a virtual machine already causes a failover.':
    '恢复时间目标 {0} 秒低于 15 秒：网络、磁盘或虚拟机的短暂停顿就会触发故障切换。',
  'A recovery time objective of {0} s is above 120 s: a lost primary stays unnoticed for minutes.':
    '恢复时间目标 {0} 秒高于 120 秒：主库丢失后，数分钟内都不会被发现。',
  'A recovery point objective of {0} bytes is less than replicas lag in normal work: none of them could be promoted.':
    '恢复点目标 {0} 字节小于从库正常运行时的复制延迟：没有从库可以提升。',
  'A recovery point objective of {0} bytes lets a replica be promoted that has lost more than 1 GiB of WAL.':
    '恢复点目标 {0} 字节允许提升丢失超过 1 GiB WAL 的从库。',
  'Cluster {0} has no members with the role primary; exactly one is made first.':
    '集群 {0} 没有 primary 角色的成员；应恰有一个，作为首个主库。',
  'Cluster {0} has {1} members with the role primary; exactly one is made first.':
    '集群 {0} 有 {1} 个 primary 角色的成员；应恰有一个，作为首个主库。',
  'Patroni 3.2 and later runs with {0} {1} s instead of {2} s.':
    'Patroni 3.2 及更高版本会以 {0} {1} 秒运行，而不是 {2} 秒。',
  'Patroni {0} runs with {1} {2} s instead of {3} s.': 'Patroni {0} 会以 {1} {2} 秒运行，而不是 {3} 秒。',
  'Patroni {0} runs with {1} {2} s; after an update to 3.2 or later it is {3} s.':
    'Patroni {0} 以 {1} {2} 秒运行；升级到 3.2 或更高版本后变为 {3} 秒。',
  'The objective of {0} s asks for ttl {1} s: {2} A host loss takes that long to be noticed, whatever the objective says.':
    '{0} 秒的目标要求 ttl 为 {1} 秒：{2}无论目标如何设定，主机丢失都要这么久才会被发现。',
  'The objective of {0} s asks for ttl {1} s: {2}': '{0} 秒的目标要求 ttl 为 {1} 秒：{2}',
  'Cluster {0} has no replica that may be a synchronous standby, so rpo 0 cannot be kept. Add a replica, or take nosync from one.':
    '集群 {0} 没有可担任同步从库的成员，无法保证 rpo 0。请添加从库，或去掉某个从库的 nosync。',
  '{0} synchronous standbys are asked for, and cluster {1} has {2} that may be one.':
    '要求 {0} 个同步从库，而集群 {1} 只有 {2} 个成员可以担任。',
  'Cluster {0} has one possible synchronous standby: when it is lost, commits wait (strict) until it is back. A second replica keeps it writable.':
    '集群 {0} 只有一个可用的同步从库：它丢失后，提交会一直等待（strict），直到它恢复。再加一个从库即可保持可写。',
  'Cluster {0} has one possible synchronous standby: when it is lost, the primary continues alone, and its loss then loses data or needs a person. A second replica avoids this.':
    '集群 {0} 只有一个可用的同步从库：它丢失后主库独自运行，此时若主库也丢失，就会丢失数据或需要人工介入。再加一个从库即可避免。',
  'Other timing meets it typically.': '换一组时间参数，通常情况下可以满足。',
  'No timing meets it: the round trip between the etcd members is too long for any election timeout that etcd accepts.':
    '任何时间参数都无法满足：etcd 成员之间的往返时间过长，etcd 允许的选举超时都不够用。',
  'No timing meets it: the shortest typical outage is {0} s, with ttl {1} s, the least for this version of Patroni and this etcd, and the fastest health checks.':
    '任何时间参数都无法满足：即使将 ttl 降到当前 Patroni 版本与 etcd 允许的最小值 {1} 秒，并采用最快的健康检查，通常中断时间最短也要 {0} 秒。',
  "Losing the primary's host": '主库所在主机丢失',
  'Losing the host of the primary and of the etcd leader': '主库与 etcd 领导者所在的主机丢失',
  "Losing the primary's Patroni": '主库的 Patroni 丢失',
  'A PostgreSQL that cannot be started again': 'PostgreSQL 无法重新启动',
  'A switchover': '计划内切换',
  '{0} stops writes for {1} s typically and {2} s at worst; the objective is {3} s. {4}':
    '{0}会使写入通常中断 {1} 秒，最坏 {2} 秒；目标为 {3} 秒。{4}',
  'After a failover to {0} in cluster {1}, the only synchronous standby can be {2} in the same site: losing that site too would lose commits. With more synchronous standbys (patroni.synchronous.nodes) one is always in the other site.':
    '集群 {1} 故障切换到 {0} 之后，唯一的同步从库可能是同一站点的 {2}：若该站点也丢失，就会丢失已提交的数据。增加同步从库数量（patroni.synchronous.nodes），可确保总有一个位于另一站点。',
  'The only synchronous standby of {0} can be {1} in its own site {2}: losing the site loses commits, against rpo 0.':
    '{0} 唯一的同步从库可能是同在站点 {2} 的 {1}：失去该站点就会丢失已提交的数据，违背 rpo 0。',
  'Site {0} holds {1} of {2} etcd members ({3}): its loss ends the quorum, and no other site can take over. Spread them 2 + 2 + 1.':
    '站点 {0} 容纳了 {2} 个 etcd 成员中的 {1} 个（{3}）：失去该站点就会失去多数派，其他站点无法接管。请按 2 + 2 + 1 分布。',
  'Site {0} has no etcd member: when the others are cut off it can neither lead nor know who does. Spread them 2 + 2 + 1.':
    '站点 {0} 没有 etcd 成员：与其他站点断开后，它既不能承担主库，也无从得知主库是谁。请按 2 + 2 + 1 分布。',
  'max_slot_wal_keep_size {0} keeps WAL without limit: the slot of a dead replica fills the disk of the primary, which then stops.':
    'max_slot_wal_keep_size 设为 {0} 会无限保留 WAL：失效从库的复制槽会写满主库磁盘，导致主库停止。',
  'The topology geo-dr has a standby cluster in the standby region, and no cluster of the plan has standbyOf.':
    '拓扑 geo-dr 在灾备区域应有备用集群，而方案中没有任何集群设置 standbyOf。',
  'Cluster {0} is in the standby region and follows no cluster.': '集群 {0} 位于灾备区域，却没有跟随任何集群。',
  'Cluster {0} follows another one, which only the topology geo-dr does.':
    '集群 {0} 跟随另一个集群，只有拓扑 geo-dr 才支持这种做法。',
  'No cluster is called {0}; {1} cannot follow it.': '没有名为 {0} 的集群，{1} 无法跟随它。',
  'Cluster {0} follows itself: name the cluster that accepts writes.': '集群 {0} 跟随自身，请指定接受写入的集群。',
  'Cluster {0} follows {1}, which is a standby cluster itself: name the cluster that accepts writes.':
    '集群 {0} 跟随的 {1} 本身也是备用集群，请指定接受写入的集群。',
  'Cluster {0} and the cluster that it follows, {1}, are both in the {2}: what takes the region takes both.':
    '集群 {0} 与它跟随的集群 {1} 都在{2}：该区域故障时两者会一起丢失。',
  'Cluster {0} is {1} s behind on purpose, and the plan promises rpo 0: the promise holds within the primary region only. A promotion of the standby region must replay the held WAL first, or loses up to {2} s of commits.':
    '集群 {0} 有意延迟 {1} 秒，而方案承诺 rpo 0：该承诺只在主区域内成立。提升灾备区域时，必须先回放被推迟的 WAL，否则最多丢失 {2} 秒的提交。',
  'Cluster {0} is {1} s behind on purpose, longer than the recovery time objective of {2} s: a promotion first replays what was held back, or gives it up.':
    '集群 {0} 有意延迟 {1} 秒，长于恢复时间目标 {2} 秒：提升时要么先回放被推迟的 WAL，要么放弃这部分数据。',
  'A delay of {0} s keeps more than a week of WAL on the disks of {1}.':
    '延迟 {0} 秒会在 {1} 的磁盘上保留超过一周的 WAL。',
  'ttl {0} s is less than loop_wait + 2 * retry_timeout = {1} + 2 * {2} = {3} s: a primary could lose its lease while it still retries. Patroni 3.2 and later would run with ttl {4}, loop_wait {5}, retry_timeout {6}; older ones take the values as they are.':
    'ttl {0} 秒小于 loop_wait + 2 * retry_timeout = {1} + 2 * {2} = {3} 秒：主库可能在重试尚未结束时就失去租约。Patroni 3.2 及更高版本会改以 ttl {4}、loop_wait {5}、retry_timeout {6} 运行；更早的版本则照原值使用。',
  '{0} s is not a whole number of seconds, which Patroni refuses.': '{0} 秒不是整数秒，Patroni 会拒绝。',
  '{0} ms is not a whole number of milliseconds, which etcd refuses.': '{0} 毫秒不是整数毫秒，etcd 会拒绝。',
  'Cluster {0} has {1} member; the topology {2} needs {3}. Add members, or choose the topology that fits.':
    '集群 {0} 有 {1} 个成员，而拓扑 {2} 需要 {3} 个。请添加成员，或改用合适的拓扑。',
  'Cluster {0} has {1} members; the topology {2} needs {3}. Add members, or choose the topology that fits.':
    '集群 {0} 有 {1} 个成员，而拓扑 {2} 需要 {3} 个。请添加成员，或改用合适的拓扑。',
  'Cluster {0} has {1} members; the topology two-node has 2. Choose the topology that fits.':
    '集群 {0} 有 {1} 个成员，而拓扑 two-node 只有 2 个。请改用合适的拓扑。',
  'The topology {0} needs exactly one site with the role {1}, and the plan has {2}.':
    '拓扑 {0} 需要恰好一个 {1} 角色的站点，而方案中有 {2} 个。',
  'The topology {0} needs at least one site with the role {1}, and the plan has {2}.':
    '拓扑 {0} 至少需要一个 {1} 角色的站点，而方案中有 {2} 个。',
  'Site {0} is a standby region, which only the topology geo-dr has.': '站点 {0} 是灾备区域，只有拓扑 geo-dr 才有。',
  'ttl {0} s is less than 1.5 election timeouts of {1} ms: etcd lengthens every lease to {2} s, and a dead primary keeps its lease that long.':
    'ttl {0} 秒小于选举超时 {1} 毫秒的 1.5 倍：etcd 会把每个租约延长到 {2} 秒，故障主库的租约也会保留这么久。',
  'The watchdog would fire after {0} s (ttl {1} s, safety margin {2} s), before one loop of {3} s is over: no member may lead.':
    '看门狗会在 {0} 秒后触发（ttl {1} 秒，安全余量 {2} 秒），早于一次 {3} 秒循环结束：没有成员能够成为主库。',
  'The watchdog would fire after {0} s (ttl {1} s, safety margin {2} s), before one loop of {3} s is over: Patroni runs without it.':
    '看门狗会在 {0} 秒后触发（ttl {1} 秒，安全余量 {2} 秒），早于一次 {3} 秒循环结束：Patroni 将不使用看门狗运行。',
};
