/** What is said of the state of hosts before a deployment, by the English templates. */
export const hostStatePhrases: Readonly<Record<string, string>> = {
  'must be an absolute path of letters, digits, dots, hyphens and underscores, such as /data/pg':
    '必须是由字母、数字、点、连字符与下划线组成的绝对路径，例如 /data/pg',
  '{0} To go on all the same: --accept {1}': '{0} 若仍要继续：--accept {1}',
  '{0} Mend it, or go on all the same with --accept {1}:\n    {2}': '{0} 请修复，或用 --accept {1} 仍然继续：\n    {2}',
  '{0} s': '{0} 秒',
  'The clock differs from that of this machine by {0} s: certificates and packages would not be valid on the host.':
    '其时钟与本机相差 {0} 秒：证书与软件包在该主机上将无效。',
  'timedatectl set-ntp true; date   # on the host, or on this machine when its own clock is the wrong one':
    'timedatectl set-ntp true; date   # 在主机上执行；若是本机时钟有误，则在本机执行',
  '{0} places': '{0} 处',
  'Every service may reach its directories and files.': '各服务均可访问其目录与文件。',
  '{0} is no directory': '{0} 不是目录',
  '{0} is a file, and {1} has to be a directory below it or in its place.':
    '{0} 是文件，而 {1} 必须是其下或其位置上的目录。',
  'mv {0} {1}.old   # or put another path into the plan ({2})': 'mv {0} {1}.old   # 或在方案中填写其他路径（{2}）',
  'The account {0} cannot pass through {1} to {2}.': '账户 {0} 无法经过 {1} 到达 {2}。',
  'chmod o+x {0}   # lets it through without showing what is in there': 'chmod o+x {0}   # 允许通过，但不显示其中内容',
  '{0} is read-only': '{0} 为只读',
  '{0} lies on {1}, which is mounted read-only.': '{0} 位于以只读方式挂载的 {1}。',
  'mount -o remount,rw {0}   # look at dmesg first: a damaged file system becomes read-only by itself':
    'mount -o remount,rw {0}   # 先查看 dmesg：损坏的文件系统会自行变为只读',
  '{0} is a link': '{0} 是链接',
  '{0} is a symbolic link, which Patroni removes when it copies a member anew.':
    '{0} 是符号链接，Patroni 重新复制成员时会将其删除。',
  'readlink -f {0}   # put that path into the plan as {1}, and remove the link':
    'readlink -f {0}   # 将该路径作为 {1} 填入方案，并删除链接',
  '{0}/lost+found': '{0}/lost+found（存在）',
  '{0} is a file system of its own with lost+found, and PostgreSQL makes its data directory only in an empty one.':
    '{0} 是独立的文件系统，含有 lost+found；PostgreSQL 只在空目录中创建数据目录。',
  'set {0}: {1}/pgdata in the plan': '在方案中设置 {0}: {1}/pgdata',
  '{0} lies on a network file system ({1}): its fsync and its locks decide over the data.':
    '{0} 位于网络文件系统（{1}）：数据安全取决于其 fsync 与锁。',
  'use a local disk for {0}': '请为 {0} 使用本地磁盘',
  '{0} lies in memory (tmpfs): its content is gone after a reboot.': '{0} 位于内存（tmpfs）：重启后内容即消失。',
  'mount a disk at {0}': '在 {0} 挂载磁盘',
  'A deployment finds nothing that it refuses to touch.': '部署不会遇到它拒绝触碰的内容。',
  missing: '缺失',
  'full or not writable': '已满或不可写',
  'mounted noexec': '以 noexec 挂载',
  '{0}: {1}': '{0}：{1}',
  'The directory {0} for temporary files is missing.': '缺少存放临时文件的目录 {0}。',
  'No file can be made in {0}: its disk is full, or its file system is read-only.':
    '无法在 {0} 中创建文件：磁盘已满，或文件系统为只读。',
  'Nothing can be run from {0}: it is mounted noexec, which the scripts of some packages do not expect.':
    '无法从 {0} 运行程序：它以 noexec 挂载，某些软件包的脚本未考虑这一点。',
  'mkdir -m 1777 {0}': '执行 mkdir -m 1777 {0}',
  'df -h {0}; df -i {1}; findmnt -T {2}   # make room, or mount it writable':
    'df -h {0}; df -i {1}; findmnt -T {2}   # 腾出空间，或以可写方式挂载',
  'mount -o remount,exec {0}   # and take noexec out of /etc/fstab':
    'mount -o remount,exec {0}   # 并从 /etc/fstab 中去掉 noexec',
  '{0} is on a read-only file system, and a deployment writes there.': '{0} 位于只读文件系统，而部署需要写入。',
  'mount -o remount,rw $(findmnt -no TARGET -T {0})   # look at dmesg first: a damaged file system becomes read-only by itself':
    'mount -o remount,rw $(findmnt -no TARGET -T {0})   # 先查看 dmesg：损坏的文件系统会自行变为只读',
  '{0}: {1} inodes': '{0}：{1} 个 inode',
  'Only {0} files can still be made on the file system of {1}: its inodes are used up before its space is.':
    '{1} 所在文件系统只能再创建 {0} 个文件：inode 先于空间耗尽。',
  'du --inodes -xS {0} | sort -n | tail   # shows where the many files are':
    'du --inodes -xS {0} | sort -n | tail   # 显示大量文件所在之处',
  writable: '可写',
  'Everything that a deployment writes to can be written to.': '部署所需写入之处均可写。',
  'not used': '未使用',
  on: '已启用',
  off: '已关闭',
  'The plan uses no IPv6 address.': '方案未使用 IPv6 地址。',
  'IPv6 is on.': 'IPv6 已启用。',
  'IPv6 is off on the host, and the plan has IPv6 addresses ({0}).': '主机关闭了 IPv6，而方案含有 IPv6 地址（{0}）。',
  'shared_buffers {0} GiB of {1} GiB': 'shared_buffers {0} GiB，共 {1} GiB',
  'set postgres.parameters.shared_buffers to {0}GB or less, or give the host more memory':
    '将 postgres.parameters.shared_buffers 设为 {0}GB 或更小，或为主机增加内存',
  'shared_buffers of {0} GiB does not fit into the {1} GiB of the host: PostgreSQL would not start.':
    '{0} GiB 的 shared_buffers 超出主机的 {1} GiB 内存：PostgreSQL 将无法启动。',
  'shared_buffers takes {0} % of the memory; a quarter is usual, and the rest serves connections and the cache of files.':
    'shared_buffers 占内存的 {0} %；通常为四分之一，其余供连接与文件缓存使用。',
  'shared_buffers with {0} connections of {1} MiB each (work_mem) would be {2} GiB, more than the {3} GiB of the host.':
    'shared_buffers 加上 {0} 个连接、每个 {1} MiB（work_mem）共 {2} GiB，超过主机的 {3} GiB。',
  'lower work_mem or max_connections in postgres.parameters; PgBouncer needs few server connections':
    '在 postgres.parameters 中降低 work_mem 或 max_connections；PgBouncer 只需很少的服务器连接',
  'The memory settings fit the host.': '内存设置与主机相符。',
  'huge_pages is on, and the host has {0} huge pages where PostgreSQL needs {1}: it would not start.':
    '已启用 huge_pages，而主机有 {0} 个大页，PostgreSQL 需要 {1} 个：它将无法启动。',
  '{0} huge pages are reserved, too few for shared_buffers ({1}), which does not fit into the memory that is left beside them.':
    '已预留 {0} 个大页，不足以容纳 shared_buffers（需 {1} 个），而其余内存也容纳不下。',
  'No huge pages are reserved, and each connection keeps a table of the small pages of {0} GiB: PostgreSQL works, slower and with less memory for the rest.':
    '没有预留大页，每个连接都要为 {0} GiB 的小页维护页表：PostgreSQL 可以工作，但更慢，留给其余部分的内存也更少。',
  '{0} processes': '{0} 个进程',
  '{0} {1}': '{0} {1}（当前值）',
  '{0} {1} {2}': '{0} {1} {2}（当前限制）',
  'systemd allows a service {0} processes ({1}), and PostgreSQL with {2} connections needs {3}.':
    'systemd 允许每个服务 {0} 个进程（{1}），而 {2} 个连接的 PostgreSQL 需要 {3} 个。',
  'raise {0} in /etc/systemd/system.conf to {1} or more, then systemctl daemon-reexec':
    '将 /etc/systemd/system.conf 中的 {0} 提高到 {1} 或更大，然后执行 systemctl daemon-reexec',
  'A hard limit for the account postgres ({0} {1}) is too low for what a deployment runs as it.':
    '账户 postgres 的硬限制（{0} {1}）过低，不足以供部署以该账户运行程序。',
  'grep -rn {0} /etc/security/limits.conf /etc/security/limits.d   # take that line out, or raise it':
    'grep -rn {0} /etc/security/limits.conf /etc/security/limits.d   # 去掉该行，或提高其值',
  'The limits leave room for PostgreSQL.': '各项限制足以供 PostgreSQL 使用。',
  '{0} and {1} are one and the same machine under several addresses.': '{0} 与 {1} 是同一台机器的不同地址。',
  'correct the addresses in the plan: each host must be a machine of its own':
    '请更正方案中的地址：每台主机必须是独立的机器',
  '{0} has the machine id of {1}: it is a clone, and network and journals take them for one.':
    '{0} 与 {1} 的 machine-id 相同：它是克隆，网络与日志会将它们视为一台。',
  '{0} calls itself {1}, as {2} does: their logs cannot be told apart.':
    '{0} 自称 {1}，与 {2} 相同：它们的日志无法区分。',
  'The host is a machine of its own.': '该主机是独立的机器。',
  '{0} works with packages just now: an installation waits for its end.': '{0} 正在处理软件包：安装将等待其结束。',
  'wait for it, or look at it: ps -C {0} -o pid,etime,args': '等待其结束，或查看：ps -C {0} -o pid,etime,args',
  'in order': '正常',
  'dpkg interrupted': 'dpkg 曾被中断',
  'An earlier installation of packages was interrupted: a deployment completes it first.':
    '先前的软件包安装被中断：部署会先将其完成。',
  'Somebody has masked {0}, which the cluster needs.': '有人屏蔽（mask）了集群所需的 {0}。',
  'systemd is in the state {0}: services may not start.': 'systemd 处于 {0} 状态：服务可能无法启动。',
  'systemctl list-jobs   # wait until the host has booted, or leave the maintenance mode':
    'systemctl list-jobs   # 等待主机启动完毕，或退出维护模式',
  'Units of the host have failed: {0}.': '主机上有单元失败：{0}。',
  'Packages and services can be worked with.': '软件包与服务均可操作。',
  'No file of anybody else would be replaced.': '不会替换任何他人的文件。',
  'A deployment replaces {0}. The present content is kept as {1}, and put back by destroy.':
    '部署会替换 {0}。现有内容保存为 {1}，并由 destroy 恢复。',
  'save what you need of it, or use another host': '请保存所需内容，或改用其他主机',
  'There is no check {0}. These can be accepted: {1}.': '没有名为 {0} 的检查。可接受的有：{1}。',
  'it is for groups of hosts, or reserved': '它用于主机组，或为保留地址',
  '{0} cannot be a data directory: {1} belongs to the system. Give a directory of its own, such as /data/pg.':
    '{0} 不能作为数据目录：{1} 属于系统。请给出独立的目录，例如 /data/pg。',
  '{0} lies in {1}, which is {2}: each needs a directory of its own.':
    '{0} 位于 {1}（即 {2}）之中：各自需要独立的目录。',
  complete: '完整',
  'The host told everything that it was asked.': '主机回答了所有询问。',
  'The host has no ip or no ss, and without them its addresses and its ports are not known ({0}).':
    '主机上没有 ip 或 ss 命令，因此无法得知其地址与端口（{0}）。',
  'The host took longer than {0} s to tell {1}: a disk or a network file system that hangs, or a very busy host.':
    '主机超过 {0} 秒仍未回答 {1}：磁盘或网络文件系统挂起，或主机非常繁忙。',
  'uptime; findmnt -t nfs,nfs4,cifs; dmesg | tail   # on the host, then run again':
    'uptime; findmnt -t nfs,nfs4,cifs; dmesg | tail   # 在主机上执行，然后重新运行',
  'The answer of the host ends before {0}: the connection or the shell ended early.':
    '主机的应答在 {0} 之前中断：连接或 shell 提前结束。',
  'uptime; free -m; ulimit -a   # on the host, then run again':
    'uptime; free -m; ulimit -a   # 在主机上执行，然后重新运行',
  'The question for {0} failed on the host with status {1}.': '在主机上询问 {0} 失败，状态码 {1}。',
  'What the host says of {0} cannot be understood: {1}': '无法理解主机对 {0} 的回答：{1}',
  'uptime; df -h; dmesg | tail   # on the host: look for what is broken there, then run again':
    'uptime; df -h; dmesg | tail   # 在主机上执行：找出损坏之处，然后重新运行',
  '{0} (cannot be understood: {1})': '{0}（无法理解：{1}）',
  'The host does not tell its cores and its memory.': '主机未报告其核数与内存。',
  '{0} to install': '待安装 {0} 个',
  'Every package of the plan is installed.': '方案所需的软件包均已安装。',
  'The bundle holds every package that is missing.': '离线包中含有所缺的全部软件包。',
  'apt can install every package that is missing, and changes no other one for it.':
    'apt 可以安装所缺的全部软件包，且不会因此改动其他软件包。',
  'apt did not say what it offers.': 'apt 没有说明可提供什么。',
  'apt-get update   # on the host, then run again': 'apt-get update   # 在主机上执行，然后重新运行',
  'on hold': '已锁定',
  'No upgrade restarts the cluster by itself.': '没有升级会自行重启集群。',
  'Not on hold: {0}. unattended-upgrades upgrades them by itself, and that restarts the services on all hosts at about the same hour.':
    '未锁定（hold）：{0}。unattended-upgrades 会自行升级它们，所有主机上的服务将在相近时刻重启。',
  'Not on hold: {0}. An upgrade of the system restarts the services without a look at the other hosts.':
    '未锁定（hold）：{0}。系统升级会重启这些服务，而不顾及其他主机。',
  'apt-mark hold {0}   # on the host, as quorate deploy does too':
    'apt-mark hold {0}   # 在主机上执行；quorate deploy 也会这样做',
  'unattended-upgrades upgrades this host by itself, and upgrades of Patroni, etcd, HAProxy and PgBouncer restart them. A deployment puts the packages of the plan on hold, and unattended-upgrades leaves those out: their fixes come only when somebody upgrades them.':
    'unattended-upgrades 会自行升级该主机，而升级 Patroni、etcd、HAProxy 与 PgBouncer 会重启它们。部署会锁定（hold）方案的软件包，unattended-upgrades 会跳过它们：其修复只有在人工升级后才会到来。',
  'apt-mark showhold   # after the deployment: shows what is on hold; nothing is to be done before it':
    'apt-mark showhold   # 部署之后执行：显示已锁定的软件包；部署之前无需处理',
  'unattended-upgrades reboots this host by itself, and a hold does not keep it from that: hosts that reboot at the same time are an outage.':
    'unattended-upgrades 会自行重启该主机，锁定（hold）无法阻止：多台主机同时重启即为停机。',
  'needrestart restarts services by itself after upgrades of libraries, and is not told any more to leave those of the cluster alone.':
    'needrestart 会在升级库之后自行重启服务，而且已不再被告知要避开集群的服务。',
  'needrestart restarts services by itself after upgrades of libraries. A deployment tells it to leave those of the cluster alone.':
    'needrestart 会在升级库之后自行重启服务。部署会告知它避开集群的服务。',
  'quorate deploy PLAN   # writes /etc/needrestart/conf.d/quorate.conf again':
    'quorate deploy PLAN   # 重新写入 /etc/needrestart/conf.d/quorate.conf',
  'nothing is to be done before the deployment; to be asked instead: echo {0} > /etc/needrestart/conf.d/90-ask.conf':
    '部署之前无需处理；若要改为询问：echo {0} > /etc/needrestart/conf.d/90-ask.conf',
  'Port {0} ({1}) of {2} is held by {3}, which listens on {4} alone.':
    '{2} 的端口 {0}（{1}）被 {3} 占用，它只监听 {4}。',
  "on {0}: ss -ltnp 'sport = :{1}'   # stop that program, or give {2} another port in the plan":
    "在 {0} 上：ss -ltnp 'sport = :{1}'   # 停止该程序，或在方案中为 {2} 换一个端口",
  '{0}: {1} ports, {2}': '{0}：{1} 个端口，{2}',
  '{0} cannot reach the ports {1} of {2}: {3}.': '{0} 无法连接 {2} 的端口 {1}：{3}。',
};
