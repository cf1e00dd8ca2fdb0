/** Why a host or a service does not answer, by its English template. */
export const healthPhrases: Readonly<Record<string, string>> = {
  '{0} {1}': '{0}{1}',
  'Port {0} of {1} refuses connections: the host is up, its sshd is not.':
    '{1} 的端口 {0} 拒绝连接：主机在线，但 sshd 未运行。',
  "Start sshd on the host's console (systemctl start ssh), or correct the port in the plan. The cluster itself may run on.":
    '请在主机控制台上启动 sshd（systemctl start ssh），或更正方案中的端口。集群本身可能仍在正常运行。',
  'There is no route to {0}.': '没有通往 {0} 的路由。',
  'Check that the host has power, then its network. It joins again by itself.':
    '请先确认主机已通电，再检查其网络。恢复后会自动重新加入。',
  'Nothing answers at {0} port {1}.': '{0} 的端口 {1} 没有任何应答。',
  'Check that the host has power, then the network and firewalls up to it. It joins again by itself.':
    '请先确认主机已通电，再检查途中的网络与防火墙。恢复后会自动重新加入。',
  'Port {0} of {1} accepts connections, but no login is done in time.': '{1} 的端口 {0} 接受连接，但登录未能及时完成。',
  'The host is overloaded, or its disk does not answer: look at its load on its console.':
    '主机过载，或其磁盘无响应：请在控制台上查看其负载。',
  'The sshd of {0} closes connections before the login.': '{0} 的 sshd 在登录之前就关闭了连接。',
  'Look at its load and its journal (journalctl -u ssh), and at MaxStartups in its sshd_config.':
    '请查看其负载与日志（journalctl -u ssh），以及其 sshd_config 中的 MaxStartups。',
  'The connection to {0} stands, but no answers come.': '与 {0} 的连接尚在，但没有应答。',
  'It is being connected to anew. Check that the host has power, then its network and its load.':
    '正在重新连接。请先确认主机已通电，再检查其网络与负载。',
  'The connection to {0} was lost.': '与 {0} 的连接已中断。',
  'It is being connected to anew. Check that the host has power, then its network.':
    '正在重新连接。请先确认主机已通电，再检查其网络。',
  'The name {0} has no address.': '名称 {0} 没有对应的地址。',
  'Correct it in the plan, or look at the name service of this machine.': '请在方案中更正，或检查本机的域名解析。',
  '{0} shows another host key than the recorded one.': '{0} 出示的主机密钥与记录的不同。',
  "Nothing was sent to it: somebody may be in between. If the host was installed anew, remove its line from the project's known_hosts and test its login again.":
    '没有向它发送任何内容：可能有人介于其间。若主机已重新安装，请删除项目 known_hosts 中的对应行，然后重新测试登录。',
  'The host key of {0} is not confirmed yet.': '{0} 的主机密钥尚未确认。',
  'Test its login on the page of the hosts, and compare the fingerprint there.':
    '请在主机页面上测试登录，并核对那里显示的指纹。',
  '{0} refuses the login.': '{0} 拒绝登录。',
  'Check the user and the key in the plan, and ~/.ssh/authorized_keys on the host.':
    '请检查方案中的用户与密钥，以及主机上的 ~/.ssh/authorized_keys。',
  '{0} could not be asked.': '无法询问 {0}。',
  'Test its login on the page of the hosts: it says more.': '请在主机页面上测试登录，那里会给出更多信息。',
  'Its port refuses connections: the service does not run.': '其端口拒绝连接：服务未运行。',
  'See journalctl -u {0} on {1}, then start it: systemctl start {2}.':
    '请在 {1} 上查看 journalctl -u {0}，然后启动服务：systemctl start {2}。',
  'It accepts connections, but does not answer in time.': '它接受连接，但未能及时应答。',
  'Look at the load and the disk of {0}, and at journalctl -u {1} there.':
    '请查看 {0} 的负载与磁盘，以及那里的 journalctl -u {1}。',
  'What answers there is not what this plan expects: its certificate, its password or its form.':
    '那里的应答与本方案不符：证书、密码或格式不对。',
  'See journalctl -u {0} on {1}. Another program on that port, or the secrets of another project, look like this.':
    '请在 {1} 上查看 journalctl -u {0}。该端口被其他程序占用，或用了另一个项目的密钥，都会如此。',
  'It could not be asked.': '无法询问它。',
  'See journalctl -u {0} on {1}.': '请在 {1} 上查看 journalctl -u {0}。',
  'nothing of it runs': '其中没有任何服务在运行',
  '{0} runs there, outside of every cluster': '{0} 仍在那里运行，但不属于任何集群',
  'its PostgreSQL takes writes, which nobody else gets': '它的 PostgreSQL 接受写入，而其他主机得不到这些写入',
  'it has no vote in etcd and no copy of what is written': '它在 etcd 中没有投票权，也得不到写入数据的副本',
  'it has no vote in etcd, and receives from {0} what is written': '它在 etcd 中没有投票权，但仍从 {0} 接收写入的数据',
  '{0} ({1}) left the plan and is back with what was deployed there: {2}; {3}':
    '{0}（{1}）已离开方案，现带着原先部署的内容重新出现：{2}；{3}',
  'Run quorate deploy PLAN: it cleans the host, and touches no other for that':
    '请运行 quorate deploy PLAN：它会清理该主机，且不会为此改动其他主机',
  'an unknown address': '未知地址',
  '{0} at {1} is a member of {2} ({3}) and not in the plan: Patroni may promote it':
    '位于 {1} 的 {0} 是 {2} 的成员（{3}），但不在方案中：Patroni 可能将其提升为主库',
  'Put it into the plan, or take it out: quorate deploy PLAN does so where it was deployed from here, and says what to do where it was not':
    '请将其写入方案或将其移出：若它由此处部署，quorate deploy PLAN 会将其移出；否则该命令会说明应如何处理',
  'quorate deploy PLAN puts it right, or quorate drift PLAN --take takes it into the plan':
    'quorate deploy PLAN 会将其纠正，quorate drift PLAN --take 则将其纳入方案',
  'quorate deploy PLAN puts it right': 'quorate deploy PLAN 会将其纠正',
  '{0} is missing on {1}': '{1} 上缺少 {0}',
  '{0} on {1} is not as the plan has it': '{1} 上的 {0} 与方案不一致',
  'quorate deploy PLAN --dry-run shows the difference, and quorate deploy PLAN puts it right':
    'quorate deploy PLAN --dry-run 会显示差异，quorate deploy PLAN 会将其纠正',
  '{0} on {1} belongs to {2}, and by the plan to {3}': '{1} 上的 {0} 属于 {2}，而按方案应属于 {3}',
  "{0} of {1} is {2} in Patroni's dynamic configuration, and by the plan {3}":
    '{1} 的 {0} 在 Patroni 动态配置中为 {2}，而按方案应为 {3}',
  "{0} of {1} is {2} in Patroni's dynamic configuration, and the plan says nothing of it":
    '{1} 的 {0} 在 Patroni 动态配置中为 {2}，而方案未提及它',
  'quorate drift PLAN --take takes it into the plan, and patronictl edit-config takes it away; a deployment leaves it alone':
    'quorate drift PLAN --take 会将其纳入方案，patronictl edit-config 可将其移除；部署不会改动它',
  '{0} on {1} is still {2}: its new value waits for a restart': '{1} 上的 {0} 仍为 {2}：新值需重启后生效',
  'quorate deploy PLAN restarts the members, one after the other': 'quorate deploy PLAN 会逐个重启成员',
  'Nothing of {0} can be taken into the plan: no difference that was found has a place in it.':
    '{0} 都无法纳入方案：所发现的不同之处在方案中都没有对应的字段。',
  'Nothing of {0} can be taken into the plan. What can: {1}.': '{0} 都无法纳入方案。可以纳入的有：{1}。',
  'The hosts have several values of {0}: write the one that is to be into the plan. Nothing was taken.':
    '各主机上 {0} 的值不一致：请将应采用的值写入方案。未纳入任何内容。',
  'The plan would not be valid with what the hosts have, and nothing was taken:':
    '若采用主机上的内容，方案将无效，因此未纳入任何内容：',
  '{0} was set on {1} with ALTER SYSTEM, which wins over the plan': '{1} 上的 {0} 由 ALTER SYSTEM 设置，优先于方案',
  '{0} was set to {1} on {2} with ALTER SYSTEM, which wins over the plan':
    '{2} 上的 {0} 由 ALTER SYSTEM 设为 {1}，优先于方案',
  'If it is to stay, quorate drift PLAN --take takes it into the plan; then on {0}: {1}. A deployment leaves it alone':
    '若要保留，可用 quorate drift PLAN --take 将其纳入方案，然后在 {0} 上执行：{1}。部署不会改动它',
  '{0} at {1} is a member of the etcd of {2} and not in the plan: it has a vote':
    '位于 {1} 的 {0} 是 {2} 所在 etcd 的成员，但不在方案中：它有投票权',
  '{0} is {1} on {2}, and {3} on {4}': '{0} 在 {2} 上为 {1}，在 {4} 上为 {3}',
  'quorate upgrade PLAN brings all hosts to the newest version on offer':
    'quorate upgrade PLAN 会将所有主机升级到可用的最新版本',
};
