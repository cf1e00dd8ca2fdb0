/** What goes wrong with an inventory, an export, a bundle or a lab, by the English templates. */
export const problemPhrases: Readonly<Record<string, string>> = {
  'the plan has no host {0}: add it under hosts, or correct the name':
    '方案中没有主机 {0}：请在 hosts 下添加，或更正名称',
  'HAProxy on host {0} could serve {1} clusters, and its ports belong to one: put HAProxy on hosts with a member, or leave it out here':
    '主机 {0} 上的 HAProxy 可为 {1} 个集群服务，但其端口只属于一个集群：请把 HAProxy 放在有成员的主机上，或在此处去掉',
  'The inventory has no cluster: a Pigsty inventory has groups with pg_cluster, an autobase inventory has the group master.':
    '清单中没有集群：Pigsty 清单应有带 pg_cluster 的组，autobase 清单应有 master 组。',
  'The inventory does not make a plan: {0}': '无法由该清单生成方案：{0}',
  '{0}: neither a plan ("quorate: 1"), nor a Pigsty inventory (groups with pg_cluster), nor an autobase inventory (the group master).':
    '{0}：既不是方案（"quorate: 1"），也不是 Pigsty 清单（带 pg_cluster 的组）或 autobase 清单（master 组）。',
  'Member {0} is on the host {1}, which the plan does not have.': '成员 {0} 位于主机 {1}，而方案中没有该主机。',
  '{0} names hosts by IPv4 address, and {1} has {2}; give its IPv4 address.':
    '{0} 以 IPv4 地址标识主机，而 {1} 的地址是 {2}；请填写其 IPv4 地址。',
  'The address {0} of {1} is no IPv4, IPv6 or host name.': '{1} 的地址 {0} 既不是 IPv4、IPv6 地址，也不是主机名。',
  'The bundle could not be built on {0} (exit status {1}): {2}': '无法在 {0} 上构建离线包（退出状态 {1}）：{2}',
  'The packages could not be installed in the {0} image (exit {1}): {2}':
    '无法在 {0} 镜像中安装软件包（退出状态 {1}）：{2}',
  '{0} cannot be opened ({1}): give the path of a bundle file': '无法打开 {0}（{1}）：请填写离线包文件的路径',
  '{0} cannot be written: {1}': '无法写入 {0}：{1}',
  '{0} would be written outside {1}; correct the names in the plan.': '{0} 会被写到 {1} 之外；请更正方案中的名称。',
  'Host {0} of lab {1} did not come up. The end of {2}: {3}': '实验环境 {1} 的主机 {0} 未能启动。{2} 的末尾：{3}',
  'The {0} image could not be built from {1}: {2}': '无法由 {1} 构建 {0} 镜像：{2}',
  'The lab {0} is there, with the hosts {1}. Choose another name, or take it down first.':
    '实验环境 {0} 已存在，主机为 {1}。请换一个名称，或先将其拆除。',
  'The lab {0} is there, but these hosts are off: {1}. Power them on, or take the lab down.':
    '实验环境 {0} 已存在，但这些主机已断电：{1}。请给它们通电，或拆除该实验环境。',
  'The lab needs {0}.': '实验环境需要 {0}。',
  'The lab needs {0}. Install with: apt-get install -y --no-install-recommends {1}.':
    '实验环境需要 {0}。安装命令：apt-get install -y --no-install-recommends {1}。',
  'Linux (this is {0})': 'Linux（本机为 {0}）',
  "root (mounts, bridges and machines are the superuser's)": 'root 权限（挂载、网桥和虚拟机都需要超级用户）',
  'a mounted cgroup2 hierarchy': '已挂载的 cgroup2 层级',
  '{0} could not be started: {1}': '无法启动 {0}：{1}',
  '{0} ended with {1}: {2}': '{0} 以状态 {1} 结束：{2}',
};
