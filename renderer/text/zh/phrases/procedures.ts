/** What procedures say of their stages, by its English template. */
export const procedurePhrases: Readonly<Record<string, string>> = {
  'Bringing the hosts to what the plan says': '正在使主机与方案一致',
  'Going on from what the hosts are now': '按主机的现状继续',
  'Taking the deployment away from its hosts': '正在从主机上移除部署',
  'Handing {0} over from {1} to {2}': '正在将 {0} 从 {1} 移交给 {2}',
  '{0} leads {1}': '{0} 成为 {1} 的主库',
  'The switchover from {0} to {1} did not work, and {2} still leads unless quorate status says otherwise: {3}':
    '从 {0} 到 {1} 的切换未成功；若 quorate status 未显示其他结果，{2} 仍是主库：{3}',
  'Take out of etcd what {0} noted of its last leader': '从 etcd 中清除 {0} 留下的上一任主库记录',
  '{0} is paused, and a paused Patroni promotes nobody. Resume it on {1}, then run this again: patronictl -c {2} resume {3}':
    '{0} 处于暂停状态，暂停的 Patroni 不会提升任何成员。请在 {1} 上恢复后重新运行：patronictl -c {2} resume {3}',
  'Keeping {0} from starting again': '正在防止 {0} 再次启动',
  'nothing of {0} runs on a host that can be reached': '可连接的主机上已没有 {0} 的进程在运行',
  '{0} runs again on {1} although it was stopped: something on these hosts starts it. Find out what, then run this again.':
    '{0} 已被停止，却又在 {1} 上运行：这些主机上有程序会启动它。请查明原因后重新运行。',
  '{0} was promoted by a run that was cut off at its end: waiting until it takes writes':
    '{0} 已由一次在末尾被中断的运行提升：正在等待其可写入',
  'a member of {0} takes writes': '{0} 的一个成员可写入',
  'No etcd member of {0} can be reached, and without it nobody can tell {1} whom to follow. Start these hosts first: {2}.':
    '无法连接 {0} 的任何 etcd 成员，因而无法告知 {1} 应跟随谁。请先启动这些主机：{2}。',
  '{0} of {1} cannot be reached. A region returns as a whole: start these hosts first, or take them out of the plan.':
    '无法连接 {1} 的 {0}。区域须整体恢复：请先启动这些主机，或将其移出方案。',
  'Having {0} keep WAL for {1}, and starting its etcd': '正在让 {0} 为 {1} 保留 WAL，并启动后者的 etcd',
  '{0} knows since which timeline it leads': '{0} 已知自哪条时间线起担任主库',
  '{0} streams from {1}': '{0} 正从 {1} 流复制',
  'Waiting until {0} follows': '正在等待 {0} 开始跟随',
  'every member of {0} streams': '{0} 的所有成员均在流复制',
  '{0}: the connection was lost during "{1}", so nobody knows how far it came: {2}. Run this again: it looks first.':
    '{0}：执行“{1}”时连接中断，无法得知进行到哪一步：{2}。请重新运行：它会先查看现状。',
  'Stopped as asked, between two stages. Run this again to go on.': '已按要求在两个阶段之间停止。重新运行即可继续。',
  'Restart a member': '重启成员',
  'Restart PostgreSQL of a member, once the others could take over.':
    '在其他成员能够接管时，重启某个成员的 PostgreSQL。',
  'PostgreSQL of {0} on {1} restarts as soon as every other member of {2} could take over, and the connections to it end. If it leads, nobody can write until it is back, 1 to 5 seconds as a rule: where that is too long, hand over first (quorate switchover).':
    '一旦 {2} 的其他成员都能接管，{1} 上 {0} 的 PostgreSQL 就会重启，与它的连接会断开。若它是主库，则在其恢复前无法写入，通常为 1 至 5 秒：若嫌太长，请先切换（quorate switchover）。',
  'PostgreSQL of {0} was restarted.': '{0} 的 PostgreSQL 已重启。',
  'Nobody leads {0}, and a restart now could keep {1} from taking over. Look at quorate status first.':
    '{0} 没有主库，此时重启可能使 {1} 无法接管。请先查看 quorate status。',
  '{0} is paused, and nobody would take over if {1} did not come back. Resume it first: quorate resume PLAN {2}':
    '{0} 处于暂停状态，若 {1} 未能恢复，没有成员会接管。请先恢复：quorate resume PLAN {2}',
  'Restart PostgreSQL of {0}': '重启 {0} 的 PostgreSQL',
  'Restarting PostgreSQL of {0}': '正在重启 {0} 的 PostgreSQL',
  '{0} runs again': '{0} 重新运行',
  "{0} was restarted, and does not serve: its Patroni's journal on {1} says why (journalctl -u patroni).":
    '{0} 已重启，但未提供服务：{1} 上其 Patroni 的日志会说明原因（journalctl -u patroni）。',
  'Reload a member': '重新加载成员',
  'Have Patroni and PostgreSQL of a member read their files again, which interrupts nothing.':
    '让某个成员的 Patroni 与 PostgreSQL 重新读取其文件，不会造成任何中断。',
  'Patroni and PostgreSQL of {0} on {1} read their files again. Connections stay; what needs a restart waits for one.':
    '{1} 上 {0} 的 Patroni 与 PostgreSQL 会重新读取其文件。连接保持不变；需要重启的设置等待重启。',
  '{0} has read its files again.': '{0} 已重新读取其文件。',
  'Reload {0}': '重新加载 {0}',
  'Reloading {0}': '正在重新加载 {0}',
  '{0} cannot be reached, so nothing can be done there. Mend that first; quorate status says why.':
    '无法连接 {0}，因而无法在那里执行任何操作。请先排除该问题；quorate status 会说明原因。',
  'Copy a member anew': '重新复制成员',
  'Copy a replica anew from the leader, when it cannot follow any more.': '副本无法再跟随时，从主库重新复制。',
  Member: '成员',
  "What {0} has on {1} is removed, and all of {2} is copied to it from the leader. Until then it can neither answer reads nor take over, and the copy loads the leader's disk and network. Writes go on.":
    '{0} 在 {1} 上的数据会被清除，并从主库复制 {2} 的全部数据。在此期间它既不能响应读取，也不能接管；复制会占用主库的磁盘与网络。写入不受影响。',
  '{0} was copied anew and follows.': '{0} 已重新复制并开始跟随。',
  'Nobody leads {0}, so there is nobody to copy {1} from. Look at quorate status first.':
    '{0} 没有主库，无法为 {1} 复制数据。请先查看 quorate status。',
  '{0} leads {1}: what it has is what the others are copied from. Hand over first (quorate switchover), then run this again.':
    '{0} 是 {1} 的主库：其他成员都从它复制。请先切换（quorate switchover），再重新运行。',
  '{0} cannot be reached, so nobody could see the copy through. Mend that first; quorate status says why.':
    '无法连接 {0}，复制无人看护。请先排除该问题；quorate status 会说明原因。',
  '{0} is paused, and a paused Patroni copies nobody. Resume it on {1}, then run this again: patronictl -c {2} resume {3}':
    '{0} 处于暂停状态，暂停的 Patroni 不会复制任何成员。请在 {1} 上恢复后重新运行：patronictl -c {2} resume {3}',
  'Copying {0} anew from {1}': '正在从 {1} 重新复制 {0}',
  '{0} follows {1}': '{0} 跟随 {1}',
  "{0} was copied, and does not follow: its Patroni's journal on {1} says why (journalctl -u patroni).":
    '{0} 已复制但未能跟随：{1} 上 Patroni 的日志会说明原因（journalctl -u patroni）。',
  '{0}: the plan has no {1}; it has {2}.': '{0}：方案中没有 {1}；现有：{2}。',
  Cluster: '集群',
  Name: '名称',
  '{0}: give a name.': '{0}：请给出名称。',
  'Drop a database': '删除数据库',
  'Drop a database that the plan no longer has, with everything in it.': '删除方案中已没有的数据库及其全部内容。',
  'The database {0} of {1} is removed with everything in it, on every member, and its connections end. Only a backup brings it back.':
    '{1} 的数据库 {0} 及其全部内容会在所有成员上删除，其连接会中断。只有备份才能恢复它。',
  'The database {0} is in the plan: take it out and deploy first, or the next deployment makes it again, empty.':
    '数据库 {0} 在方案中：请先将其去掉并部署，否则下次部署会重新创建一个空库。',
  'Dropping the database {0} of {1}': '正在删除 {1} 的数据库 {0}',
  'There is no database {0} in {1} any more.': '{1} 中已没有数据库 {0}。',
  'Drop the database {0}': '删除数据库 {0}',
  'Drop a user': '删除用户',
  'Drop a user that the plan no longer has and that owns nothing any more.':
    '删除方案中已没有、且不再拥有任何对象的用户。',
  'The user {0} of {1} is removed: its sessions end, and its privileges go in every database. A user that still owns something is left as it is, and what it owns is said.':
    '{1} 的用户 {0} 会被删除：其会话中断，它在每个数据库中的权限被收回。仍拥有对象的用户保持原样，并会指出它拥有什么。',
  'The user {0} is in the plan: take it out and deploy first, or the next deployment makes it again.':
    '用户 {0} 在方案中：请先将其去掉并部署，否则下次部署会重新创建它。',
  'Dropping the user {0} of {1}': '正在删除 {1} 的用户 {0}',
  'There is no user {0} in {1} any more.': '{1} 中已没有用户 {0}。',
  'Drop the user {0}': '删除用户 {0}',
  '{0} follows {1}, and has what that one has: drop it there.': '{0} 跟随 {1}，内容与其相同：请在那里删除。',
  'Nobody leads {0}, so nothing can be dropped there. Look at quorate status first.':
    '{0} 没有主库，无法在其中删除任何内容。请先查看 quorate status。',
  '{0} leads {1}, and its host {2} cannot be reached. Mend that first; quorate status says why.':
    '{0} 是 {1} 的主库，而其主机 {2} 无法连接。请先排除该问题；quorate status 会说明原因。',
  'Pause for maintenance': '暂停以进行维护',
  'Keep Patroni from acting while you work on a cluster: no failover until it is resumed.':
    '在您维护集群期间让 Patroni 不采取动作：恢复之前不会故障转移。',
  'Patroni of {0} changes nothing by itself until it is resumed: if its primary fails, nobody takes over, and deployments that need restarts are refused. Reads and writes go on.':
    '恢复之前，{0} 的 Patroni 不会自行更改任何内容：主库故障时无人接管，需要重启的部署会被拒绝。读写不受影响。',
  'Pausing {0}': '正在暂停 {0}',
  '{0} is paused: nobody takes over until you resume it.': '{0} 已暂停：恢复之前无人接管。',
  '{0} is paused already.': '{0} 已处于暂停状态。',
  'Resume after maintenance': '维护后恢复',
  'Let Patroni act on a cluster again, after a pause.': '暂停之后让 Patroni 重新管理集群。',
  'Patroni of {0} acts by itself again: if its primary is not there, another member takes over at once, and members that were started by hand are taken under its control.':
    '{0} 的 Patroni 重新自行管理：若主库不在，其他成员会立即接管；手动启动的成员也会纳入其控制。',
  'Resuming {0}': '正在恢复 {0}',
  '{0} is not paused any more.': '{0} 已解除暂停。',
  '{0} is not paused.': '{0} 未处于暂停状态。',
  'No Patroni of {0} answers on a host that can be reached, so nobody can be told. Look at quorate status first.':
    '可连接的主机上没有 {0} 的 Patroni 应答，无法下达指令。请先查看 quorate status。',
  'every member of {0} knows that it is paused': '{0} 的所有成员得知已暂停',
  'every member of {0} knows that it is not paused': '{0} 的所有成员得知已解除暂停',
  'Patroni took the order for {0}, and after 60 s its members do not say so: its journal on {1} says why (journalctl -u patroni).':
    'Patroni 已接受对 {0} 的指令，但 60 秒后其成员仍未反映：{1} 上 Patroni 的日志会说明原因（journalctl -u patroni）。',
  'renewal of certificates': '证书更新',
  switchover: '切换',
  'Clients notice nothing.': '客户端不会察觉。',
  'Writes stop for {0}; reads go on.': '写入中断{0}；读取不受影响。',
  'Writes go on; some reads wait for {0}.': '写入不受影响；部分读取等待{0}。',
  'Writes stop for {0}, some reads for {1}.': '写入中断{0}，部分读取中断{1}。',
  'as long as nobody acts': '，直到有人处理为止',
  'about {0} s ({1} to {2} s)': '约 {0} 秒（{1} 至 {2} 秒）',
  '{0}: writes stood still for {1} ({2}), reads for {3} ({4}).': '{0}：写入停顿{1}（{2}），读取停顿{3}（{4}）。',
  'No probe stands in for clients in this run, so that nothing can be observed: {0}':
    '本次运行中没有探针代替客户端，因此无法观测：{0}',
  '{0} rows were acknowledged; nobody could look whether they are all there.':
    '已确认写入 {0} 行；无法核实是否全部存在。',
  '{0} rows were acknowledged, and all of them are there.': '已确认写入 {0} 行，且全部存在。',
  'ROWS WERE LOST: {0} of {1} rows that were acknowledged are not there. Stop changing this cluster, and find out which member had them before anything else is done.':
    '有数据丢失：已确认的 {1} 行中有 {0} 行不存在。请停止变更此集群，并先查明哪个成员曾拥有这些行。',
  'The database {0} of the probe could not be removed ({1}). The next run removes it.':
    '未能移除探针的数据库 {0}（{1}）。下次运行将移除它。',
  'no member of {0} that can be reached leads it': '{0} 的可连接成员中没有主库',
  '{0} is not locked by this run any more': '{0} 已不再由本次运行锁定',
  'what answers is a replica': '应答的是副本',
  'an unknown time': '时长未知',
  '{0} s at most': '最长 {0} 秒',
  'nothing was predicted': '未作预测',
  'predicted: until somebody acts': '预测：直到有人处理',
  'predicted: {0} to {1} s': '预测：{0} 至 {1} 秒',
  'If a host died meanwhile: {0}.': '若此间有主机失效：{0}。',
  'writes would go on': '写入不受影响',
  'writes would go on, or come back by themselves after about {0} s': '写入不受影响，或在约 {0} 秒后自动恢复',
  'except {0} in the seconds in which a service restarts: by hand, unless it is back in time':
    '例外 {0}（仅在某服务重启的数秒内）：若服务未及时恢复则需人工处理',
  'except {0}: by hand': '例外 {0}：需人工处理',
  'except {0}: no copy of the data would be left': '例外 {0}：将不再有数据副本',
  '{0}: if {1} died meanwhile, writes would stop until somebody acts, which is so neither before nor after. Nothing of it was done. If that is what you want, confirm it with the name of the plan: --confirm {2}':
    '{0}：若此间 {1} 失效，写入将中断直到有人处理，而变更前后均非如此。此步骤未执行。如确要如此，请以方案名称确认：--confirm {2}',
};
