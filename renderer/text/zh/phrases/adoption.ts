/** What adoptions of a PostgreSQL that was there before say, by its English template. */
export const adoptionPhrases: Readonly<Record<string, string>> = {
  'its PostgreSQL was there before and was adopted: let it run by itself again first (quorate adopt PLAN {0} --back), or give up the way back, after which its data go with the rest (quorate adopt PLAN {1} --final)':
    '其 PostgreSQL 先前已存在并被接管：请先让它恢复独立运行（quorate adopt PLAN {0} --back），或放弃退路，之后其数据会随其余内容一并删除（quorate adopt PLAN {1} --final）',
  'the adoption of its PostgreSQL was begun and is not finished: go on with quorate adopt PLAN {0}, or take it back with quorate adopt PLAN {1} --back':
    '其 PostgreSQL 的接管已开始而未完成：请用 quorate adopt PLAN {0} 继续，或用 quorate adopt PLAN {1} --back 退回',
  'its PostgreSQL is on the way back to run by itself: go on with quorate adopt PLAN {0} --back, or adopt it again with quorate adopt PLAN {1}':
    '其 PostgreSQL 正在恢复独立运行：请用 quorate adopt PLAN {0} --back 继续，或用 quorate adopt PLAN {1} 重新接管',
  'Keep a copy of what is needed to go back: configuration, roles, and who may connect':
    '保留退回所需内容的副本：配置、角色及连接权限',
  'Make the roles by which replicas copy and follow': '建立副本复制与跟随所用的角色',
  'Stop PostgreSQL {0}/{1}, and start it under Patroni as {2}': '停止 PostgreSQL {0}/{1}，并作为 {2} 由 Patroni 启动',
  'Note that Patroni runs it': '记录其由 Patroni 运行',
  'Note that it is to run by itself again': '记录其将恢复独立运行',
  'Stop Patroni, and start PostgreSQL {0}/{1} by itself as before':
    '停止 Patroni，并让 PostgreSQL {0}/{1} 如先前独立运行',
  'Give up the way back: what was kept for it goes, and the data directory belongs to the deployment':
    '放弃退路：为此保留的内容删除，数据目录归部署所有',
  'Stopping PostgreSQL on {0}, and starting it under Patroni': '正在停止 {0} 上的 PostgreSQL，并由 Patroni 启动',
  'Preparing the hosts, while PostgreSQL on {0} goes on': '正在准备主机，{0} 上的 PostgreSQL 照常运行',
  'PostgreSQL on {0} was started under Patroni, and nothing is noted of it: look at journalctl -u patroni there, then run this again.':
    '{0} 上的 PostgreSQL 已由 Patroni 启动，但未留下记录：请在那里查看 journalctl -u patroni，然后重新运行。',
  'PostgreSQL on {0} runs by itself again, with everything that was written meanwhile. What was deployed beside it is still there: quorate destroy PLAN takes it away.':
    '{0} 上的 PostgreSQL 恢复独立运行，期间写入的内容都在。一同部署的内容仍在：可用 quorate destroy PLAN 移除。',
  'Nothing was adopted on {0}: there is nothing to take back.': '{0} 上没有接管过任何内容：无可退回。',
  'Stopping the other members: nobody is to take over': '正在停止其他成员：不允许任何成员接管',
  'Starting PostgreSQL on {0} by itself, as before': '正在让 {0} 上的 PostgreSQL 如先前独立运行',
  '{0} on {1} does not lead, so another member may hold newer data, and going back would lose them. Hand over to it first (quorate switchover PLAN {2}), then run this again; or give up the way back: quorate adopt PLAN {3} --final.':
    '{1} 上的 {0} 不是主库，其他成员可能有更新的数据，退回会丢失它们。请先切换到它（quorate switchover PLAN {2}），再重新运行；或放弃退路：quorate adopt PLAN {3} --final。',
  'The data directory on {0} belongs to the deployment now: a removal takes it away with everything in it.':
    '{0} 上的数据目录现归部署所有：移除部署会连同其中内容一并删除。',
  'Nothing was adopted on {0}.': '{0} 上没有接管过任何内容。',
  'The adoption on {0} is not finished: go on with it (quorate adopt PLAN {1}), or go back (--back).':
    '{0} 上的接管尚未完成：请继续（quorate adopt PLAN {1}），或退回（--back）。',
  'Giving up the way back on {0}': '正在放弃 {0} 上的退路',
  "Debian's tools know no PostgreSQL there (pg_lsclusters): what was made in another way is brought in by hand, or by a dump into a new cluster":
    'Debian 的工具在那里找不到 PostgreSQL（pg_lsclusters）：以其他方式建立的需手工引入，或通过转储导入新集群',
  'it has several PostgreSQL clusters, in {0}: name the data directory of the one in postgres.dataDirectory':
    '它有多个 PostgreSQL 集群，位于 {0}：请在 postgres.dataDirectory 中写明要接管者的数据目录',
  'its PostgreSQL does not let the system account postgres in through the socket: give pg_hba.conf the line local all postgres peer, first of all, and reload it':
    '其 PostgreSQL 不允许系统账户 postgres 经套接字登录：请在 pg_hba.conf 最前面写 local all postgres peer 并重新加载',
  'its PostgreSQL {0}/{1} does not run: start it first (pg_ctlcluster {2} {3} start)':
    '其 PostgreSQL {0}/{1} 未运行：请先启动（pg_ctlcluster {2} {3} start）',
  'no cluster of the plan has a member there: add it to clusters, with role: primary':
    '方案中没有集群在那里有成员：请加入 clusters，角色为 role: primary',
  'the plan has {0} clusters, and a PostgreSQL is adopted into a plan of one':
    '方案有 {0} 个集群，而 PostgreSQL 只能接管到只有一个集群的方案中',
  '{0} is to be the first member: give it role: primary, and another one role: replica':
    '{0} 应为首个成员：请设为 role: primary，另一成员设为 role: replica',
  'postgres.walDirectory is set, and its WAL lies in the data directory: take it out of the plan':
    '已设置 postgres.walDirectory，而其 WAL 在数据目录中：请从方案中删除',
  "its PostgreSQL is version {0}, and the plan's is {1}: set postgres.version to {2}; quorate upgrade PLAN --to brings a newer one later":
    '其 PostgreSQL 版本为 {0}，方案为 {1}：请将 postgres.version 设为 {2}；之后可用 quorate upgrade PLAN --to 升级',
  'its data lie in {0}, and the plan has {1}: set postgres.dataDirectory to {2}. They stay where they are':
    '其数据位于 {0}，方案为 {1}：请将 postgres.dataDirectory 设为 {2}。数据留在原处',
  '{0}/pg_wal is a link: move the WAL back into the data directory first, while PostgreSQL is stopped':
    '{0}/pg_wal 是链接：请先在 PostgreSQL 停止时将 WAL 移回数据目录',
  'its PostgreSQL listens on {0}, which the plan has for Patroni: change patroni.port':
    '其 PostgreSQL 监听 {0}，方案将该端口用于 Patroni：请更改 patroni.port',
  'it is a replica: adopt the server that it follows, or promote it first':
    '它是副本：请接管它所跟随的服务器，或先将其提升',
  "replicas follow it ({0}): end them first; the cluster's own members take their place":
    '有副本跟随它（{0}）：请先停止；集群自己的成员会取而代之',
  'it has replication slots ({0}), which Patroni would drop: drop those that nobody needs; what subscribes by the others is set up anew afterwards':
    '它有复制槽（{0}），Patroni 会删除它们：请删除无人需要的；通过其余槽订阅的，之后重新建立',
  'it has tablespaces ({0}): move what is in them to pg_default first':
    '它有表空间（{0}）：请先将其中内容移到 pg_default',
  'it has {0} prepared transactions: commit or roll them back first': '它有 {0} 个预备事务：请先提交或回滚',
  '{0} was set with ALTER SYSTEM, which wins over the plan: ALTER SYSTEM RESET {1}, or write the same value into postgres.parameters':
    '{0} 由 ALTER SYSTEM 设置，优先于方案：请执行 ALTER SYSTEM RESET {1}，或将相同的值写入 postgres.parameters',
  'it loads {0}, and the plan does not: write shared_preload_libraries into postgres.parameters, and what packages it needs into postgres.packages':
    '它加载了 {0}，方案没有：请将 shared_preload_libraries 写入 postgres.parameters，并将所需软件包写入 postgres.packages',
  'it archives its WAL ({0}), which the plan would end: write {1} into postgres.parameters as it is':
    '它归档 WAL（{0}），方案会使其停止：请将 {1} 原样写入 postgres.parameters',
  '{0} clients are connected, and the plan lets in {1}: raise max_connections in postgres.parameters':
    '有 {0} 个客户端已连接，方案只允许 {1} 个：请在 postgres.parameters 中调高 max_connections',
  'the value of {0} is too long to be kept: shorten it first': '{0} 的值过长，无法保留：请先缩短',
  'the extension {0} in {1} comes from {2}: put it into postgres.packages, since every member needs it':
    '{1} 中的扩展 {0} 来自 {2}：请写入 postgres.packages，因为每个成员都需要它',
  'the database {0} has the {1} {2}, and the plan another one: write it into postgres.databases as it is':
    '数据库 {0} 的{1}为 {2}，与方案不同：请按现状写入 postgres.databases',
  'databases have the locale {0}, which {1} lacks: make it there first (locale-gen)':
    '有数据库使用区域设置 {0}，而 {1} 没有：请先在那里生成（locale-gen）',
  'PostgreSQL {0}/{1} stops once and starts under Patroni: every connection ends, and clients come back by themselves. Its data stay in {2}; /etc/postgresql/{3}/{4} is kept aside, and its own unit does not start it any more':
    'PostgreSQL {0}/{1} 停止一次并由 Patroni 启动：所有连接断开，客户端自行重连。数据留在 {2}；/etc/postgresql/{3}/{4} 另行保留，其自身的单元不再启动它',
  "The password of postgres becomes one of the plan's: quorate secret PLAN {0}":
    'postgres 的密码改为方案的密码：quorate secret PLAN {0}',
  'It listens on port {0} instead of {1}: tell its clients': '监听端口改为 {0}（原为 {1}）：请告知客户端',
  "Settings that become the plan's: {0}. To keep one, write it into postgres.parameters":
    '改用方案值的设置：{0}。要保留某项，请写入 postgres.parameters',
  'Settings that nobody has written, and that the plan brings: {0}': '无人写过、由方案带来的设置：{0}',
  'Settings that stay as they are, on every member: {0}': '在每个成员上保持不变的设置：{0}',
  'Rules of pg_hba.conf that go; write into postgres.hba what clients need: {0}':
    'pg_hba.conf 中将失效的规则；请将客户端需要的写入 postgres.hba：{0}',
  'These users get a new password, since theirs is no SCRAM-SHA-256: {0}':
    '这些用户将得到新密码，因为原密码不是 SCRAM-SHA-256：{0}',
  'These roles cannot log in any more until their password is set anew, since theirs is an MD5: {0}':
    '这些角色在重新设置密码之前无法登录，因为原密码是 MD5：{0}',
  "These roles become the cluster's own, with its passwords and rights: {0}":
    '这些角色归集群自用，使用集群的密码与权限：{0}',
  'These files of its configuration have no effect any more: {0}': '其配置中的这些文件不再起作用：{0}',
  'Its data have no checksums, so damage on a disk goes unnoticed. pg_checksums makes them while a server is stopped: best before this':
    '其数据没有校验和，磁盘损坏不会被发现。pg_checksums 可在服务器停止时生成：最好在此之前进行',
  'it is not in the plan': '方案中没有它',
  "a Patroni runs there already, and only a PostgreSQL that runs by itself is adopted. quorate import --from reads a cluster of Patroni's into a plan":
    '那里已有 Patroni 运行，只能接管独立运行的 PostgreSQL。可用 quorate import --from 将 Patroni 集群读入方案',
  'pg_controldata does not tell what {0} holds': 'pg_controldata 没有说明 {0} 的内容',
  '{0} holds another database than the one whose adoption was begun': '{0} 中的数据库不是开始接管时的那一个',
  "PostgreSQL on {0} stops once for this. Look at what it comes to with --check, then go on with the plan's name: --confirm {1}":
    '为此 {0} 上的 PostgreSQL 会停止一次。请先用 --check 查看会怎样，然后以方案名继续：--confirm {1}',
  "This is confirmed by the plan's name: --confirm {0}": '此操作须以方案名确认：--confirm {0}',
  'The plan has no host {0}; it has {1}.': '方案中没有主机 {0}；它有 {1}。',
  '. If its data are to become those of the cluster: quorate adopt PLAN {0} --check':
    '。若其数据要成为集群的数据：quorate adopt PLAN {0} --check',
};
