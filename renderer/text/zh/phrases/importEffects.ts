/** What Pigsty and autobase do, and what is lost of it in a plan, by the English templates. */
export const importEffectPhrases: Readonly<Record<string, string>> = {
  // Pigsty.
  'read as Pigsty {0}, whose defaults hold where the file says nothing': '读取为 Pigsty {0}，文件未说明之处取其默认值',
  'the file does not say which release of Pigsty it is for: read as {0}, whose defaults hold where it says nothing':
    '文件没有说明适用于哪个 Pigsty 版本：读取为 {0}，文件未说明之处取其默认值',
  '{0}, as this release of Pigsty has it': '{0}，与该版本 Pigsty 相同',
  '{0} s, as this release of Pigsty has it': '{0} 秒，与该版本 Pigsty 相同',
  'norm, as this release of Pigsty has it': 'norm，与该版本 Pigsty 相同',
  'oltp, as Pigsty has it': 'oltp，与 Pigsty 相同',
  'off, as Pigsty has it': 'off，与 Pigsty 相同',
  'loop_wait, retry_timeout and primary_start_timeout are a third of pg_rto there, {0} s':
    'loop_wait、retry_timeout 与 primary_start_timeout 在那里都是 pg_rto 的三分之一，即 {0} 秒',
  'is a preset that pg_rto does not name': '是 pg_rto 没有选用的预设',
  'is no line of ten numbers and durations: the preset of Pigsty is taken':
    '不是由十个数字与时长组成的一行：采用 Pigsty 的预设',
  'the template {0}': '模板 {0}',
  'is no template of a plan: oltp is taken, and what else it sets is lost':
    '不是方案的模板：采用 oltp，它所设置的其他内容会丢失',
  'crit.yml makes automatic of off': 'crit.yml 会把 off 变为 automatic',
  'crit.yml replicates synchronously: rpo is 0': 'crit.yml 采用同步复制：rpo 为 0',
  'crit.yml replicates synchronously whatever this says: rpo is 0':
    '无论此处如何设置，crit.yml 都采用同步复制：rpo 为 0',
  'another cluster replicates synchronously, and a plan has one rpo: it is 0 here too':
    '另一个集群采用同步复制，而方案只有一个 rpo：此处也为 0',
  'replicates asynchronously in Pigsty; a plan has one rpo, and it is 0 because of {0}':
    '在 Pigsty 中采用异步复制；方案只有一个 rpo，因 {0} 而为 0',
  'a plan has one rpo, that of its first cluster': '方案只有一个 rpo，取第一个集群的值',
  '{0}: every cluster of Pigsty has them. The rights that Pigsty gives them in each database are not granted: do that with GRANT and ALTER DEFAULT PRIVILEGES':
    '{0}：每个 Pigsty 集群都有这些角色。Pigsty 在各数据库中赋予它们的权限不会授予：请用 GRANT 与 ALTER DEFAULT PRIVILEGES 授予',
  'a plan has primary, replica and offline: taken as {0}': '方案有 primary、replica 和 offline：按 {0} 处理',
  'as its role says': '与其角色一致',
  'only offline members serve the offline port of a plan: this one serves the replica port':
    '方案中只有 offline 成员提供 offline 端口：此成员提供 replica 端口',
  'members of a plan replicate from their leader, and none from another replica':
    '方案中的成员都从主节点复制，不从其他副本复制',
  'delays a standby cluster only, and this member is in none': '只对备用集群有延迟作用，而此成员不在备用集群中',
  '{0} is no kind of login that Pigsty knows': '{0} 不是 Pigsty 所知的登录方式',
  '{0} is no address that Pigsty knows': '{0} 不是 Pigsty 所知的地址',
  'shared_preload_libraries: their packages must be on the hosts': 'shared_preload_libraries：主机上必须有相应的软件包',
  'this import knows no package of Debian for it: name the one that has it in postgres.packages':
    '本导入不知道对应的 Debian 软件包：请在 postgres.packages 中写明包含它的软件包',
  'read as {0}; this import knows no package of Debian for {1}: name those that have it in postgres.packages':
    '读作 {0}；本导入不知道 {1} 对应的 Debian 软件包：请在 postgres.packages 中写明包含它们的软件包',
  'the template sizes it': '由模板决定大小',
  'as pg_locale says': '与 pg_locale 相同',
  'the encoding of every database': '每个数据库的编码',
  'PostgreSQL and etcd have TLS in Pigsty whatever this says, and a plan has one switch for everything: it is on, and clients must use TLS':
    '无论此处如何设置，Pigsty 中的 PostgreSQL 与 etcd 都有 TLS，而方案只有一个总开关：已开启，客户端必须使用 TLS',
  'Pigsty looks for the interface on each host: set access.vip.interface in the plan yourself':
    'Pigsty 在每台主机上自行查找网卡：请自行在方案中设置 access.vip.interface',
  'a plan has one virtual IP, that of {0}: the clients of {1} lose this one':
    '方案只有一个虚拟 IP，属于 {0}：{1} 的客户端会失去这一个',
  'there is no address for it: clients have no virtual IP': '没有给出地址：客户端没有虚拟 IP',
  'a virtual IP that follows the primary': '跟随主节点的虚拟 IP',
  'a server of Consul there: etcd takes its place': '那里是 Consul 服务器：由 etcd 取代',
  'is no service of a plan: nothing listens on its port': '不是方案中的服务：其端口上没有监听',
  'this service of a plan goes through the pooler': '方案中的这一服务经过连接池',
  'this service of a plan goes to PostgreSQL itself': '方案中的这一服务直达 PostgreSQL',
  'the services of a plan choose their servers themselves': '方案中的服务自行选择服务器',
  'the services primary and replica of a plan go through the pooler: clients that need sessions use the port of the service default':
    '方案中的 primary 与 replica 服务经过连接池：需要会话的客户端请使用 default 服务的端口',
  'what Pigsty puts into every new database is not made: grant and create it yourself':
    'Pigsty 放入每个新数据库的内容不会创建：请自行授权与创建',
  'how Pigsty goes about its work, which is done otherwise here': 'Pigsty 的工作方式，此处另有做法',
  'watches or runs further instances, which a plan does not have: they are not touched':
    '监控或运行方案之外的实例：不会触及它们',
  "Pigsty's own nodes, repositories and portal are not set up: hosts keep what they have":
    '不设置 Pigsty 自己的节点、软件源与门户：主机保持原样',
  'a service of its own: nothing listens on its port, and clients of it must use the services of the plan':
    '单独的服务：其端口上没有监听，其客户端必须改用方案中的服务',
  'the services of a plan weigh all members alike and have no names of their own':
    '方案中的服务对所有成员权重相同，也没有自己的名称',
  'the pooler lets in whom the rules of PostgreSQL let in: a rule of its own is lost':
    '连接池允许 PostgreSQL 规则所允许的登录：其单独的规则会丢失',
  'the pooler lets in every role of the plan, all with the same settings': '连接池允许方案中的每个角色，设置均相同',
  'a plan has plain PostgreSQL in clusters that stand alone: shards and other kernels are not set up':
    '方案是独立集群中的普通 PostgreSQL：不设置分片与其他内核',
  'belongs to another system than PostgreSQL, which a plan does not have': '属于 PostgreSQL 之外的系统，方案中没有',
  'the program sizes memory by its template, makes checksums, and stores passwords as scram-sha-256':
    '本程序按模板分配内存，启用校验和，并以 scram-sha-256 保存密码',
  'databases of a plan are made with UTF8 and C.UTF-8 unless they say otherwise: text may sort otherwise':
    '方案中的数据库以 UTF8 与 C.UTF-8 创建，除非另有说明：文本排序可能不同',
  "accounts and folders are those of the hosts' own packages, and PostgreSQL listens on every address: check that the disks meant are mounted there":
    '账户与目录取自主机自带的软件包，PostgreSQL 监听所有地址：请检查预期的磁盘已挂载在那里',
  "a plan installs PostgreSQL from the hosts' own release: further packages must be named or installed by you":
    '方案从主机自身的发行版安装 PostgreSQL：其他软件包须由您指定或安装',

  // autobase.
  '{0}, as autobase has it': '{0}，与 autobase 相同',
  '{0}, {1} and {2}, as autobase has it': '{0}、{1} 和 {2}，与 autobase 相同',
  'inter {0} s, fastinter {1} s, rise {2}, fall {3}, as autobase has it':
    'inter {0} 秒、fastinter {1} 秒、rise {2}、fall {3}，与 autobase 相同',
  'heartbeat {0} and election timeout {1} ms, as autobase has it': '心跳 {0} 毫秒、选举超时 {1} 毫秒，与 autobase 相同',
  'automatic, as Patroni has it': 'automatic，与 Patroni 相同',
  'autobase takes the interface of the default route of each host: set access.vip.interface in the plan yourself':
    'autobase 使用每台主机默认路由的网卡：请自行在方案中设置 access.vip.interface',
  'a plan has no service for synchronous and asynchronous replicas apart: nothing listens on this port':
    '方案没有把同步与异步副本分开的服务：此端口上没有监听',
  'every service of a plan has the same limit, that of the primary': '方案中每个服务的上限相同，取主节点的值',
  'every service of a plan counts alike, as that of the primary': '方案中每个服务的计数相同，与主节点的一致',
  'a plan has one virtual IP, that of its first cluster: the clients of this one lose theirs':
    '方案只有一个虚拟 IP，属于第一个集群：此集群的客户端会失去自己的虚拟 IP',
  'a plan has one virtual IP, the first: clients of the others lose theirs':
    '方案只有一个虚拟 IP，取第一个：其余虚拟 IP 的客户端会失去它们',
  "etcd keeps the leader's lock": 'etcd 保存主节点的锁',
  'a plan has etcd: it takes the place of Consul, on the hosts of its servers':
    '方案使用 etcd：在 Consul 服务器所在的主机上取代 Consul',
  'names no host': '没有指明主机',
  'a member of etcd': 'etcd 的成员',
  'etcd that is there already: the plan has a cluster of its own on this host, and a deployment refuses to touch the other one':
    '已有的 etcd：方案在此主机上有自己的 etcd 集群，部署会拒绝触及另一个',
  'nofailover and noloadbalance are one role of a plan, offline: one alone is lost':
    'nofailover 与 noloadbalance 在方案中合为 offline 角色：单独一个会丢失',
  'a plan has no tags of its own: {0}': '方案没有自定义标签：{0}',
  'no standby cluster': '没有备用集群',
  'the program connects and names the slots of its standby clusters itself': '本程序自行连接备用集群并命名其复制槽',
  'the program makes the slots and rules of its standby clusters itself; others are not made':
    '本程序自行创建备用集群的复制槽与规则；其余的不会创建',
  'commits wait for a standby: none that lags is promoted': '提交会等待备节点：落后的备节点不会被提升',
  'has no effect: replication is asynchronous': '不起作用：复制是异步的',
  'the file has no rules: clients of every network may log in with a password, over TLS':
    '文件没有规则：任何网络的客户端都可以通过 TLS 用密码登录',
  'every database of the plan has a pool of its name': '方案中每个数据库都有同名的连接池',
  'a pool has the name of its database in a plan: clients must use that':
    '方案中连接池与数据库同名：客户端必须使用该名称',
  'the pooler serves every database of the plan, all with the same settings':
    '连接池服务方案中的每个数据库，设置均相同',
  'has no option and value': '没有 option 与 value',
  'the name of the parameter': '参数的名称',
  'settings of one host are not in a plan: the template sizes them for every host':
    '方案不含单台主机的设置：由模板为每台主机决定大小',
  "folders are those of the hosts' own packages: check that the disks meant are mounted there":
    '目录取自主机自带的软件包：请检查预期的磁盘已挂载在那里',
  'databases of a plan are made with UTF8 and C.UTF-8 unless they say otherwise, with checksums, and passwords as scram-sha-256':
    '方案中的数据库以 UTF8 与 C.UTF-8 创建，除非另有说明；启用校验和，密码以 scram-sha-256 保存',
  "certificates are the program's own": '证书由本程序自己签发',
  "the hosts' own settings are not changed, but for what a deployment says itself":
    '不改动主机自身的设置，部署时另行说明的除外',
  'is not done: grant or set it yourself after the deployment': '不会执行：请在部署后自行授权或设置',
  "a plan installs from the hosts' own release: further packages must be named or installed by you":
    '方案从主机自身的发行版安装：其他软件包须由您指定或安装',

  // Both.
  'is not read: a limit on the bandwidth of a copy is patroni.basebackup.maxRate in the plan':
    '不会读取：复制的带宽上限在方案中为 patroni.basebackup.maxRate',
  'backups and jobs are not part of a plan: none is made until you set them up':
    '备份与定时任务不属于方案：在您设置之前不会有任何备份',
  'no virtual IP': '没有虚拟 IP',
  'has no effect: the virtual IP is off': '不起作用：虚拟 IP 未启用',
  'no host runs etcd in this file, and a plan needs it: give the role etcd to three hosts, or to one':
    '文件中没有主机运行 etcd，而方案需要它：请把 etcd 角色交给三台主机，或一台',
  'Consul is not set up: etcd takes its place': '不设置 Consul：由 etcd 取代',
  'a detail of etcd that the program sets itself': 'etcd 的细节，由本程序自行设置',
  'a detail of Patroni that the program sets itself': 'Patroni 的细节，由本程序自行设置',
  'a detail of HAProxy or the virtual IP that the program sets itself': 'HAProxy 或虚拟 IP 的细节，由本程序自行设置',
  'a detail of the pooler that the program sets itself': '连接池的细节，由本程序自行设置',
  'a plan always has the pooler beside PostgreSQL': '方案总是在 PostgreSQL 旁设有连接池',
  'monitoring of the other tool is not set up: the program watches the cluster in its own dashboard':
    '不设置该工具的监控：本程序在自己的仪表盘中观察集群',
  'the monitoring of the other tool is not set up': '不设置该工具的监控',
  "is a path of the other tool's own hosts: the program has its own": '是该工具自己主机上的路径：本程序有自己的路径',
};
