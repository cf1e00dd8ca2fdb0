/** What exports say of themselves and of what a format cannot carry, by their English templates. */
export const exportPhrases: Readonly<Record<string, string>> = {
  'Plan file (YAML)': '方案文件（YAML）',
  'Pigsty inventory': 'Pigsty 清单',
  'autobase inventory (Ansible)': 'autobase 清单（Ansible）',
  'Runbook (Markdown and printable HTML)': '操作手册（Markdown 与可打印的 HTML）',
  'Files of every host, with install scripts': '每台主机的文件，附安装脚本',
  'Production checklist (Markdown)': '上线检查清单（Markdown）',
  'Diagram of the topology (SVG and Mermaid)': '拓扑图（SVG 与 Mermaid）',
  'Review document (one HTML file)': '评审文档（单个 HTML 文件）',
  'Memory and workers are computed for {0} cores and {1} GiB on every host with a disk of {2} GiB, on {3}.':
    '内存与工作进程按每台主机 {0} 核、{1} GiB 内存、{2} GiB 磁盘以及 {3} 计算。',
  'A deployment measures each host. Give --cores, --memory, --disk and --release for yours.':
    '部署时会测量每台主机。请用 --cores、--memory、--disk 和 --release 指定您的主机。',

  // Both kinds of inventory.
  'The text has marks of a template in it, which Ansible would evaluate on the machine that runs it.':
    '文本中含有模板标记，Ansible 会在运行它的机器上求值。',
  'It is left out; the tool uses its default.': '已略去；该工具使用其默认值。',
  'Bundles, extra repositories and the expected release of the hosts have no variable.':
    '离线包、额外的软件源以及期望的主机发行版没有对应的变量。',
  'The extra packages of PostgreSQL ({0}) are not carried.': 'PostgreSQL 的额外软件包（{0}）无法带入。',
  'autobase installs none of them: name them in postgresql_packages.':
    'autobase 不会安装它们：请写入 postgresql_packages。',
  'Pigsty installs none of them: name their extensions in pg_extensions.':
    'Pigsty 不会安装它们：请将对应的扩展写入 pg_extensions。',
  'A jump host would become an argument of ssh.': '跳板机会变成 ssh 的参数。',
  'Ansible connects directly; name the jump host as ProxyJump in your ssh configuration.':
    'Ansible 直接连接；请在 ssh 配置中用 ProxyJump 指定跳板机。',
  'The name that clients use has no variable.': '客户端使用的域名没有对应的变量。',
  'The safety margin of the watchdog has no variable.': '看门狗的安全余量没有对应的变量。',
  'primary_stop_timeout {0} s has no variable.': 'primary_stop_timeout {0} 秒没有对应的变量。',

  // Pigsty.
  'Pigsty has users of its own whose passwords no plan holds.': 'Pigsty 有自己的用户，方案中不含它们的密码。',
  'The inventory holds no password of any user.': '清单中不含任何用户的密码。',
  'Set pg_admin_password, grafana_admin_password and etcd_root_password: Pigsty otherwise uses those of its documentation.':
    '请设置 pg_admin_password、grafana_admin_password 和 etcd_root_password，否则 Pigsty 会使用其文档中的密码。',
  'Pigsty uses the passwords of its documentation, and makes the users of the plan without one: set them before installing, or export with --with-secrets.':
    'Pigsty 会使用其文档中的密码，并创建没有密码的方案用户：请在安装前设置，或用 --with-secrets 导出。',
  'Pigsty needs an admin node with its repository and monitoring.': 'Pigsty 需要一个带有软件仓库和监控的管理节点。',
  'It uses {0}, the first host; move admin_ip and the group infra to another one if it should not carry them.':
    '它使用第一台主机 {0}；如果不应由它承担，请把 admin_ip 和 infra 组移到另一台主机。',
  "Pigsty installs from its own repository: PGDG's packages, not the distribution's.":
    'Pigsty 从自己的仓库安装：使用 PGDG 的软件包，而非发行版的软件包。',
  'Pigsty knows no sites or failure domains.': 'Pigsty 没有站点和故障域的概念。',
  'It places nothing by them; the members stay where the inventory puts them.':
    '它不据此安排位置；成员保持在清单所放置的地方。',
  'The limit on the bandwidth of a copy has no variable.': '复制的带宽上限没有对应变量。',
  'failsafe_mode cannot be turned off.': 'failsafe_mode 无法关闭。',
  'Pigsty always sets failsafe_mode: true.': 'Pigsty 总是设置 failsafe_mode: true。',
  '{0} cannot be kept out of the synchronous standbys.': '无法把 {0} 排除在同步从库之外。',
  'Pigsty writes nosync: false for every member: set the tag in its Patroni configuration after installing.':
    'Pigsty 为每个成员写入 nosync: false：请在安装后于其 Patroni 配置中设置该标记。',
  'The number of synchronous standbys ({0}) has no variable.': '同步从库的数量（{0}）没有对应的变量。',
  'Patroni keeps 1 until you set synchronous_node_count with patronictl edit-config.':
    '在用 patronictl edit-config 设置 synchronous_node_count 之前，Patroni 保持为 1。',
  'synchronous_mode_strict: {0} has no variable.': 'synchronous_mode_strict: {0} 没有对应的变量。',
  'The template {0}.yml sets {1}; change it with patronictl edit-config.':
    '模板 {0}.yml 设置为 {1}；请用 patronictl edit-config 更改。',
  'The template crit.yml of Pigsty replicates synchronously, whatever pg_rpo says.':
    '无论 pg_rpo 为何值，Pigsty 的模板 crit.yml 都采用同步复制。',
  'Commits wait for a standby there; choose another template if they should not.':
    '提交会在那里等待从库；如果不应等待，请选择其他模板。',
  '{0} cannot follow all members of {1}, nor use a slot there.':
    '{0} 无法跟随 {1} 的所有成员，也不能在那里使用复制槽。',
  'Pigsty names one upstream host: after a failover there, change pg_upstream and the standby_cluster section.':
    'Pigsty 只指定一台上游主机：在那里发生故障切换后，请更改 pg_upstream 和 standby_cluster 部分。',
  'Pigsty has one etcd cluster for all clusters of an inventory.': 'Pigsty 的一份清单中所有集群共用一个 etcd 集群。',
  "The standby region would depend on the primary region's etcd. Install it from a copy in which the group etcd is replaced by {0}, under the name etcd.":
    '备用区域将依赖主区域的 etcd。请用一份副本安装它，其中以 {0} 代替 etcd 组，组名仍为 etcd。',
  'Pigsty 3 takes one number: loop_wait {0}, retry_timeout {1} and primary_start_timeout {2} s are not carried.':
    'Pigsty 3 只接受一个数值：loop_wait {0}、retry_timeout {1} 和 primary_start_timeout {2} 秒不会保留。',
  'It uses pg_rto / 3 rounded up, {0} s, for all three; that breaks ttl >= loop_wait + 2 * retry_timeout, and Patroni corrects it.':
    '三者都使用向上取整的 pg_rto / 3，即 {0} 秒；这违反 ttl >= loop_wait + 2 * retry_timeout，Patroni 会自行修正。',
  'It uses pg_rto / 3 rounded up, {0} s, for all three.': '三者都使用向上取整的 pg_rto / 3，即 {0} 秒。',
  'The pace of the health checks has no variable.': '健康检查的节奏没有对应的变量。',
  'Pigsty 3 uses inter 3s fastinter 1s downinter 5s rise 3 fall 3.':
    'Pigsty 3 使用 inter 3s fastinter 1s downinter 5s rise 3 fall 3。',
  "Patroni uses its default, 5 s, unless Pigsty's template sets it.":
    '除非 Pigsty 的模板另有设置，Patroni 使用其默认值 5 秒。',
  'Pigsty sets 30 s.': 'Pigsty 设置为 30 秒。',
  'The backend quota of etcd has no variable.': 'etcd 的存储配额没有对应的变量。',
  "Pigsty's template sets its own.": 'Pigsty 的模板自行设置。',
  'Pigsty takes IPv4 addresses as virtual IP only.': 'Pigsty 的虚拟 IP 只接受 IPv4 地址。',
  'No virtual IP is set up.': '不会配置虚拟 IP。',
  'Pigsty registers the name of each cluster in its own DNS; make the record for yours.':
    'Pigsty 在自己的 DNS 中登记每个集群的名称；您的域名记录需自行创建。',
  'Rules for IPv6 networks cannot be written.': '无法写入 IPv6 网络的规则。',
  'They are left out: those clients are refused.': '已略去：这些客户端会被拒绝。',
  'The sizes of the pools have no variable for all databases.': '连接池的大小没有适用于所有数据库的变量。',
  "Pigsty's template sets its own; pool_size of each entry of pg_databases changes them.":
    'Pigsty 的模板自行设置；可用 pg_databases 各项的 pool_size 更改。',
  'The number of connections of each server has no variable.': '每个服务器的连接数没有对应的变量。',
  'Pigsty uses maxconn 3000.': 'Pigsty 使用 maxconn 3000。',
  'Pigsty runs the services on the hosts of a cluster.': 'Pigsty 在集群自身的主机上运行这些服务。',
  'HAProxy on other hosts serves no cluster until you set pg_service_provider.':
    '在设置 pg_service_provider 之前，其他主机上的 HAProxy 不为任何集群服务。',

  // autobase.
  'Patroni has no numbers in its names there: seq is not carried.': '那里的 Patroni 名称不带序号：seq 不会保留。',
  'autobase names each member after its host.': 'autobase 以主机名命名每个成员。',
  'heartbeat {0} and election timeout {1} ms have no variable.': '心跳 {0} 与选举超时 {1} 毫秒没有对应的变量。',
  'autobase sets 1000 and 5000 ms: a new etcd leader takes up to 10 s, and a failover that waits for it as much longer.':
    'autobase 设置为 1000 和 5000 毫秒：选出新的 etcd 领导者最多需要 10 秒，等待它的故障切换也会延长同样的时间。',
  'The ports and the quota of etcd have no variable.': 'etcd 的端口和配额没有对应的变量。',
  "autobase uses 2379 and 2380, and etcd's default quota.": 'autobase 使用 2379 和 2380，以及 etcd 的默认配额。',
  'There is no service for members that are offline.': '没有面向离线成员的服务。',
  'They carry the tags nofailover, noloadbalance and nosync; the port balances over the other replicas: connect to an offline member directly.':
    '它们带有 nofailover、noloadbalance 和 nosync 标记；该端口在其他从库之间均衡：请直接连接离线成员。',
  'downinter {0} s has no variable, and releases without haproxy_default_server ignore the others.':
    'downinter {0} 秒没有对应的变量，没有 haproxy_default_server 的版本会忽略其余各项。',
  'downinter is then inter; those releases use inter 3s fastinter 1s fall 3 rise 4.':
    '此时 downinter 等于 inter；这些版本使用 inter 3s fastinter 1s fall 3 rise 4。',
  'autobase sets 5 s.': 'autobase 设置为 5 秒。',
  "Patroni's default, 0, means no limit.": 'Patroni 的默认值 0 表示不限制。',
  'The tuning template {0} has no variable.': '调优模板 {0} 没有对应的变量。',
  'autobase tunes every cluster for transactions; change postgresql_parameters.':
    'autobase 按事务型负载调优每个集群；请更改 postgresql_parameters。',
  'Releases without postgresql_parameters_overrides ignore them.':
    '没有 postgresql_parameters_overrides 的版本会忽略它们。',
  'There, put them into postgresql_parameters.': '对于这些版本，请把它们写入 postgresql_parameters。',
  'A user is granted one role only.': '一个用户只被授予一个角色。',
  'The first of memberOf is granted; grant the others with postgresql_privs.':
    '授予 memberOf 中的第一个；其余的请用 postgresql_privs 授予。',
  'The passwords of the users are not in the inventory.': '清单中不含用户的密码。',
  'autobase makes the users without one: nobody can log in as them until you set it.':
    'autobase 创建没有密码的用户：在您设置密码之前，无人能以其身份登录。',
  "autobase installs PGDG's packages, and etcd from its own releases.":
    'autobase 安装 PGDG 的软件包，etcd 则取自其官方发布。',
  'Sites and failure domains are not carried.': '站点和故障域不会保留。',
  'autobase places nothing by them; the members stay where the inventory puts them.':
    'autobase 不据此安排位置；成员保持在清单所放置的地方。',
  'Make the record yourself.': '请自行创建该记录。',
  'With HAProxy, the virtual IP follows a working HAProxy, not the leader.':
    '使用 HAProxy 时，虚拟 IP 跟随可用的 HAProxy，而不是主库。',
  'autobase moves it with keepalived among the balancers, and HAProxy listens on it alone.':
    'autobase 用 keepalived 在各均衡器之间移动它，HAProxy 只监听该地址。',
  'Member {0} is on the host {1}, which the plan does not have.': '成员 {0} 位于主机 {1}，而方案中没有这台主机。',
  '{0} has no address yet. Give it in the plan.': '{0} 还没有地址，请在方案中填写。',
  '{0} names hosts by IPv4 address, and {1} has {2}; give its IPv4 address.':
    '{0} 以 IPv4 地址标识主机，而 {1} 的地址是 {2}；请给出其 IPv4 地址。',
  'The address {0} of {1} is no IPv4, IPv6 or host name.': '{1} 的地址 {0} 不是 IPv4 地址、IPv6 地址或主机名。',
  'The host name {0} cannot be exported; allowed: {1}.': '主机名 {0} 无法导出；允许：{1}。',
  'The cluster name {0} cannot be exported; allowed: {1}.': '集群名 {0} 无法导出；允许：{1}。',
  'anything but {0}': '除 {0} 之外的名称',
  'The directories of data and WAL ({0}) are not carried.': '数据与 WAL 的目录（{0}）不会写入。',
  'Pigsty links /pg to a folder below pg_fs_main and keeps WAL in the data directory: set pg_fs_main to the disk.':
    'Pigsty 将 /pg 链接到 pg_fs_main 下的目录，并把 WAL 放在数据目录中：请将 pg_fs_main 设为该磁盘。',
  'The data directory of etcd ({0}) is not carried.': 'etcd 的数据目录（{0}）不会写入。',
  'Pigsty keeps it in /data/etcd: set etcd_data to the directory.':
    'Pigsty 将其放在 /data/etcd：请将 etcd_data 设为该目录。',
  "the tool's own place: the plan has its own in its stead": '该工具自己的位置：方案使用自己的位置',
  "is no directory that a plan can name: the hosts' packages choose the place":
    '不是方案可以填写的目录：由主机的软件包决定位置',
  'a plan has one directory here for all clusters, and that is {0}': '方案中所有集群共用一个目录，即 {0}',
  'pg_wal goes to {0}/{1}, below the directory that is named': 'pg_wal 放在 {0}/{1}，即所填目录之下',
  'every user of the plan may log in from {0}; Pigsty lets in only those of its roles from there':
    '方案中的每个用户都可从 {0} 登录；Pigsty 只允许其角色的成员从那里登录',
  'There is no format {0}; choose one of {1}.': '没有格式 {0}；请从以下格式中选择：{1}。',
  '{0} cannot be written: {1}': '无法写入 {0}：{1}',
  '{0} would be written outside {1}; correct the names in the plan.': '{0} 会写到 {1} 之外；请更正方案中的名称。',
  'The inventory has no cluster: a Pigsty inventory has groups with pg_cluster, an autobase inventory has the group master.':
    '清单中没有集群：Pigsty 清单含有带 pg_cluster 的组，autobase 清单含有 master 组。',
  'The inventory does not make a plan:\n{0}': '无法由该清单生成方案：\n{0}',
  '{0}: neither a plan ("quorate: 1"), nor a Pigsty inventory (groups with pg_cluster), nor an autobase inventory (the group master).':
    '{0}：既不是方案（"quorate: 1"），也不是 Pigsty 清单（带 pg_cluster 的组）或 autobase 清单（master 组）。',
  'it has more than {0} characters': '超过 {0} 个字符',
  'it is neither a plan nor an inventory': '既不是方案，也不是清单',
  '{0} cannot be read: {1}.': '无法读取 {0}：{1}。',
};
