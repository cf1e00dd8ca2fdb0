/** What a deployment and the dashboard say, by their English templates. */
export const deploymentPhrases: Readonly<Record<string, string>> = {
  '{0}: {1}': '{0}：{1}',
  'Note whose host it is': '标记主机归属',
  'Receive the package bundle': '接收离线软件包',
  'Install {0}': '安装 {0}',
  'Write {0}': '写入 {0}',
  'Enable {0}': '设置 {0} 开机启动',
  'Let systemd read the changed units': '让 systemd 重新读取已更改的单元',
  'Apply the kernel settings for memory': '应用内存相关的内核设置',
  'Start the etcd member': '启动 etcd 成员',
  'Restart the etcd member with its new configuration': '以新配置重启 etcd 成员',
  'Start Patroni for {0}': '为 {0} 启动 Patroni',
  'Wait until {0} leads': '等待 {0} 成为主库',
  'Wait until {0} runs and follows': '等待 {0} 运行并跟随主库',
  'Start {0}': '启动 {0}',
  'Stop {0}': '停止 {0}',
  'Restart {0} with its new files': '以新文件重启 {0}',
  'Reload {0} with its new files': '以新文件重新加载 {0}',
  'Make the roles and databases of {0}': '创建 {0} 的角色与数据库',
  'Change the dynamic configuration of {0}: {1}': '更改 {0} 的动态配置：{1}',
  'dynamic configuration of {0} (changes)': '{0} 的动态配置（改动部分）',
  'Restart PostgreSQL of {0} for settings that need it': '重启 {0} 的 PostgreSQL，使需要重启的设置生效',
  'Restart PostgreSQL of {0}, which leads: writes stop until it is back, 1 to 5 seconds as a rule':
    '重启主库 {0} 的 PostgreSQL：恢复之前写入中断，通常为 1 至 5 秒',
  'Restart PostgreSQL of {0} for settings that need it: it is the only synchronous standby, so commits wait until it is back':
    '重启 {0} 的 PostgreSQL，使需要重启的设置生效：它是唯一的同步备库，恢复之前提交会等待',
  'Restart PostgreSQL of {0} for settings that need it: until it is back nobody could take over':
    '重启 {0} 的 PostgreSQL，使需要重启的设置生效：恢复之前没有成员能够接管',
  'Wait until {0} has read the dynamic configuration': '等待 {0} 读取动态配置',
  '{0} is paused, and its settings or members have to change: Patroni would neither start nor promote anything meanwhile. Resume it with patronictl -c {1} resume {2} on {3}, then deploy again':
    '{0} 处于暂停状态，而其设置或成员需要更改：在此期间 Patroni 既不会启动也不会提升任何成员。请在 {3} 上以 patronictl -c {1} resume {2} 恢复，然后重新部署',
  'Remove the half-made data directory of {0}': '删除 {0} 未建成的数据目录',
  'Let {0} be made anew: its making was cut off': '重新创建 {0}：上次创建被中断',
  'Remove the data directories that the deployment made': '删除部署时创建的数据目录',
  'Remove the written files and restore those that were there before': '删除写入的文件，并恢复原有文件',
  "Put back the host's own files that went with the packages": '放回随软件包一同被移除的主机自有文件',
  'Remove the packages that the deployment installed': '卸载部署时安装的软件包',
  'Remove the marks of the deployment': '清除部署留下的标记',
  '(not shown: key or certificate)': '（不显示：密钥或证书）',
  '(not shown: too large)': '（不显示：文件过大）',

  healthy: '健康',
  unhealthy: '不健康',
  'not-running': '未运行',
  runs: '正在运行',
  'is {0}': '处于状态 {0}',
  'not reachable': '不可达',
  '{0} answers on {1}': '{1} 上的 {0} 有应答',
  '{0} does not do its work on {1}': '{1} 上的 {0} 未正常工作',
  'the etcd member on {0} is {1}': '{0} 上的 etcd 成员{1}',
  '{0} has no leader; its etcd hosts are {1}': '{0} 没有主库；其 etcd 主机为 {1}',
  'the leader of {0} is {1}': '{0} 的主库是 {1}',
  '{0} {1} and streams from {2}': '{0} {1}，并正从 {2} 流复制',
  '{0} {1} and does not stream from {2}': '{0} {1}，但没有从 {2} 流复制',
  'nothing is left to change': '没有需要再更改的内容',
  'still to change: {0}': '仍需更改：{0}',
  'a row written through {0}:{1} was read through {2}:{3}': '经 {0}:{1} 写入的一行已经由 {2}:{3} 读到',
  '{0}: writing through port {1} and reading through {2} did not work: {3}':
    '{0}：经端口 {1} 写入、经端口 {2} 读取未能成功：{3}',
  'the row that was written is not there yet': '写入的行尚未出现',
  'no answer within {0} seconds': '{0} 秒内无应答',
  'the certificate of {0} is not one of a member': '{0} 的证书不属于任何成员',
  '{0} is as it was': '{0} 已恢复原状',
  '{0} still has {1}': '{0} 上仍有 {1}',
  'its mark': '本部署的标记',

  '{0}: the script of an earlier run is still at work; waiting for its end':
    '{0}：先前一次运行的脚本仍在执行，正在等待其结束',
  'The script of an earlier run is still at work on the host and did not end in time.':
    '先前一次运行的脚本仍在主机上执行，未能及时结束。',
  'The host could not take in what was sent to it: {0}': '主机未能接收所发送的内容：{0}',
  'The script ended with status {0} before this step: {1}': '脚本在此步骤之前以状态码 {0} 结束：{1}',

  'scripts run as user {0}, not as root: log in as root or set ssh.sudo: true':
    '脚本以用户 {0} 而非 root 的身份运行：请以 root 登录，或设置 ssh.sudo: true',
  'process 1 is {0}: the services need systemd': '1 号进程是 {0}，而服务需要 systemd',
  'an unknown system': '未知系统',
  'it runs {0} {1}, and the plan needs Debian {2}: use another host or correct packages.release':
    '主机运行的是 {0} {1}，而方案要求 Debian {2}：请改用其他主机，或修正 packages.release',
  'it belongs to the deployment of plan {0} (project {1}): destroy that one from its own project folder first, or use another host':
    '主机属于方案 {0} 的部署（项目 {1}）：请先在其项目文件夹中移除该部署，或改用其他主机',
  'it belongs to the deployment of plan {0} (project {1}): destroy that one from its own project folder':
    '主机属于方案 {0} 的部署（项目 {1}）：请在其项目文件夹中移除该部署',
  '{0} on {1}': '{1} 架构的 {0}',
  'it runs {0} on {1}, and {2} is for {3}: build one for it with quorate bundle build --release {4}':
    '主机运行的是 {0}（{1}），而 {2} 适用于 {3}：请用 quorate bundle build --release {4} 为其制作离线包',
  'it needs {0}, which {1} does not hold: build it again with quorate bundle build --plan':
    '主机需要 {0}，但 {1} 中没有：请用 quorate bundle build --plan 重新制作离线包',
  'it needs PostgreSQL {0}, and {1} holds {2}: build the bundle again with quorate bundle build --plan, or correct postgres.version':
    '主机需要 PostgreSQL {0}，而 {1} 中的是 {2}：请用 quorate bundle build --plan 重新制作离线包，或更正 postgres.version',
  'Hold the packages at their versions, so that no upgrade of the system restarts the cluster':
    '保持软件包的版本，使系统升级不会重启集群',
  'the plan uses {0}, and {1} is not on the host': '方案使用 {0}，但主机上没有 {1}',
  '{0}: name the package that has it in postgres.packages, or take {1} out of the plan':
    '{0}：请在 postgres.packages 中写明提供它的软件包，或将 {1} 从方案中移除',
  '{0}: put {1} into postgres.packages, or take {2} out of the plan':
    '{0}：请将 {1} 加入 postgres.packages，或将 {2} 从方案中移除',
  'its package sources cannot be read: {0}. Check its network, its name server and its proxy, or install from a bundle (packages.source: bundle)':
    '无法读取主机的软件源：{0}。请检查其网络、域名服务器和代理，或改用离线包安装（packages.source: bundle）',
  'no package source of the host has {0}: correct postgres.packages, or name a repository that has it in packages.url':
    '主机的软件源中没有 {0}：请更正 postgres.packages，或在 packages.url 中写明提供它的软件源',
  'the installation would remove {0} from it: remove that first if nobody needs it':
    '安装会从主机移除 {0}：若无人需要，请先将其移除',
  'the installation would put {0} back to an older version: look at the pins of the host in /etc/apt/preferences.d':
    '安装会使 {0} 退回旧版本：请查看主机 /etc/apt/preferences.d 中的优先级设置',
  'the installation needs other versions of {0}, which somebody holds there: end the hold with apt-mark unhold':
    '安装需要 {0} 的其他版本，而它在主机上被设为保持（hold）：请用 apt-mark unhold 取消',
  'apt cannot install {0}: {1}. apt-get install --dry-run there says more':
    'apt 无法安装 {0}：{1}。在主机上运行 apt-get install --dry-run 可了解详情',
  "{0} of the extra repository cannot be installed on it: {1}. Take {2} out of packages.replace: the distribution's own fits":
    '额外软件源中的 {0} 无法安装到主机：{1}。请将 {2} 从 packages.replace 中移除：发行版自带的版本适用',
  'none is on offer': '未提供任何版本',
  'on offer: PostgreSQL {0}': '可提供 PostgreSQL {0}',
  'no package source of the host has PostgreSQL {0}; {1}. Correct postgres.version, or name a repository that has it in packages.url':
    '主机的软件源中没有 PostgreSQL {0}；{1}。请更正 postgres.version，或在 packages.url 中写明提供它的软件源',
  "neither the extra repository nor the host's own sources have PostgreSQL {0}; {1}. Correct postgres.version or packages.url":
    '额外的软件源和主机自身的软件源中都没有 PostgreSQL {0}；{1}。请更正 postgres.version 或 packages.url',
  '{0} If the extra repository has a newer Patroni, name it in packages.replace':
    '{0}若额外的软件源中有更新的 Patroni，请将其写入 packages.replace',
  ', PostgreSQL {0}': '，PostgreSQL 版本 {0}',
  ', system identifier {0}': '，系统标识符 {0}',
  'the data directory {0} is not empty ({1} entries such as {2}{3}{4}) and was not made by this project. It is left alone: move it away if nobody needs it, or use another host{5}':
    '数据目录 {0} 非空（有 {1} 个条目，如 {2}{3}{4}），且不是由本项目创建的。不会触碰它：若已无用请将其移走，或改用其他主机{5}',
  '{0} follows a cluster of the other region, and by the plan {1} follows nobody: move the writes with quorate dr promote and the plan as it was before, or put standbyOf back into it':
    '{0} 正跟随另一区域的集群，而按方案 {1} 不跟随任何集群：请用改动前的方案执行 quorate dr promote 来切换写入，或在方案中恢复 standbyOf',
  '{0} led {1} by itself, and by the plan {2} follows {3}: let it follow with quorate dr return':
    '{0} 曾独立主导 {1}，而按方案 {2} 应跟随 {3}：请执行 quorate dr return 使其跟随',
  '{0} runs already and was not started by this project: stop and remove it if nobody needs it, or use another host':
    '{0} 已在运行，且不是由本项目启动的：若已无用请停止并移除，或改用其他主机',
  'port {0}, which {1} needs, is taken by {2} ({3}): stop that program or give the plan another port':
    '{1} 需要的端口 {0} 已被 {2} 占用（{3}）：请停止该程序，或在方案中改用其他端口',

  'A disk of the host is full.': '主机的某个磁盘已满。',
  'Free some space (df -h shows which file system), then run again.':
    '请释放空间（df -h 可看出是哪个文件系统），然后重新运行。',
  'A disk quota of the host is used up.': '主机的磁盘配额已用尽。',
  'Raise the quota or free some space, then run again.': '请提高配额或释放空间，然后重新运行。',
  'A file system of the host is read-only, which it becomes after errors of its disk.':
    '主机的某个文件系统为只读，磁盘出错后会变成这样。',
  'Look at dmesg, repair and remount it, then run again.': '请查看 dmesg，修复并重新挂载，然后重新运行。',
  'Another program listens on a port that the service needs.': '服务所需的端口正被其他程序监听。',
  'Find it with ss -ltnp and stop it, or give the plan another port.':
    '请用 ss -ltnp 找到该程序并停止它，或在方案中改用其他端口。',
  'The address in the plan is not on this host.': '方案中的地址不在本主机上。',
  "Compare the plan's address with ip -br addr and correct the plan.":
    '请将方案中的地址与 ip -br addr 的输出对照，并修正方案。',
  'This etcd member belongs, or belonged, to another etcd cluster or was a member before.':
    '该 etcd 成员现在或曾经属于另一个 etcd 集群，或者以前曾是成员。',
  'If its data can go, run destroy for this host and deploy again; a lost member of a running cluster needs etcdctl member remove and member add.':
    '如果其数据可以舍弃，请对该主机执行 destroy 后重新部署；若是运行中集群丢失的成员，则需执行 etcdctl member remove 与 member add。',
  'This etcd member was removed from its cluster.': '该 etcd 成员已被移出其集群。',
  'Add it again with etcdctl member add, with an empty data directory.':
    '请清空数据目录，并用 etcdctl member add 重新添加。',
  'The data directory belongs to another PostgreSQL cluster than the one that etcd knows under this name.':
    '该数据目录所属的 PostgreSQL 集群，与 etcd 中以此名称登记的集群不同。',
  'Move the data directory away if it can go (Patroni then copies the leader), or give the cluster another name.':
    '如果该数据目录可以舍弃，请将其移走（随后 Patroni 会从主库复制），或为集群另取名称。',
  'Two hosts have certificates of different authorities, or one is missing.':
    '两台主机的证书出自不同的 CA，或缺少证书。',
  'An earlier version deployed this plan with one authority for members and clients: clients would also believe a stolen certificate of a member. Give clients the file that quorate secret PLAN {0} prints, then run quorate rotate PLAN certificates --own-authority.':
    '本方案由早期版本部署，成员与客户端共用一个证书颁发机构：被盗的成员证书也会得到客户端信任。请把 quorate secret PLAN {0} 输出的文件交给客户端，然后运行 quorate rotate PLAN certificates --own-authority。',
  'Deploy all hosts from the same project folder, so that all get certificates of one authority.':
    '请从同一个项目文件夹部署所有主机，使它们的证书出自同一个 CA。',
  'The clocks of the hosts differ, or a certificate has run out.': '主机之间的时钟不一致，或证书已过期。',
  'Check timedatectl on every host and set up a time service; deploying again renews certificates.':
    '请在每台主机上检查 timedatectl 并配置时间同步服务；重新部署会更新证书。',
  "A certificate does not name the host's address.": '证书中没有主机的地址。',
  'Deploy again: certificates are made anew when addresses change.': '请重新部署：地址变化时会重新签发证书。',
  'The host lacks the locale that the database is to be made with.': '主机缺少创建数据库所用的区域设置。',
  'C.UTF-8 comes with Debian: check locale -a, reinstall libc-bin.':
    'C.UTF-8 是 Debian 自带的：请检查 locale -a，并重新安装 libc-bin。',
  'A role was refused: its password differs between the members.': '某个角色被拒绝：各成员之间的密码不一致。',
  'The plan has security.tls off: there are no certificates to renew.':
    '方案中 security.tls 已关闭：没有可续期的证书。',
  '{0} are not deployed by this project': '{0} 不是由此项目部署的',
  'there is more to change: {0}': '还有其他需要更改的内容：{0}',
  'The certificates were not renewed, because the hosts are not as the plan says: {0}. Run quorate deploy first.':
    '证书没有续期，因为主机与方案不一致：{0}。请先运行 quorate deploy。',
  'Not on hold: {0}. An upgrade of the system restarts their services without a look at the other hosts.':
    '未保持（hold）：{0}。系统升级会重启它们的服务，而不顾及其他主机。',
  'Look at its journal on the host; quorate deploy starts it again.':
    '请查看该主机上的服务日志；quorate deploy 会再次启动它。',
  'Run quorate deploy: it puts them back on hold, and restarts nothing for that.':
    '请运行 quorate deploy：它会重新保持（hold）这些软件包，且不会为此重启任何服务。',
  'Run quorate rotate PLAN certificates, or deploy: both renew them without a restart of PostgreSQL.':
    '请运行 quorate rotate PLAN certificates，或再次部署：两者都会续期证书，且不重启 PostgreSQL。',
  '{0} on {1} has ended on {2}: new connections with it are refused.':
    '{1} 上的 {0} 已于 {2} 到期：使用它的新连接会被拒绝。',
  '{0} on {1} ends on {2}, in {3} days: from then on new connections with it are refused.':
    '{1} 上的 {0} 将于 {2} 到期，还有 {3} 天：此后使用它的新连接会被拒绝。',
  'A member connected to another one without its certificate.': '某个成员连接另一个成员时没有出示其证书。',
  'Deploy again: certificates are written anew where they are missing.': '请再次部署：缺少的证书会重新写入。',
  'The access rules of PostgreSQL do not know the address that a connection came from.':
    'PostgreSQL 的访问规则中没有该连接的来源地址。',
  'Deploy again: the rules follow the addresses that hosts have now. If it stays, something between the hosts changes addresses: compare the one in the line with ip -br addr there.':
    '请再次部署：规则会跟随各主机当前的地址。如果问题依旧，说明主机之间有设备改写了地址：请将该行中的地址与来源主机上 ip -br addr 的输出进行比较。',
  'Deploy all members from the same project folder; the secrets store must be the one that made the cluster.':
    '请从同一个项目文件夹部署所有成员；密钥库必须是创建该集群时所用的那一个。',
  'A data directory holds something already.': '某个数据目录中已有内容。',
  'Move it away if nobody needs it, then run again.': '若已无用请将其移走，然后重新运行。',
  'The data directory has the wrong owner or permissions.': '数据目录的属主或权限不正确。',
  'It must belong to postgres with mode 0700: chown and chmod it.':
    '它必须属于 postgres 且权限为 0700：请用 chown 与 chmod 修正。',
  'Another program installs packages on the host.': '主机上有其他程序正在安装软件包。',
  'Wait for it (unattended-upgrades, a person with apt) and run again.':
    '请等待其结束（unattended-upgrades，或有人在使用 apt），然后重新运行。',
  'An earlier installation was interrupted.': '先前的一次安装被中断。',
  'Run again: the interrupted installation is completed first. If that fails, dpkg --configure -a shows why.':
    '请重新运行：会先完成被中断的安装。若仍失败，dpkg --configure -a 会显示原因。',
  'The installation would change what others on the host need.': '安装会改动主机上其他程序所需的内容。',
  'Remove the packages that the line names if nobody needs them, end their hold, or use another host; then run again.':
    '若该行所列软件包无人需要，请将其移除或取消其保持（hold）状态，或改用其他主机，然后重新运行。',
  'PostgreSQL is to load a library that no installed package brings.':
    'PostgreSQL 要加载的库不在任何已安装的软件包中。',
  'Name the package that has it in postgres.packages (such as postgresql-{version}-cron), or take it out of shared_preload_libraries.':
    '请在 postgres.packages 中写明提供它的软件包（例如 postgresql-{version}-cron），或将其从 shared_preload_libraries 中移除。',
  'An extension is to be made that no installed package brings.': '要创建的扩展不在任何已安装的软件包中。',
  'Name the package that has it in postgres.packages (such as postgresql-{version}-cron), or take the extension out of the plan.':
    '请在 postgres.packages 中写明提供它的软件包（例如 postgresql-{version}-cron），或将该扩展从方案中移除。',
  "A package is not in the host's package source, or fits not with what is installed.":
    '主机的软件源中没有某个软件包，或它与已安装的内容冲突。',
  'Check the apt sources (apt-get update) or the bundle: it must be for the release of the host.':
    '请检查 apt 软件源（apt-get update）或离线包：它必须与主机的发行版相符。',
  'The host cannot reach its package source or resolve a name.': '主机无法连接其软件源，或无法解析名称。',
  "Check the host's network and DNS, or install from a bundle (packages.source: bundle).":
    '请检查主机的网络与 DNS，或改用离线包安装（packages.source: bundle）。',
  'A package source is not signed by a key that the host trusts, or changed while it was read.':
    '软件源的签名密钥不受主机信任，或在读取期间发生了变化。',
  'Update the keys of the source, run apt-get update, then run again.':
    '请更新软件源的密钥，执行 apt-get update，然后重新运行。',
  'The host has too little memory for its settings.': '对现有设置而言，主机内存不足。',
  'Use the template tiny, lower shared_buffers or max_connections, or give the host more memory.':
    '请使用 tiny 模板，调低 shared_buffers 或 max_connections，或增加主机内存。',
  'The watchdog is required and no watchdog device can be used.': '要求使用看门狗，但没有可用的看门狗设备。',
  'Load softdog and check /dev/watchdog, or set patroni.watchdog to automatic or off.':
    '请加载 softdog 并检查 /dev/watchdog，或将 patroni.watchdog 设为 automatic 或 off。',
  'A security module (AppArmor, SELinux) forbids what the service does.':
    '安全模块（AppArmor、SELinux）禁止了服务的操作。',
  'Look at the denied access in the journal and allow it.': '请在日志中查看被拒绝的访问，并予以放行。',
  'A service or script may not read or write something.': '某个服务或脚本没有读写权限。',
  'Check owner and mode of the path in the line, and that scripts run as root.':
    '请检查该行中路径的属主与权限，并确认脚本以 root 身份运行。',
  'A Python module that Patroni needs is missing.': '缺少 Patroni 需要的 Python 模块。',
  'Install python3-etcd, or run again to let the packages be completed.':
    '请安装 python3-etcd，或重新运行以补全软件包。',
  'A service refuses its configuration.': '某个服务拒绝其配置。',
  'The line names the setting: correct it in the plan (postgres.parameters holds what goes to PostgreSQL).':
    '该行指出了是哪项设置：请在方案中修正（交给 PostgreSQL 的设置位于 postgres.parameters）。',
  "The disk under etcd's data is too slow for its timing.": '存放 etcd 数据的磁盘过慢，达不到其时序要求。',
  'Use a faster disk for /var/lib/etcd, or longer etcd heartbeat and election times.':
    '请为 /var/lib/etcd 换用更快的磁盘，或加大 etcd 的心跳间隔与选举超时。',
  'The etcd members cannot reach each other: a firewall, a host that is down, or a wrong address.':
    'etcd 成员之间无法互通：可能是防火墙、主机停机或地址有误。',
  'Check that the etcd ports are open between all hosts with etcd (2379 and 2380 by default).':
    '请确认所有 etcd 主机之间的 etcd 端口均已放行（默认为 2379 与 2380）。',
  'A name in the plan does not resolve on the host.': '方案中的某个名称在主机上无法解析。',
  'Give addresses in the plan, or make the name known to every host.':
    '请在方案中填写地址，或让每台主机都能解析该名称。',

  '{0}: {1} is at work on it since {2} ({3}, process {4}) and showed itself {5} s ago. Wait for that run to end: once it is silent for {6} s its lock counts no more. If you know that it is gone, run again with --take-lock.':
    '{0}：{1} 自 {2} 起正在操作它（{3}，进程 {4}），{5} 秒前曾有活动。请等待那次运行结束：若其静默满 {6} 秒，锁即失效。若确知它已终止，可加 --take-lock 重新运行。',
  '{0}: the lock could not be written, since scripts run as user {1} there: log in as root or set ssh.sudo: true.':
    '{0}：脚本以用户 {1} 运行，无法写入锁：请以 root 登录，或设置 ssh.sudo: true。',
  '{0}: the lock could not be written, since {1} is mounted read-only: look at dmesg for the disk that failed, and mount it writable again.':
    '{0}：{1} 以只读方式挂载，无法写入锁：请在 dmesg 中查看出错的磁盘，并重新以可写方式挂载。',
  '{0}: the lock could not be written, since the disk under {1} is full ({2} KiB and {3} inodes free): make room there and run again.':
    '{0}：{1} 所在磁盘已满（剩余 {2} KiB、{3} 个 inode），无法写入锁：请先腾出空间再重新运行。',
  '{0}: the lock could not be written into {1}, which has room and is writable: somebody else may have taken and given it back just now. Run again.':
    '{0}：无法在 {1} 中写入锁，而那里有空间且可写：可能刚有他人取得并释放了锁。请重新运行。',
  "{0}: its lock is not this run's any more: it was silent for too long, and another run took it over. Wait for that one, then run this again.":
    '{0}：锁已不属于本次运行：因静默过久，已被另一次运行接管。请等待那次运行结束，再重新运行。',
  '{0}: "{1}" did not work': '{0}：“{1}”未成功',
  'The log of this run is full ({0} MiB): what hosts print from here on is not kept.':
    '本次运行的日志已满（{0} MiB）：此后主机输出的内容不再保留。',
  '{0} entries were left out of this log.': '此日志省略了 {0} 条记录。',
  '{0}: "{1}" did not work: {2}. Mend the cause, then run this again: what was done stays done.':
    '{0}：“{1}”未能完成：{2}。请排除原因后重新运行：已完成的部分会保留。',
  'Hand over to {0}': '移交给 {0}',
  'Patroni said that {0} leads {1}, and {2} s later it does not: look at its journal on the host (journalctl -u patroni), and at quorate status.':
    'Patroni 称 {0} 已成为 {1} 的主库，但 {2} 秒后并非如此：请在该主机上查看其日志（journalctl -u patroni），并运行 quorate status。',
  'Stop {0} on {1}': '停止 {1} 上的 {0}',
  'Let {0} follow nobody': '让 {0} 不再跟随任何集群',
  'Let {0} keep WAL for {1}': '让 {0} 为 {1} 保留 WAL',
  'Start etcd on {0}': '启动 {0} 上的 etcd',
  'Tell {0} to follow {1}': '让 {0} 跟随 {1}',
  'Start Patroni on {0}': '启动 {0} 上的 Patroni',
  'Empty the data directory on {0}': '清空 {0} 上的数据目录',
  'Copy {0} anew from {1}': '从 {1} 重新复制 {0}',
  '{0} was left out: nothing is said of it': '{0} 已被排除在外：不对其作出判断',
  'The plan has no host {0} that could be left out; it has {1}.': '方案中没有可排除的主机 {0}；现有主机：{1}。',
  'All hosts of the plan are left out: none is left to work on.': '方案中的主机全部被排除：没有可操作的主机。',
  'it was left out when the deployment was removed ({0}) and still holds all of it: its etcd and its data would meet a new cluster of the same name. Finish the removal first, with the host: quorate destroy':
    '移除部署时（{0}）它被排除在外，原有内容仍全部保留：其 etcd 与数据会遇到同名的新集群。请先连同该主机完成移除：quorate destroy',
  'without {0} only {1} of the {2} etcd members of {3} are left, and {4} are needed for a majority. Bring {5} back first; when that cannot be, the runbook says how a majority is recovered':
    '排除 {0} 后，{3} 的 {2} 个 etcd 成员只剩 {1} 个，而多数需要 {4} 个。请先恢复{5}；若无法恢复，请按运维手册恢复多数',
  'one of them': '其中之一',
  'of the etcd members of {0} that are left only {1} of {2} have their data: the others would make a second etcd cluster of the same name beside the one that {3} may hold. Bring {4} back first':
    '{0} 剩余的 etcd 成员中，{2} 个里只有 {1} 个保有数据：其余成员会另建一个同名 etcd 集群，与 {3} 可能保有的集群并存。请先恢复 {4}',
  "it may be alive: by etcd's leader key {0} leads {1}. If its host is dead, wait until another member leads (quorate status); if it lives, hand over first (quorate switchover) or do not leave it out":
    '它可能仍在运行：按 etcd 中的主库键，{0} 是 {1} 的主库。若其主机已宕机，请等待其他成员成为主库（quorate status）；若仍在运行，请先切换（quorate switchover），或不要排除它',
  'only {0} can have the data of {1}, which no other host has: without it a new, empty cluster of the same name would be made. Bring {2} back first':
    '{1} 的数据只可能在 {0} 上，其他主机都没有：缺少它会建立一个同名的空集群。请先恢复 {2}',
  'left out, it would come back as {0} by itself: {1} have a majority of its {2} etcd members. Bring it back and remove it with the others, or install its system anew: then there is nothing to leave out':
    '若被排除，它恢复后会自行成为 {0}：{1} 占其 {2} 个 etcd 成员的多数。请先恢复它并与其他主机一起移除，或重装其系统：届时便无需排除',
  'its services, files, packages and data are still there. Alone it forms no cluster, since the rest of its etcd is gone. When it is back, run the removal again: it takes away what is left there. Until then nothing can be deployed':
    '其服务、文件、软件包和数据仍在。它无法单独组成集群，因为其余 etcd 成员已不存在。主机恢复后请再次执行移除，以清除那里的残留；在此之前不能部署',
  '{0} was left out of what was deployed, since {1} by {2}: it may differ from the plan. When it is back, deploy again without leaving it out.':
    '自 {1} 起，{0} 被 {2} 排除在部署之外：它可能与方案不一致。主机恢复后，请不再排除它，重新部署。',
  '{0} was left out when the deployment was removed, {1} by {2}: {3}.': '移除部署时，{0} 被排除在外（{1}，{2}）：{3}。',
  'The plan has no member {0} that could lead; it has {1}.': '方案中没有可成为主库的成员 {0}；现有成员：{1}。',
  'Say with --cluster which cluster is meant; the plan has {0}.': '请用 --cluster 指明集群；方案中有：{0}。',
  'A {0} of this plan is under way. Wait for its end or stop it first.':
    '本方案的{0}正在进行。请等待其结束，或先停止它。',
  'This run is not known any more: the program was started anew, or a later run took its place.':
    '已找不到这次运行：程序已重新启动，或已被后来的运行取代。',
  preflight: '预检',
  rehearsal: '预演',
  deploy: '部署',
  destroy: '移除',

  'The plan has no cluster {0} with members {1} and {2}.': '方案中没有包含成员 {1} 与 {2} 的集群 {0}。',
  'Nobody leads {0}, not {1}: look at it again before changing it.':
    '{0} 当前没有主库，{1} 也不是：请先重新查看，再做更改。',
  '{0} leads {1}, not {2}: look at it again before changing it.':
    '{1} 当前的主库是 {0}，而不是 {2}：请先重新查看，再做更改。',
  '{0} (no answer)': '{0}（无应答）',
  '{0} (status {1})': '{0}（状态码 {1}）',
  '{0} did not tell its state: {1}. {2} Log in and look at its load, its disk and its process limits, then run again.':
    '{0} 未能报告其状态：{1}。{2} 请登录查看其负载、磁盘与进程数限制，然后重新运行。',
  'packages.source is bundle, but packages.file names no bundle: make one with quorate bundle build and name it there.':
    'packages.source 为 bundle，但 packages.file 未指定离线包：请用 quorate bundle build 制作，并在该处填写。',

  'The plan has errors, so no host was touched:': '方案存在错误，因此未触碰任何主机：',
  '{0} is held by process {1} on {2}. Wait until that program is done with this project, or end it, and try again. If that computer is gone, its lock counts no more after {3} s.':
    '{0} 正被 {2} 上的进程 {1} 占用。请等待该程序用完此项目，或结束它，然后重试。若那台计算机已不在，其锁在 {3} 秒后失效。',
  '{0} was changed by another program since it was opened here. Open the project again to see that change; what you changed since is not written.':
    '{0} 在此处打开之后被其他程序修改过。请重新打开项目以查看该修改；您此后的更改没有写入。',
  'A project cannot be called {0}: {1}.': '项目不能命名为 {0}：{1}。',
  'There is no project {0} in {1}.': '{1} 中没有项目 {0}。',
  'There is a project {0} already. Choose another name.': '项目 {0} 已存在。请换一个名称。',
  '{0} cannot be used: {1}. Check its permissions and the space on its disk.':
    '{0} 不可用：{1}。请检查其权限与磁盘空间。',
  'The plan file {0} cannot be opened: {1}': '无法打开方案文件 {0}：{1}',
  '{0} is not a file; give the path of a plan file.': '{0} 不是文件，请给出方案文件的路径。',
  'The plan file {0} has {1} bytes; at most {2} are read. Is it a plan file?':
    '方案文件 {0} 有 {1} 字节，最多只读取 {2} 字节。它确实是方案文件吗？',
  'The plan file {0} is not UTF-8 text. Save it as UTF-8.': '方案文件 {0} 不是 UTF-8 文本，请以 UTF-8 保存。',
  'The secrets of this project ({0}) are encrypted. Set QUORATE_SECRETS_KEY to their passphrase and try again.':
    '本项目的密钥库（{0}）已加密。请将 QUORATE_SECRETS_KEY 设为其口令后重试。',
  'The secrets in {0} cannot be decrypted: QUORATE_SECRETS_KEY is not their passphrase, or the file was changed.':
    '无法解密 {0} 中的密钥库：QUORATE_SECRETS_KEY 不是其口令，或文件已被改动。',
  'The plan has no host {0}. Save it and try again.': '方案中没有主机 {0}。请保存方案后重试。',
  'Join the etcd cluster: as a learner, then with a vote': '加入 etcd 集群：先作为 learner，再获得投票权',
  'Note the new list of etcd members, which needs no restart': '记录新的 etcd 成员列表，无需重启',
  'Take {0} out of the etcd cluster': '将 {0} 移出 etcd 集群',
  'Forget the member {0}': '清除成员 {0} 的记录',
  'Remove the data and files of {0}': '删除 {0} 的数据和文件',
  '{0} leaves: its services stop, and everything that was deployed there is removed':
    '{0} 离开：停止其服务，并删除那里部署的一切',
  '{0} gives up {1}': '{0} 不再承担 {1}',
  'Taking the hosts that are gone out of etcd': '将已失效的主机移出 etcd',
  'Bringing what is new, beside what is to leave': '在离开的部分仍在时引入新的部分',
  '{0} leads {1} and is not to lead any more, and no other member that follows could take over. Bring another member to follow first (quorate status), then run again':
    '{0} 是 {1} 的主库且不应继续担任，但没有其他跟随的成员可以接管。请先让另一个成员跟随（quorate status），然后重新运行',
  'Handing over to {0}': '交接给 {0}',
  'Restart the etcd member on its new port for the other members': '在供其他成员使用的新端口上重启 etcd 成员',
  'its etcd member moves to another port by this plan, and hosts, members or services leave by it as well: deploy the port first, with everything else still in the plan, and the rest afterwards':
    '按此方案，其 etcd 成员改用其他端口，同时又有主机、成员或服务离开：请先只部署端口的更改，其余保持在方案中，之后再部署其他更改',
  'Restart Patroni and PostgreSQL of {0}, which leads, on their new ports: writes stop until it is back':
    '在新端口上重启主库 {0} 的 Patroni 与 PostgreSQL：在其恢复之前写入停止',
  'Restart Patroni and PostgreSQL of {0} on their new ports': '在新端口上重启 {0} 的 Patroni 与 PostgreSQL',
  'its member moves to other ports by this plan, and hosts, members or services leave by it as well: deploy the ports first, with everything else still in the plan, and the rest afterwards':
    '按此方案，其成员改用其他端口，同时又有主机、成员或服务离开：请先只部署端口的更改，其余保持在方案中，之后再部署其他更改',
  'Bringing everything but the ports of members to what the plan says': '使成员端口以外的一切符合方案',
  '{0} has no leader, and {1} moves to its new ports only where somebody leads: look at quorate status, then run again.':
    '{0} 没有主库，而 {1} 只有在有主库时才能迁移到新端口：请查看 quorate status，然后重新运行。',
  'Patroni of {0} has restarted with its new ports, and the host says that it still listens on others: look at its journal there (journalctl -u patroni), then run again.':
    '{0} 的 Patroni 已用新端口重启，但主机显示它仍在其他端口上监听：请查看那里的日志（journalctl -u patroni），然后重新运行。',
  '{0} moves to its new ports: Patroni and PostgreSQL restart there':
    '{0} 迁移到新端口：Patroni 与 PostgreSQL 在那里重启',
  '{0} leads {1} and has to restart on other ports, and no other member that follows could take over meanwhile. Bring another member to follow first (quorate status), then run again':
    '{0} 是 {1} 的主库且必须在其他端口上重启，但没有其他跟随的成员可以在此期间接管。请先让另一个成员跟随（quorate status），然后重新运行',
  '{0} leads': '{0} 成为主库',
  'Patroni said that {0} leads, and {1} s later it does not: look at its journal on the host (journalctl -u patroni), and at quorate status.':
    'Patroni 称 {0} 已成为主库，但 {1} 秒后仍不是：请查看该主机上的日志（journalctl -u patroni）和 quorate status。',
};
