/** What preflight says of hosts, by their English templates. */
export const preflightPhrases: Readonly<Record<string, string>> = {
  none: '无',
  'none yet': '尚无',
  unknown: '未知',
  clean: '无遗留',
  local: '本机',
  'logged in': '已登录',
  'no answer': '无应答',
  'no names': '无主机名',
  synchronised: '已同步',
  'this cluster': '本集群',
  'no /dev/watchdog': '缺少 /dev/watchdog',
  'another program': '其他程序',
  'of the host': '（主机未报告）',
  open: '可连接',
  refused: '连接被拒绝',
  timeout: '连接超时',
  error: '连接出错',
  '{0} connections': '{0} 个连接',
  '{0} names': '{0} 个名称',
  '{0} ports': '{0} 个端口',
  '{0}: nothing': '{0}：无结果',
  '{0} bytes ({1})': '{0} 字节（{1}）',
  '{0} ms to {1}': '到 {1} 为 {0} ms',
  '{0} ms median, {1} ms worst ({2})': '中位数 {0} ms，最差 {1} ms（{2}）',
  '{0} GiB free for {1}': '{1} 可用 {0} GiB',
  '{0} cores, {1} GiB': '{0} 核，{1} GiB',
  '{0} is at {1}': '{0} 位于 {1}',
  'No service account collides with a person’s.': '没有服务账户与个人账户同名。',
  "The account {0} has uid {1}, a person's, but the package uses this name for its service.":
    '账户 {0} 的 uid 为 {1}，属于个人账户，而软件包要用这个名称运行服务。',
  'usermod -l NEWNAME {0}   # rename that login first': 'usermod -l NEWNAME {0}   # 先将该登录账户改名',
  'The name has no number yet that could be compared.': '该名称尚无可供比较的地址。',
  'The address is the host’s own.': '该地址属于本主机。',
  '{0} is on no interface of the host; the other members could not reach what it announces.':
    '主机的任何网卡上都没有地址 {0}，其他成员将无法访问它所公布的地址。',
  'ip -br addr   # put the address that the other hosts use into the plan':
    'ip -br addr   # 在方案中填写其他主机所使用的地址',
  'The clock agrees with the other hosts.': '时钟与其他主机一致。',
  'The clock is ahead of the other hosts by {0} s.': '时钟比其他主机快 {0} 秒。',
  'The clock is behind the other hosts by {0} s.': '时钟比其他主机慢 {0} 秒。',
  'timedatectl set-ntp true   # or {0}': 'timedatectl set-ntp true   # 或 {0}',
  'There is room for data and WAL.': '空间足以存放数据与 WAL。',
  'Only {0} GiB are free where {1} will be.': '{1} 所在的文件系统仅剩 {0} GiB 可用。',
  'df -h {0}   # grow it or mount a larger disk there': 'df -h {0}   # 扩容，或在此挂载更大的磁盘',
  "WAL takes {0} GiB at most, with a dead replica's slot.": '计入失效备库的复制槽，WAL 最多占用 {0} GiB。',
  "With a dead replica's slot WAL takes up to {0} GiB, more than is free: the primary would stop with a full disk.":
    '计入失效备库的复制槽，WAL 最多占用 {0} GiB，超过可用空间：磁盘写满后主库将停止。',
  'set postgres.parameters.max_slot_wal_keep_size and max_wal_size to less, or make room at {0}':
    '调低 postgres.parameters.max_slot_wal_keep_size 与 max_wal_size，或在 {0} 腾出空间',
  'The disk is fast enough for etcd.': '磁盘速度满足 etcd 的要求。',
  'fsync takes {0} ms; etcd wants less than 10 ms.': 'fsync 耗时 {0} ms，而 etcd 要求低于 10 ms。',
  'put {0} on an SSD with power-loss protection, apart from busy disks':
    '将 {0} 放在带掉电保护的 SSD 上，并与繁忙的磁盘分开',
  'systemd runs the host.': '主机由 systemd 管理。',
  'Process 1 is {0}, not systemd; the services cannot be managed.': '1 号进程是 {0} 而非 systemd，无法管理服务。',
  'use a host that boots with systemd': '改用以 systemd 启动的主机',
  'The host is clean.': '主机上没有任何遗留。',
  'What is there was deployed from this plan.': '现有内容由本方案部署。',
  'Data, configuration or services of another installation are on the host; they will not be touched.':
    '主机上存在其他安装的数据、配置或服务，部署不会触碰它们。',
  "The host belongs to the plan '{0}'.": '该主机属于方案“{0}”。',
  'save what is needed, then remove it by hand, or use another host': '保存需要的内容后手动清除，或改用其他主机',
  'quorate destroy that plan first, or use another host': '先对那个方案执行 quorate destroy，或改用其他主机',
  'The locale is there.': '区域设置可用。',
  'initdb needs the locale C.UTF-8.': 'initdb 需要区域设置 C.UTF-8。',
  'Same as the other hosts.': '与其他主机相同。',
  'The MTU is {0} here and {1} on another host.': '本机的 MTU 为 {0}，而其他主机上为 {1}。',
  'ip link set {0} mtu {1}   # if the network carries it; make it permanent too':
    'ip link set {0} mtu {1}   # 前提是网络支持；并写入持久配置',
  'The plan uses addresses only.': '方案中只使用地址。',
  'Every name resolves.': '所有名称均可解析。',
  '{0} does not resolve on this host.': '{0} 在本主机上无法解析。',
  '{0} resolves to loopback on this host.': '{0} 在本主机上被解析为回环地址。',
  'getent hosts {0}   # add it to DNS or /etc/hosts, or use addresses in the plan':
    'getent hosts {0}   # 将其加入 DNS 或 /etc/hosts，或在方案中改用地址',
  'The release {0} is not supported; supported are {1}.': '不支持发行版 {0}；支持的发行版为 {1}。',
  'install Debian 12 or 13 on the host': '在主机上安装 Debian 12 或 13',
  'The plan expects {0}.': '方案要求的发行版是 {0}。',
  'set packages.release: {0} in the plan, or use a {1} host': '在方案中设置 packages.release: {0}，或改用 {1} 主机',
  'The bundle was made for {0}.': '该离线包是为 {0} 制作的。',
  'build the bundle on an {0} machine': '在 {0} 架构的机器上制作离线包',
  'The release is supported.': '支持该发行版。',
  'Every port is free, or served by what was deployed.': '所有端口均空闲，或正由已部署的服务使用。',
  'Port {0} for {1} is taken by {2}.': '{1} 需要的端口 {0} 已被 {2} 占用。',
  "ss -ltnp 'sport = :{0}'   # stop that program, or give {1} another port in the plan":
    "ss -ltnp 'sport = :{0}'   # 停止该程序，或在方案中为 {1} 指定其他端口",
  'Every needed port of the other hosts was reached.': '其他主机上所需的端口均可连接。',
  '{0} cannot reach port {1} ({2}) of {3}: {4}.': '{0} 无法连接 {3} 的端口 {1}（{2}）：{4}。',
  'on {0}: nft list ruleset; allow tcp dport {1} from {2}':
    '在 {0} 上执行 nft list ruleset；放行来自 {2}、目标端口为 {1} 的 TCP 连接',
  'The login may change the system.': '该登录账户有权更改系统。',
  'The login is not root and sudo is not used for it.': '登录账户不是 root，也没有使用 sudo。',
  'set ssh.sudo: true in the plan, and on the host: {0}': '在方案中设置 ssh.sudo: true，并在主机上执行：{0}',
  'SSH works and the host key is known.': 'SSH 可用，主机密钥已知。',
  'ssh-keygen -R {0}   # only after you know why the key changed':
    'ssh-keygen -R {0}   # 仅在查明密钥变化的原因之后执行',
  'quorate preflight --accept-new-host-keys, after comparing the fingerprint':
    '比对指纹之后执行 quorate preflight --accept-new-host-keys',
  'ping {0}   # then check its power, its network and a firewall in front of SSH':
    'ping {0}   # 然后检查其电源、网络以及 SSH 前的防火墙',
  'The host has less than {0} MiB of memory.': '主机内存不足 {0} MiB。',
  'give the host more memory, or set postgres.template: tiny for a test':
    '增加主机内存；若仅用于测试，可设置 postgres.template: tiny',
  'give the host more memory': '增加主机内存',
  'One core is shared by PostgreSQL, Patroni, etcd and HAProxy.':
    'PostgreSQL、Patroni、etcd 与 HAProxy 共用一个 CPU 核。',
  'give the host two cores or more': '为主机配备两个或更多 CPU 核',
  'Cores and memory suffice.': 'CPU 核数与内存充足。',
  "etcd's election timeout of {0} ms is less than ten round trips of {1} ms.":
    'etcd 的选举超时 {0} ms 小于十次 {1} ms 的往返。',
  'set etcd.heartbeat: {0} and etcd.election: {1} in the plan':
    '在方案中设置 etcd.heartbeat: {0} 与 etcd.election: {1}',
  "The slowest round trip fits etcd's election timeout of {0} ms.": '最慢的往返也满足 etcd 的选举超时 {0} ms。',
  'The clock is synchronised.': '时钟已同步。',
  'A time service runs.': '时间同步服务正在运行。',
  "A container has its machine's clock.": '容器使用其宿主机的时钟。',
  'The clock is synchronised from outside.': '时钟由外部同步。',
  'No time service runs: the clock will drift, and leases, certificates and logs with it.':
    '没有运行时间同步服务：时钟会逐渐偏移，租约、证书与日志也随之失准。',
  'The host has no interface {0}, on which the virtual IP would be bound.':
    '主机没有网卡 {0}，而虚拟 IP 需绑定在它上面。',
  'ip -br link   # set access.vip.interface to the right name':
    'ip -br link   # 将 access.vip.interface 设为正确的网卡名',
  'Nobody answers for {0}.': '{0} 无人应答。',
  'The virtual IP is held by this cluster.': '虚拟 IP 由本集群持有。',
  '{0} is in use already.': '{0} 已被占用。',
  'choose a free address for access.vip.address': '为 access.vip.address 选择一个空闲地址',
  'The watchdog device is there.': '看门狗设备可用。',
  'The host has a watchdog that nobody uses: patroni.watchdog: automatic lets it restart a host whose Patroni hangs.':
    '主机有一个无人使用的看门狗：设置 patroni.watchdog: automatic 后，Patroni 卡死时它会重启主机。',
  'The kernel has a software watchdog that nobody uses: patroni.watchdog: automatic lets it restart a host whose Patroni hangs.':
    '内核有一个无人使用的软件看门狗：设置 patroni.watchdog: automatic 后，Patroni 卡死时它会重启主机。',
  'Without a watchdog device this member could never become leader (watchdog: required).':
    '没有看门狗设备，该成员永远无法成为主库（watchdog: required）。',
  'Without a watchdog device a hung Patroni cannot be fenced; Patroni runs without it (watchdog: automatic).':
    '没有看门狗设备，就无法隔离卡死的 Patroni；Patroni 仍会在没有它的情况下运行（watchdog: automatic）。',
  'add a hardware watchdog, or set patroni.watchdog: off': '添加硬件看门狗，或设置 patroni.watchdog: off',
};
