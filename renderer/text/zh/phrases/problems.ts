/** What goes wrong with a request, a file or a connection, by their English templates. */
export const problemPhrases: Readonly<Record<string, string>> = {
  'the plan': '方案',
  'the plan cannot be changed: line {0}, {1}': '方案无法修改：第 {0} 行，{1}',
  'the whole plan cannot be replaced by an edit': '一次编辑不能替换整个方案',
  'the plan has no {0}': '方案中没有 {0}',
  '{0} holds no {1}': '{0} 中没有 {1}',
  '{0} cannot be written into a configuration file: found {1}, allowed is {2}. Change it in the plan.':
    '{0} 不能写入配置文件：此处为 {1}，允许：{2}。请在方案中修改。',
  'an IPv4 or IPv6 address or a DNS name': 'IPv4 地址、IPv6 地址或域名',
  'one line without control characters': '不含控制字符的单行文本',
  'a name that PostgreSQL and PgBouncer do not use themselves': 'PostgreSQL 与 PgBouncer 自身未使用的名称',
  'a name that PostgreSQL and this program do not use themselves': 'PostgreSQL 与本程序自身未使用的名称',
  'a network such as 10.0.0.0/8, an address, or a DNS name': '网段（如 10.0.0.0/8）、地址或域名',
  'nothing: Patroni and this program set it themselves': '不可设置：由 Patroni 和本程序自行设置',
  'an address with its prefix, such as 10.0.0.100/24': '带前缀长度的地址，如 10.0.0.100/24',
  'cluster {0} follows {1}, which is not in the plan: name one of its clusters in standbyOf':
    '集群 {0} 跟随 {1}，而方案中没有它：请在 standbyOf 中填写方案内的集群',
  'the plan has no host {0}: add it under hosts, or correct the name':
    '方案中没有主机 {0}：请在 hosts 中添加，或更正名称',
  'HAProxy on host {0} could serve {1} clusters, and its ports belong to one: put HAProxy on hosts with a member, or leave it out here':
    '主机 {0} 上的 HAProxy 可能服务 {1} 个集群，而其端口只能属于一个：请将 HAProxy 放在有成员的主机上，或在此处去掉',
  'No certificate can be made for the name {0}: {1}. Change that name in the plan.':
    '无法为名称 {0} 签发证书：{1}。请在方案中修改该名称。',
  'it is kept for another certificate of the project': '该名称保留给项目的另一份证书',
  'it is neither an address nor a DNS name': '它既不是地址，也不是域名',
  'A rendered file asks for the secret {0}, which is not in {1}. Run the deployment from the project folder that made the cluster, or restore its secrets file.':
    '某个生成的文件需要机密 {0}，而 {1} 中没有它。请从创建该集群的项目文件夹执行部署，或恢复其机密文件。',
  'The secrets file {0} cannot be read: {1}. Restore it from a backup; without it the passwords and certificates of this project are lost.':
    '无法读取机密文件 {0}：{1}。请从备份中恢复它；没有该文件，本项目的密码和证书将会丢失。',
  'The new passphrase needs at least {0} characters. Nothing was changed.': '新口令至少需要 {0} 个字符。未做任何更改。',
  'it is not a secrets file of this version': '它不是此版本的机密文件',
  '{0} cannot be the name of a secret: use letters, digits and . _ @ / - within.':
    '{0} 不能作为机密的名称：只能由字母、数字以及 . _ @ / - 组成。',
  'The secret {0} needs at least {1} characters and no NUL. Choose a longer one.':
    '机密 {0} 至少需要 {1} 个字符，且不含 NUL。请换用更长的值。',
  '{0} holds no secret of that name; leave the name out to see which there are.':
    '{0} 中没有该名称的机密；省略名称即可查看全部。',
  '{0}: not the address or the login of a host.': '{0}：不是主机的地址或登录方式。',
  'The plan has no host {0}. Save it and try again.': '方案中没有主机 {0}。请保存后重试。',
  'A bundle cannot be written into {0}: {1}. Name a folder that is there and yours.':
    '离线包无法写入 {0}：{1}。请指定一个已存在且您有权写入的文件夹。',
  'The signing key {0} of the extra repository cannot be read: {1}. Correct packages.key in the plan.':
    '无法读取附加软件源的签名密钥 {0}：{1}。请更正方案中的 packages.key。',
  '{0} is no OpenPGP public key, as apt needs it for the extra repository. Export it with "gpg --export --armor", and name that file in packages.key.':
    '{0} 不是 apt 验证附加软件源所需的 OpenPGP 公钥。请用 "gpg --export --armor" 导出，并在 packages.key 中指定该文件。',
  'The bundle could not be built on {0} (exit {1}): {2}': '无法在 {0} 上制作离线包（退出码 {1}）：{2}',
  'by a signal': '被信号终止',
  'it said nothing': '无输出',
  'Debian has no packages for the architecture {0}': 'Debian 没有架构 {0} 的软件包',
  'The packages could not be installed in the {0} image (exit {1}): {2}':
    '无法在 {0} 镜像中安装软件包（退出码 {1}）：{2}',
  '{0} cannot be used, so no host was touched:\n{1}': '{0} 不可用，因此没有触及任何主机：\n{1}',
  'the bundle for {0} was built {1} days ago ({2}), and bundles older than {3} days are too old to install: build it again with quorate bundle build, which takes over what has not changed':
    '{0} 的离线包制作于 {1} 天前（{2}），超过 {3} 天的离线包过旧，不能安装：请用 quorate bundle build 重新制作，未变化的部分会直接沿用',
  '{0} cannot be opened ({1}): give the path of a bundle file': '无法打开 {0}（{1}）：请给出离线包文件的路径',
  '{0} is not a bundle of this program, or its first bytes are damaged': '{0} 不是本程序的离线包，或文件开头已损坏',
  '{0} has more than {1} entries': '{0} 的条目超过 {1} 个',
  '{0} ends inside {1}: copy or build it again': '{0} 在 {1} 中途结束：请重新复制或制作',
  '{0} ends at its beginning: copy or build it again': '{0} 在开头处结束：请重新复制或制作',
  '{0} ends after {1}: copy or build it again': '{0} 在 {1} 之后结束：请重新复制或制作',
  '{0} is damaged after {1}, at byte {2}: copy or build it again':
    '{0} 在 {1} 之后（第 {2} 字节）损坏：请重新复制或制作',
  '{0} does not end with {1}: build it again': '{0} 不是以 {1} 结尾：请重新制作',
  '{0} does not begin with {1}': '{0} 不是以 {1} 开头',
  '{0} lacks its last bytes: copy or build it again': '{0} 缺少结尾部分：请重新复制或制作',
  '{0} has data after its last entry, at byte {1}: copy or build it again':
    '{0} 在最后一个条目之后（第 {1} 字节）还有数据：请重新复制或制作',
  'the list of bundles is too long: build the file again': '离线包列表过长：请重新制作该文件',
  'the list of bundles cannot be read: copy or build the file again': '离线包列表无法读取：请重新复制或制作该文件',
  'the list of bundles does not name those that are in the file: copy or build it again':
    '离线包列表与文件中的离线包不符：请重新复制或制作',
  'the list of bundles says something else of {0} than it is: build the file again':
    '离线包列表对 {0} 的描述与实际不符：请重新制作该文件',
  'the manifest is {0} bytes long': '清单长达 {0} 字节',
  'the manifest is not JSON: copy or build the bundle again': '清单不是 JSON：请重新复制或制作离线包',
  'the bundle has format {0}; this program reads {1}: build it again with this program':
    '离线包的格式版本为 {0}，本程序读取 {1}：请用本程序重新制作',
  'the manifest is wrong at {0}: {1}': '清单在 {0} 处有误：{1}',
  'its top': '顶层',
  'the bundle is for {0}, the hosts run {1}: build one with --release {2}':
    '离线包面向 {0}，而主机运行 {1}：请用 --release {2} 制作',
  'the bundle is for {0}, the hosts are {1}: build it on a machine of that architecture':
    '离线包面向 {0}，而主机为 {1}：请在该架构的机器上制作',
  '{0} is in the bundle, but not in its manifest': '{0} 在离线包中，但不在其清单中',
  '{0} is in the bundle twice': '{0} 在离线包中出现两次',
  '{0} is missing from the bundle: build it again': '离线包中缺少 {0}：请重新制作',
  '{0} is damaged: it is not what its checksum says. Copy or build the bundle again':
    '{0} 已损坏：与校验和不符。请重新复制或制作离线包',
  'the manifest and the checksum list disagree on {0}: build the bundle again':
    '清单与校验和列表关于 {0} 的内容不一致：请重新制作离线包',
  'The lab needs {0}.': '本地实验环境需要：{0}。',
  'The lab needs {0}. Install with: apt-get install -y --no-install-recommends {1}.':
    '本地实验环境需要：{0}。安装命令：apt-get install -y --no-install-recommends {1}。',
  'Linux (this is {0})': 'Linux（本机为 {0}）',
  "root (mounts, bridges and machines are the superuser's)": 'root 权限（挂载、网桥与虚拟主机须由超级用户操作）',
  'a mounted cgroup2 hierarchy': '已挂载的 cgroup2 层级',
  'The lab {0} is there, with the hosts {1}. Choose another name, or take it down first.':
    '实验环境 {0} 已存在，其主机为 {1}。请另选名称，或先将其拆除。',
  'The lab {0} is there, but these hosts are off: {1}. Power them on, or take the lab down.':
    '实验环境 {0} 已存在，但这些主机已断电：{1}。请为其通电，或拆除该实验环境。',
  'A lab has 1 to {0} hosts, not {1}.': '实验环境可有 1 至 {0} 台主机，不能是 {1} 台。',
  'Two hosts of the lab have the same name.': '实验环境中有两台主机同名。',
  'The lab name {0} is not 1 to 32 of a-z, 0-9 and - (not first or last).':
    '实验环境名称 {0} 不符合要求：1 至 32 个字符，由 a-z、0-9 和 - 组成（- 不在首尾）。',
  'The host name {0} is not 1 to 32 of a-z, 0-9 and - (not first or last).':
    '主机名 {0} 不符合要求：1 至 32 个字符，由 a-z、0-9 和 - 组成（- 不在首尾）。',
  "{0} is not a lab's record: run quorate lab down {1}.": '{0} 不是实验环境的记录：请执行 quorate lab down {1}。',
  'There is no lab {0}. None is up.': '没有实验环境 {0}。目前没有任何实验环境。',
  'There is no lab {0}. There are: {1}.': '没有实验环境 {0}。现有：{1}。',
  'The lab {0} has no host {1}; it has {2}.': '实验环境 {0} 中没有主机 {1}；现有 {2}。',
  'The lab {0} has no site {1}; its hosts are in no site.': '实验环境 {0} 中没有站点 {1}；其主机不属于任何站点。',
  'The lab {0} has no site {1}; it has {2}.': '实验环境 {0} 中没有站点 {1}；现有 {2}。',
  'The subnet {0} is not an IPv4 /24 such as 10.198.7.0/24.': '子网 {0} 不是形如 10.198.7.0/24 的 IPv4 /24 网段。',
  'The subnet {0} is in use on this machine ({1}). Choose another.': '子网 {0} 在本机上已被使用（{1}）。请另选一个。',
  'No /24 of 10.198.0.0/16 is free on this machine: give one with --subnet.':
    '本机上 10.198.0.0/16 内没有空闲的 /24 网段：请用 --subnet 指定。',
  'Host {0} of lab {1} did not come up. The end of {2}: {3}': '实验环境 {1} 的主机 {0} 未能启动。{2} 的末尾：{3}',
  'The {0} image could not be built from {1}: {2}': '无法从 {1} 构建 {0} 镜像：{2}',
  'Machine {0} does not go off: processes {1} stay.': '虚拟主机 {0} 无法关闭：进程 {1} 仍在运行。',
  '{0}: an overlay cannot be mounted from a path with a colon, comma or space.':
    '{0}：路径含有冒号、逗号或空格时无法挂载 overlay。',
  '{0} is still mounted: something uses it (fuser -vm {1}).': '{0} 仍处于挂载状态：有程序正在使用（fuser -vm {1}）。',
  'The lock file {0} could not be locked.': '无法锁定锁文件 {0}。',
  '{0} could not be started: {1}': '无法启动 {0}：{1}',
  '{0} {1} ended with {2}: {3}': '{0} {1} 以 {2} 结束：{3}',
  'no message': '无消息',

  'promotion of the standby region': '灾备区域提升',
  'return of a region': '区域恢复跟随',
  none: '无',
  'Say which standby cluster is meant; the plan has: {0}.': '请指明是哪个备用集群；方案中有：{0}。',
  'The plan has no standby cluster {0}; it has: {1}.': '方案中没有备用集群 {0}；有：{1}。',
  '{0} of {1} cannot be reached, which does not mean that nobody writes there. Switch these hosts off or cut their clients off, then say so (--fenced).':
    '无法访问 {1} 的 {0}，但这不代表那里无人写入。请关闭这些主机或切断其客户端，然后予以确认（--fenced）。',
  '{0} still runs on {1}. Two regions that both take writes can never be put together again: let it be stopped first (--stop-primary).':
    '{0} 仍在 {1} 上运行。两个同时接受写入的区域再也无法合并：请先将其停止（--stop-primary）。',
  'Stopping {0} on {1}': '正在 {1} 上停止 {0}',
  'No member of {0} that can be reached leads it, so there is nothing to promote. Look at `quorate status` and at its etcd members first.':
    '{0} 中可访问的成员均未主导它，因此无可提升。请先查看 `quorate status` 及其 etcd 成员。',
  'Promoting {0} on {1}': '正在 {1} 上提升 {0}',
  '{0} cannot be read any more: write into it that {1} follows {2}': '{0} 已无法读取：请在其中写明 {1} 跟随 {2}',
  '{0} says so now: {1} follows {2}': '{0} 已更新：{1} 跟随 {2}',
  "{0} has no member that takes writes {1} s after its configuration was changed. Its Patroni's journal says why: journalctl -u patroni.":
    '{0} 的配置更改 {1} 秒后仍没有成员可写入。原因见其 Patroni 日志：journalctl -u patroni。',
  '{0} has no primary to follow. Look at `quorate status` first.': '{0} 没有可跟随的主库。请先查看 `quorate status`。',
  'Telling {0} to follow {1}': '正在让 {0} 跟随 {1}',
  'Starting {0} on {1}': '正在 {1} 上启动 {0}',
  '{0} has no data: it is copied anew': '{0} 没有数据：将重新复制',
  '{0} has timeline {1}, and the history of {2} does not say since when it leads: it is copied anew':
    '{0} 处于时间线 {1}，而 {2} 的历史未表明其自何时起主导：将重新复制',
  '{0} has a timeline {1} that is not the one of {2}, which leads since timeline {3}: it is copied anew':
    '{0} 有自己的时间线 {1}，并非自时间线 {3} 起主导的 {2} 的那一条：将重新复制',
  '{0} cannot follow with what it has: it is copied anew': '{0} 无法凭现有数据跟随：将重新复制',
  'Copying {0} anew from {1}': '正在从 {1} 重新复制 {0}',
  "Not every member of {0} follows after {1} s: {2}; without a stream: {3}. Their Patroni's journals say why: journalctl -u patroni.":
    '{1} 秒后 {0} 仍有成员未跟随：{2}；未在流复制：{3}。原因见其 Patroni 日志：journalctl -u patroni。',
};
