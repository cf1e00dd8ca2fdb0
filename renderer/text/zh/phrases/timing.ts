/** What the derivation of timing, the budgets of failures and the defaults of a plan say, by their English templates. */
export const timingPhrases: Readonly<Record<string, string>> = {
  // Where values come from.
  '{0} ({1})': '{0}（{1}）',
  'classic derivation from one recovery time objective (pg_rto): ttl = rto, the rest a third of it, rounded down':
    '由单一恢复时间目标推导的经典做法（pg_rto）：ttl = rto，其余取其三分之一并向下取整',
  'plan: {0}': '方案：{0}',
  given: '已指定',
  'given {0}': '已指定 {0}',
  'ttl / 3 = {0} / 3, rounded down': 'ttl / 3 = {0} / 3，向下取整',
  '{0}, raised to the minimum {1}': '{0}，提高到最小值 {1}',
  '{0}, lowered to {1}: ttl >= loop_wait + 2 * retry_timeout':
    '{0}，降低到 {1}：须满足 ttl >= loop_wait + 2 * retry_timeout',
  'Patroni docs/dynamic_configuration: loop_wait + 2 * retry_timeout <= ttl':
    'Patroni 文档 docs/dynamic_configuration：loop_wait + 2 * retry_timeout <= ttl',
  'Patroni {0} enforces no minimums': 'Patroni {0} 不强制最小值',
  'Patroni 3.2 release notes and docs/dynamic_configuration: minimum possible values':
    'Patroni 3.2 发行说明与 docs/dynamic_configuration：允许的最小值',
  '0: used with synchronous replication only': '0：仅在同步复制时使用',
  'Patroni docs/dynamic_configuration: primary_stop_timeout takes effect with synchronous_mode':
    'Patroni 文档 docs/dynamic_configuration：primary_stop_timeout 只在 synchronous_mode 下生效',
  "rpo 0: synchronous replication decides; Patroni's default {0}": 'rpo 0：由同步复制决定；Patroni 的默认值 {0}',
  'Patroni docs/dynamic_configuration: maximum_lag_on_failover. Not a hard bound: the position it compares with can be up to ttl old':
    'Patroni 文档 docs/dynamic_configuration：maximum_lag_on_failover。并非硬性上限：用于比较的位置最多可能是 ttl 之前的',
  '5: the watchdog fires at ttl - 5': '5：看门狗在 ttl - 5 时触发',
  'Patroni docs/watchdog: default safety_margin': 'Patroni 文档 docs/watchdog：safety_margin 的默认值',
  'fast checks': '快速检查',
  'default checks': '默认检查',
  'HAProxy server options; fast checks go with the mode fast or a recovery time objective below 30 s':
    'HAProxy 的 server 选项；快速检查用于 fast 模式或小于 30 秒的恢复时间目标',
  'etcd 3.5, docs/tuning: heartbeat about the largest average RTT, election at least 10 RTT':
    'etcd 3.5 文档 docs/tuning：心跳约为最大的平均 RTT，选举超时至少为 10 倍 RTT',
  'RTT not given': '未给出 RTT',
  '{0}, at most election / 5 = {1}, {2}': '{0}，至多为选举超时 / 5 = {1}，{2}',

  // What the seconds of an outage are spent on.
  'a replica sees it at once, or in its next loop (loop_wait)': '从库立即发现，或在其下一轮循环（loop_wait）中发现',
  'what is left of the lease: ttl - loop_wait to ttl': '租约剩余的时间：ttl - loop_wait 至 ttl',
  '2 to 3 election timeouts: one to two until a member stands, one that it adds to every lease':
    '2 至 3 个选举超时：成员参选前需 1 至 2 个，另有 1 个加到每个租约上',
  'a new etcd leader gives every lease its full ttl again': '新的 etcd 领导者让每个租约重新拥有完整的 ttl',
  'Patroni looks once per loop_wait': 'Patroni 每个 loop_wait 检查一次',
  'Patroni tries to start PostgreSQL again for primary_start_timeout':
    'Patroni 在 primary_start_timeout 内尝试重新启动 PostgreSQL',
  'shutdown of an idle primary after its last checkpoint': '空闲主库在最后一次检查点后关闭',
  'election among the replicas and promotion: 0.1 to 2 s': '从库之间选举并提升：0.1 至 2 秒',
  'check of the leader 0 to 1 s + 3 advertisements of 0.3 s + skew': '主库检查 0 至 1 秒 + 3 次 0.3 秒的通告 + 偏移',
  '0 to downinter + (rise - 1) * fastinter = 0 to {0} + {1} * {2}':
    '0 至 downinter + (rise - 1) * fastinter = 0 至 {0} + {1} * {2}',
  '(fall - 1) * fastinter to fall * inter = {0} * {1} to {2} * {3}':
    '(fall - 1) * fastinter 至 fall * inter = {0} * {1} 至 {2} * {3}',
  'etcd-election': 'etcd 选举',
  lease: '租约',
  detection: '发现故障',
  restart: '重启',
  handover: '交接',
  'haproxy-down': 'HAProxy 摘除',
  loop: '循环',
  promotion: '提升',
  'haproxy-up': 'HAProxy 发现',
  vip: '虚拟 IP',

  // The solver.
  'solver: calmest lease whose worst outage is at most {0} s': '求解器：最差中断不超过 {0} 秒的最宽松租约',
  'solver: calmest lease whose typical outage is at most {0} s': '求解器：典型中断不超过 {0} 秒的最宽松租约',
  'largest ttl that meets the target': '满足目标的最大 ttl',
  '(ttl - loop_wait) / 2, rounded down': '(ttl - loop_wait) / 2，向下取整',
  'largest loop_wait that meets the target: at most ttl / 6': '满足目标的最大 loop_wait：至多为 ttl / 6',
  'HAProxy asks a server that is down every downinter: a new primary waits that long for its first check, and a longer one protects nobody':
    'HAProxy 每隔 downinter 检查一次已下线的服务器：新主库要等这么久才有第一次检查，设得更长也保护不了任何人',
  'A round trip of {0} ms needs an election timeout of {1} ms, more than etcd accepts ({2} ms): {3}.':
    '{0} 毫秒的往返时间需要 {1} 毫秒的选举超时，超过 etcd 所接受的上限（{2} 毫秒）：{3}。',
  'the least ttl is {0} s ({1}; ttl >= loop_wait + 2 * retry_timeout; ttl >= 1.5 election timeouts), and promotion and health checks come on top: {2}.':
    '最小的 ttl 是 {0} 秒（{1}；ttl >= loop_wait + 2 * retry_timeout；ttl >= 1.5 倍选举超时），此外还要加上提升和健康检查的时间：{2}。',
  'The shortest worst outage is {0} s, longer than the target of {1} s: {2}':
    '最短的最差中断为 {0} 秒，超过 {1} 秒的目标：{2}',
  'The shortest typical outage is {0} s, longer than the target of {1} s: {2}':
    '最短的典型中断为 {0} 秒，超过 {1} 秒的目标：{2}',

  // What a plan that leaves a value out gets.
  'set in line {0}': '在第 {0} 行设置',
  'the default of the plan file': '方案文件的默认值',
  'the first site': '第一个站点',
  'the host itself: no failure domain is named': '主机自身：未指定故障域',
  'from ssh.user': '取自 ssh.user',
  'from ssh.port': '取自 ssh.port',
  'from ssh.key': '取自 ssh.key',
  'from ssh.jump': '取自 ssh.jump',
  '<cluster>-<seq>, the name in Patroni and etcd': '<集群>-<序号>，即在 Patroni 和 etcd 中的名称',
  'rto or rpo is set': '已设置 rto 或 rpo',
  'neither rto nor rpo is set': '未设置 rto 和 rpo',
  'mode {0}': '模式 {0}',
  'objectives.mode is {0}; crit for zero-loss, else oltp': 'objectives.mode 为 {0}；zero-loss 用 crit，否则用 oltp',
  'postgres.template is {0}; automatic for crit, else off': 'postgres.template 为 {0}；crit 用 automatic，否则为 off',
  'objectives.rpo is {0} bytes; synchronous when it is 0': 'objectives.rpo 为 {0} 字节；为 0 时采用同步复制',
  'one site when the plan names none': '方案未指定站点时只有一个站点',
  'the only site is the primary one': '唯一的站点就是主站点',
  'root needs no sudo': 'root 不需要 sudo',
  "SSH's port": 'SSH 的端口',
  'everything on each host, the reference layout of three nodes': '每台主机承担全部角色，即三节点的参考布局',
  'a member may be a synchronous standby unless the plan forbids it': '除非方案禁止，成员都可以成为同步从库',
  'the standby cluster replays WAL as it arrives': '备用集群在 WAL 到达时立即回放',
  "PostgreSQL's port": 'PostgreSQL 的端口',
  'any network, with a password (and TLS unless it is off)': '任意网络，需要密码（除非关闭，还需要 TLS）',
  'the tuning template decides': '由调优模板决定',
  'what the roles need, and nothing more': '仅角色所需，别无其他',
  "the extra repository brings PostgreSQL; everything else stays the distribution's":
    '额外的软件源只提供 PostgreSQL，其余仍用发行版自带的',
  'none unless the plan names them': '方案未指定时没有',
  "the port of Patroni's REST interface in its documentation": 'Patroni 文档中 REST 接口的端口',
  'a primary that reaches all members stays writable when etcd has no quorum (Patroni failsafe_mode)':
    'etcd 失去多数派时，能联系到所有成员的主库保持可写（Patroni failsafe_mode）',
  'commits go on when no synchronous standby is left (Patroni synchronous_mode_strict)':
    '没有同步从库剩余时提交继续进行（Patroni synchronous_mode_strict）',
  'a new replica is copied as fast as disks and network allow': '新从库以磁盘和网络允许的最快速度复制',
  'one synchronous standby (Patroni synchronous_node_count)': '一个同步从库（Patroni synchronous_node_count）',
  "etcd's port for clients": 'etcd 的客户端端口',
  "etcd's port for peers": 'etcd 的成员间端口',
  "etcd's own default, 2 GiB (etcd advises 8 GiB at most)": 'etcd 自身的默认值 2 GiB（etcd 建议最多 8 GiB）',
  'read-write through PgBouncer, port of the reference architecture': '经 PgBouncer 读写，参考架构的端口',
  'read-only through PgBouncer, port of the reference architecture': '经 PgBouncer 只读，参考架构的端口',
  'read-write without a pool, port of the reference architecture': '不经连接池读写，参考架构的端口',
  'reports and backups, port of the reference architecture': '报表与备份，参考架构的端口',
  'statistics, port of the reference architecture': '统计信息，参考架构的端口',
  'connections per server of the reference architecture': '参考架构中每个服务器的连接数',
  "PgBouncer's port": 'PgBouncer 的端口',
  'a server connection is shared between transactions': '服务器连接在事务之间共享',
  'connections of clients of the reference architecture': '参考架构中的客户端连接数',
  'server connections per user and database of the reference architecture': '参考架构中每个用户和数据库的服务器连接数',
  'server connections per database of the reference architecture': '参考架构中每个数据库的服务器连接数',
  'round trips between sites are measured by preflight': '站点之间的往返时间由预检测量',
  'no virtual IP and no name: clients use the hosts themselves': '没有虚拟 IP 也没有域名：客户端直接使用各主机',
  "the hosts' own apt sources": '主机自身的 apt 源',
  'no metrics for Prometheus unless the plan asks for them': '除非方案要求，否则不提供 Prometheus 指标',
  "postgres_exporter's port": 'postgres_exporter 的端口',
  'encrypted and verified unless the plan turns it off': '除非方案关闭，均加密并校验',
  "the version that the hosts' Debian release packages": '主机的 Debian 发行版所打包的版本',
  '/var/lib/postgresql/<version>/<cluster>, by the version of each cluster':
    '/var/lib/postgresql/<version>/<cluster>，取决于各集群的版本',
  'in the data directory': '在数据目录中',
  "beside Debian's own": '与 Debian 自带的目录并列',
  'whatever release the hosts run': '主机所运行的发行版',
  'by the smallest host: memory / 4, 1 to 16 GiB, and at most a twelfth of the disk that holds WAL':
    '按最小的主机：内存 / 4，1 至 16 GiB，且不超过存放 WAL 的磁盘的十二分之一',
  'max_wal_size * 3: all WAL together takes a third of its disk at most':
    'max_wal_size * 3：全部 WAL 最多占用其磁盘的三分之一',
  'measured between all hosts by preflight': '由预检在所有主机之间测量',
  'the login {0} is not root': '登录用户 {0} 不是 root',
};
