/** What the rules say of names, addresses, ports, packages and parameters, by their English templates. */
export const ruleInputPhrases: Readonly<Record<string, string>> = {
  '{0} has an {1} address and others have {2} ones: every host then needs both, since each talks to all. Use one family.':
    '{0} 使用 {1} 地址，而其他主机使用 {2} 地址：主机两两之间都要通信，因此每台主机都得同时具备两种地址。请统一使用一种协议族。',
  'every host means itself by it': '对每台主机而言它都指向自身',
  'it names no host': '它不指向任何主机',
  'it is valid on one link only': '它只在单条链路内有效',
  'it is reserved for documentation, and no network has it': '它保留用于文档示例，没有网络使用它',
  "{0} cannot be the virtual IP: {1}. Give a free address of the members' network.":
    '{0} 不能作为虚拟 IP：{1}。请填写成员所在网段中的空闲地址。',
  '{0} has no address yet: give the one by which the other hosts reach it.':
    '{0} 还没有地址：请填写其他主机访问它时使用的地址。',
  "The virtual IP has no address yet: give a free one of the members' network with its length, such as 10.0.0.100/24.":
    '虚拟 IP 还没有地址：请填写成员所在网段中的空闲地址并带上前缀长度，如 10.0.0.100/24。',
  '{0} cannot be the address of {1}: {2}. Give the address by which the other hosts reach it.':
    '{0} 不能作为 {1} 的地址：{2}。请填写其他主机访问它时使用的地址。',
  '{0} is the address of both {1} and {2}: correct one of them.': '{1} 与 {2} 的地址都是 {0}，请更正其中之一。',
  '{0}, the address of {1}, is no IPv4 address, IPv6 address or host name.':
    '{1} 的地址 {0} 既不是 IPv4 地址，也不是 IPv6 地址或主机名。',
  '{0} is taken by PostgreSQL, PgBouncer or this program: choose another name.':
    '{0} 已被 PostgreSQL、PgBouncer 或本程序占用，请换一个名称。',
  '{0} is listed twice under postgres.{1}.': '{0} 在 postgres.{1} 中重复出现。',
  'No user of the plan is called {0}. Add it under postgres.users, or correct the name.':
    '方案中没有名为 {0} 的用户。请在 postgres.users 中添加，或更正名称。',
  '{0} {1}: {2}.': '参数 {0} 设为 {1}：{2}。',
  'a crash of the host can destroy the data, and replicas are built from it':
    '主机崩溃可能损毁数据，而从库正是由这些数据构建的',
  'a crash of the host can leave torn pages behind': '主机崩溃后可能留下写入不完整的数据页',
  'commits would not wait for the standby, and rpo 0 could not be kept': '提交不再等待同步从库，无法保证 rpo 0',
  'commits that were acknowledged can be lost in a crash of the primary alone':
    '仅主库崩溃一次，就可能丢失已确认的提交',
  'replicas need replica or logical': '流复制要求该值为 replica 或 logical',
  '{0} are needed for replicas, standby clusters and base backups': '从库、备用集群和基础备份共需要 {0} 个',
  'Host {0} already carries {1}; it cannot carry {2} too. Name another host.':
    '主机 {0} 已承载 {1}，不能再承载 {2}。请指定另一台主机。',
  'Host {0} has the role postgres and is a member of no cluster: nothing would run in it. Add it to a cluster, or take the role away.':
    '主机 {0} 具有 postgres 角色，却不是任何集群的成员，其中不会有数据库运行。请将它加入某个集群，或去掉该角色。',
  'Host {0} has the role postgres and is a member of no cluster: nothing would run in it. Add it to a cluster or take it out of the plan.':
    '主机 {0} 具有 postgres 角色，却不是任何集群的成员，其中不会有数据库运行。请将它加入某个集群，或从方案中移除。',
  'No host is called {0}. Add it under hosts, or correct the name.':
    '没有名为 {0} 的主机。请在 hosts 中添加，或更正名称。',
  'No host is called {0}; did you mean {1}? Add it under hosts, or correct the name.':
    '没有名为 {0} 的主机，是否应为 {1}？请在 hosts 中添加，或更正名称。',
  'No site is called {0}. Add it under sites, or correct the name.':
    '没有名为 {0} 的站点。请在 sites 中添加，或更正名称。',
  'No site is called {0}; did you mean {1}? Add it under sites, or correct the name.':
    '没有名为 {0} 的站点，是否应为 {1}？请在 sites 中添加，或更正名称。',
  'Host {0} carries {1} and has the roles {2} only, so it would get no PostgreSQL.':
    '主机 {0} 承载 {1}，但只有 {2} 角色，因此不会安装 PostgreSQL。',
  '{0} cannot be {1}: allowed are {2}.': '{0} 不能用作{1}。要求：{2}。',
  '{0} is no jump host: write [user@]host[:port], with IPv6 addresses in brackets.':
    '{0} 不是有效的跳板机，应写成 [user@]host[:port]，IPv6 地址须加方括号。',
  '{0} is no client network: write a network such as 10.0.0.0/8, an address, or a host name.':
    '{0} 不是有效的客户端网络，应填写网段（如 10.0.0.0/8）、地址或主机名。',
  'the name of a plan': '方案名称',
  'a login': '登录用户',
  'the name of a site': '站点名称',
  'the name of a host': '主机名称',
  'the name of a zone': '可用区名称',
  'the name of a cluster': '集群名称',
  'the name of a database': '数据库名称',
  'the owner of a database': '数据库所有者',
  'the name of a user': '用户名称',
  'a network interface': '网络接口',
  'a DNS name': 'DNS 名称',
  'letters, digits and hyphens, 1 to 63 characters, not starting or ending with a hyphen':
    '由字母、数字和连字符组成，1 至 63 个字符，首尾不能是连字符',
  'labels of letters, digits and hyphens, separated by dots, 253 characters at most':
    '由字母、数字和连字符组成的若干段，以点号分隔，最多 253 个字符',
  'letters, digits and hyphens, starting with a letter, 57 characters at most':
    '由字母、数字和连字符组成，以字母开头，最多 57 个字符',
  'letters, digits, hyphens and underscores, 63 characters at most': '由字母、数字、连字符和下划线组成，最多 63 个字符',
  'letters, digits, dots, hyphens and underscores, 63 characters at most':
    '由字母、数字、点号、连字符和下划线组成，最多 63 个字符',
  'letters, digits, underscores and hyphens, starting with a letter or underscore, 63 characters at most':
    '由字母、数字、下划线和连字符组成，以字母或下划线开头，最多 63 个字符',
  'letters, digits, underscores and hyphens, not starting with pg_, 63 characters at most':
    '由字母、数字、下划线和连字符组成，不能以 pg_ 开头，最多 63 个字符',
  'letters, digits and underscores, with one dot behind the prefix of an extension':
    '由字母、数字和下划线组成，扩展前缀之后可有一个点号',
  'letters, digits, dots, hyphens and underscores, 15 characters at most':
    '由字母、数字、点号、连字符和下划线组成，最多 15 个字符',
  'letters, digits, dots, hyphens and underscores, starting with a letter or underscore, 63 characters at most':
    '由字母、数字、点号、连字符和下划线组成，以字母或下划线开头，最多 63 个字符',
  'Packages come from a bundle, and no file is named: set packages.file to the bundle.':
    '软件包来自离线包，但未指定文件，请将 packages.file 设为离线包的路径。',
  'The bundle {0} is not used: packages.source is repository.':
    '离线包 {0} 不会被使用：packages.source 为 repository。',
  'Hosts do not use the extra repository: packages come from a bundle, which quorate bundle build --plan fills from it.':
    '主机不使用额外的软件源：软件包来自离线包，quorate bundle build --plan 会从该软件源取包放入离线包。',
  "{0} is no name of a Debian package: allowed are lower-case letters, digits, plus, hyphens, dots, and once {1} for PostgreSQL's major version.":
    '{0} 不是有效的 Debian 软件包名：只允许小写字母、数字、加号、连字符和点，并可用一次 {1} 代表 PostgreSQL 的主版本号。',
  'There is no extra repository that could replace {0}: name it in packages.url.':
    '没有可以替换 {0} 的额外软件源：请在 packages.url 中指定。',
  'The extra repository has no signing key: apt accepts it only if the hosts know its key already.':
    '额外的软件源没有签名密钥：只有主机已信任其密钥时，apt 才会接受。',
  '{0} is no name of a PostgreSQL parameter: allowed are lower-case letters, digits and underscores, with one dot behind the prefix of an extension.':
    '{0} 不是有效的 PostgreSQL 参数名：只允许小写字母、数字和下划线，扩展前缀之后可有一个点号。',
  'Patroni sets it itself': '由 Patroni 自行设置',
  'it follows from where the files are put': '由文件的存放位置决定',
  'it follows from security.tls': '由 security.tls 决定',
  'it follows from standbyOf': '由 standbyOf 决定',
  'Patroni writes it as standbys come and go; rpo 0 and patroni.synchronous decide':
    'Patroni 会随从库的增减改写它，应由 rpo 0 和 patroni.synchronous 决定',
  'it follows from the addresses of the hosts': '由主机地址决定',
  'postgres.port sets it': '由 postgres.port 设置',
  'The plan cannot set {0}: {1}.': '方案不能设置 {0}：{1}。',
  'max_connections {0}': 'max_connections 上限（{0}）',
  'max_connections of at least {0}': 'max_connections 上限（至少 {0}）',
  'PgBouncer may open any number of connections to a database, and PostgreSQL has {0}.':
    'PgBouncer 对单个数据库打开的连接数没有上限，而 PostgreSQL 受限于{0}。',
  'PgBouncer may open {0} connections to one database, more than {1}.':
    'PgBouncer 对单个数据库最多可打开 {0} 个连接，超过{1}。',
  'PgBouncer may open {0} connections to one database, and {1} leaves {2} beside {3} for replication, Patroni and administration.':
    'PgBouncer 对这一个数据库最多可打开 {0} 个连接，而{1}除去留给复制、Patroni 和管理的 {3} 个之外，只剩 {2} 个。',
  'PgBouncer may open {0} connections to each of {1} databases, and {2} leaves {3} beside {4} for replication, Patroni and administration.':
    'PgBouncer 对 {1} 个数据库各自最多可打开 {0} 个连接，而{2}除去留给复制、Patroni 和管理的 {4} 个之外，只剩 {3} 个。',
  'The pools and {0} connections for replication, Patroni and administration leave {1} of {2} (max_connections) to clients past the pools, and each of {3} HAProxies offers {4}: PostgreSQL refuses those that are too many.':
    'max_connections 共 {2} 个连接，除去连接池以及留给复制、Patroni 和管理的 {0} 个之外，只剩 {1} 个可供不经连接池的客户端使用；而 {3} 个 HAProxy 各提供 {4} 个，超出的连接会被 PostgreSQL 拒绝。',
  'A pool of {0} can never be used: a database gets {1} connections at most.':
    '大小为 {0} 的连接池永远用不满：单个数据库最多只有 {1} 个连接。',
  'PgBouncer accepts {0} clients, fewer than one pool of {1}.':
    'PgBouncer 只接受 {0} 个客户端，少于单个连接池的大小 {1}。',
  '{0} does not run as root and cannot listen on port {1}, which is below 1024.':
    '{0} 不以 root 身份运行，无法监听低于 1024 的端口 {1}。',
  '{0} and {1} both want port {2}, for example on {3}.': '{0} 与 {1} 都要使用端口 {2}，例如在 {3} 上。',
  "Patroni's REST API": 'Patroni 的 REST API',
  'etcd for clients': 'etcd 客户端接口',
  'etcd for its members': 'etcd 成员间接口',
  "HAProxy's service primary": 'HAProxy 的 primary 服务',
  "HAProxy's service replica": 'HAProxy 的 replica 服务',
  "HAProxy's service default": 'HAProxy 的 default 服务',
  "HAProxy's service offline": 'HAProxy 的 offline 服务',
  "HAProxy's statistics": 'HAProxy 的统计页面',
  'a password': '密码',
  'a URL with a password': '带密码的 URL',
  'a private key': '私钥',
  'a credential': '访问凭据',
  'This value holds {0}, and a plan is no place for secrets: whoever reads the plan has it. Take it out and change it where it is in use.':
    '该值含有{0}。方案不是存放机密的地方，任何能读到方案的人都会得到它。请将其删除，并在使用它的地方更换。',
  'The parameter {0} looks like a secret, and a plan is no place for secrets: whoever reads the plan has it.':
    '参数 {0} 像是机密。方案不是存放机密的地方，任何能读到方案的人都会得到它。',
  'The cluster name {0} is already taken by cluster {1} (upper and lower case count as the same): give it a name of its own.':
    '集群名称 {0} 已被第 {1} 个集群使用（不区分大小写），请另取名称。',
  'The name {0} is already given to host {1} ({2}); upper and lower case count as the same. Rename one of them.':
    '名称 {0} 已被第 {1} 台主机（{2}）使用，名称不区分大小写。请修改其中之一。',
  'The name {0} is already given to site {1} ({2}); upper and lower case count as the same. Rename one of them.':
    '名称 {0} 已被第 {1} 个站点（{2}）使用，名称不区分大小写。请修改其中之一。',
  'The member name {0} exists twice, on {1} and on {2}.': '成员名称 {0} 重复，分别位于 {1} 和 {2}。',
  'seq {0} of {1} in cluster {2} is already the one of {3}.': '集群 {2} 中 {1} 的编号 seq {0} 已被 {3} 使用。',
  'Known not to work ({0}): {1}.': '已知无法正常工作（{0}）：{1}。',
  'Patroni before 3.0 has no failsafe mode: losing etcd alone stops all writes':
    'Patroni 3.0 之前没有故障保护模式，仅失去 etcd 就会使全部写入停止',
  'etcd 3.5.0 to 3.5.2 can lose data of a member without a sign after a crash; its maintainers advise against them':
    'etcd 3.5.0 至 3.5.2 在崩溃后可能无声地丢失成员数据，其维护者不建议使用',
  "with etcd's own authentication these releases refuse requests of Patroni before 4.1.1; use client certificates instead":
    '启用 etcd 自身的认证时，这些版本会拒绝 Patroni 4.1.1 之前版本的请求，请改用客户端证书',
  'etcd 3.6 has no v2 API, so Patroni must use its etcd3 section and nothing may read the v2 keys':
    'etcd 3.6 不再提供 v2 API，Patroni 必须使用 etcd3 配置段，且任何组件都不能读取 v2 键',
  "vip-manager before 2.0 reads the v2 API of etcd and never sees the leader key that Patroni's etcd3 section writes":
    'vip-manager 2.0 之前的版本读取 etcd 的 v2 API，永远看不到 Patroni 的 etcd3 配置段写入的 leader 键',
  'Patroni {0} supports PostgreSQL up to {1}, and the plan has {2} ({3}).':
    'Patroni {0} 最高支持 PostgreSQL {1}，而方案要求 {2}（{3}）。',
  'Patroni 3.0 README: PostgreSQL 9.3 to 15': 'Patroni 3.0 README：PostgreSQL 9.3 至 15',
  'Patroni 3.1 README: PostgreSQL 9.3 to 16': 'Patroni 3.1 README：PostgreSQL 9.3 至 16',
  'Patroni 4.0 README: PostgreSQL 9.3 to 17': 'Patroni 4.0 README：PostgreSQL 9.3 至 17',
  'Patroni 4.1 README: PostgreSQL 9.3 to 18': 'Patroni 4.1 README：PostgreSQL 9.3 至 18',
  '{0} has {1}': '{0} 自带 {1}',
  '{0} ships PostgreSQL {1}, and the plan asks for {2}. Add a repository that has it (packages.url), or take another version.':
    '{0} 自带 PostgreSQL {1}，而方案要求 {2}。请添加提供该版本的软件源（packages.url），或改用其他版本。',
  'No supported release ships PostgreSQL {0}: {1}. Add a repository that has it (packages.url), or take another version.':
    '受支持的发行版都不自带 PostgreSQL {0}：{1}。请添加提供该版本的软件源（packages.url），或改用其他版本。',
  'The virtual IP {0} is the address of {1}: give one that no host has.':
    '虚拟 IP {0} 是 {1} 的地址，请填写未被任何主机使用的地址。',
  '{0} clusters ({1}) share one virtual IP, and it can follow one leader only.':
    '{0} 个集群（{1}）共用一个虚拟 IP，而它只能跟随一个主库。',
  'The members that could carry the virtual IP are in {0} sites ({1}), and it moves within one layer-2 network only. Use DNS, HAProxy on every host, or multi-host connection strings.':
    '可承载虚拟 IP 的成员分布在 {0} 个站点（{1}），而它只能在一个二层网络内漂移。请改用 DNS、在每台主机上运行 HAProxy，或使用多主机连接串。',
  'The virtual IP {0} and {1}, the address of {2}, are of different families: no network holds both.':
    '虚拟 IP {0} 与 {2} 的地址 {1} 属于不同的协议族，没有网络能同时包含两者。',
  "The network of the virtual IP {0}/{1} does not hold {2}: the address could not move there. Give an address of the members' network with its prefix length.":
    '虚拟 IP {0}/{1} 所在的网络不包含 {2}，该地址无法迁移到那里。请填写成员所在网络中的地址及其前缀长度。',
  "{0}/{1} is the network's own or broadcast address, which no host may have.":
    '{0}/{1} 是网络地址或广播地址，任何主机都不能使用。',
  '{0} is no virtual IP: write the address with the length of its network, such as 10.0.0.100/24.':
    '{0} 不是有效的虚拟 IP，应填写带前缀长度的地址，如 10.0.0.100/24。',
  'TLS is off: data crosses the network in the clear, and whoever reaches etcd or the REST API of Patroni controls the cluster.':
    'TLS 已关闭：数据以明文经过网络，任何能访问 etcd 或 Patroni REST API 的人都可以控制集群。',
};
