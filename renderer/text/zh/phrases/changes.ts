/** Differences between a plan and what was deployed. */
export const changePhrases: Readonly<Record<string, string>> = {
  'a new deployment, which keeps no data: dump the databases, run quorate destroy with the old plan, deploy, and load the dump':
    '重新部署，且不保留数据：导出数据库，用旧方案运行 quorate destroy，部署，再导入数据',
  'Note what was deployed': '记录已部署的内容',
  'the cluster {0} was deployed, and the plan no longer has it: its members would run on. Put it back; a deployment without it is {1}':
    '集群 {0} 已部署，而方案中不再有它：其成员会继续运行。请把它写回方案；不含它的部署需要{1}',
  'the cluster {0} is new: it is made beside the others': '集群 {0} 是新的：它会在其他集群旁边建立',
  'the cluster {0} is new: it copies {1} and follows it': '集群 {0} 是新的：它会复制 {1} 并跟随它',
  'the cluster {0} is new, and {1} holds the data of another cluster: give it hosts that hold none':
    '集群 {0} 是新的，而 {1} 存有另一个集群的数据：请为它指定没有数据的主机',
  'the standby cluster {0} goes, with its hosts and its data: {1} runs on, and nothing follows it there any more':
    '备用集群 {0} 将连同其主机和数据一起移除：{1} 继续运行，那里不再有集群跟随它',
  'the standby cluster {0} was deployed, and the plan no longer has it, but keeps {1}, which holds its data: take these hosts out as well and deploy, then add them again where they belong now':
    '备用集群 {0} 已部署，而方案中不再有它，却保留了存有其数据的 {1}：请把这些主机也移出方案并部署，然后再把它们加到新的位置',
  '{0} leads {1} by itself and takes writes: they would be lost with it. Put the cluster back into the plan, and look at quorate status':
    '{0} 自行领导 {1} 并接受写入：移除集群会丢失这些写入。请把该集群放回方案，并查看 quorate status',
  'the cluster was deployed as {0}, and the plan calls it {1}: under another name Patroni would make a new, empty one. Put name: {2} back; another name needs {3}':
    '集群以 {0} 为名部署，而方案称它为 {1}：换了名称，Patroni 会新建一个空集群。请恢复 name: {2}；换名称需要{3}',
  "this plan was deployed to {0}, and its hosts are others now: a second deployment would leave the first one running. Put the old hosts back and run quorate destroy first. If those hosts no longer exist, remove deployed.yaml from the project's folder, then run again":
    '此方案曾部署到 {0}，而现在的主机不同：再次部署会让先前的部署继续运行。请先恢复旧主机并运行 quorate destroy。如果那些主机已不存在，请从项目文件夹中删除 deployed.yaml，然后重新运行',
  'the etcd member of {0} was started with the members {1}, and the plan has {2}: members of two lists make two clusters. Put hosts, addresses and the roles with etcd back as they were; other members need {3}':
    '{0} 的 etcd 成员以成员 {1} 启动，而方案中是 {2}：两份成员列表会形成两个集群。请恢复主机、地址和带 etcd 的角色；更换成员需要{3}',
  '{0} is in one etcd cluster with {1}, and by the plan it would be with {2}: put its site, the roles of the sites and the topology back as they were':
    '{0} 与 {1} 同属一个 etcd 集群，而按方案它将与 {2} 在一起：请恢复它的站点、站点的角色和拓扑',
  'Take {0} out of the plan': '请从方案中移除 {0}',
  'Leave etcd out of its roles: roles: [{0}]': '请从它的角色中去掉 etcd：roles: [{0}]',
  '{0} would become a member of etcd, and the etcd of this deployment runs already on {1}: new members that start by themselves make a second cluster, and then two primaries. {2}. No procedure adds members yet; other members need {3}':
    '{0} 将成为 etcd 成员，而此部署的 etcd 已在 {1} 上运行：自行启动的新成员会形成第二个集群，进而出现两个主库。{2}。尚无流程可增加成员；更换成员需要{3}',
  'there are {0} etcd clusters where there must be one: {1}. Each can have a primary of its own. Decide which side\'s data counts, stop Patroni and etcd on the other (systemctl stop patroni etcd), then follow "Two members take writes (split brain)" and "An etcd member is lost" in the runbook (quorate export --format runbook)':
    '本应只有一个 etcd 集群，却有 {0} 个：{1}。每一个都可能有自己的主库。请决定以哪一侧的数据为准，停止另一侧的 Patroni 和 etcd（systemctl stop patroni etcd），然后按运维手册（quorate export --format runbook）中关于脑裂和 etcd 成员丢失的章节操作',
  'cluster {0} on {1}': '{1} 上的集群 {0}',
  'the etcd member at {0} is called {1}, and the plan calls another host so: give {2} and {3} names that no member of etcd has, and deploy, before a name is used again':
    '{0} 上的 etcd 成员名为 {1}，而方案把这个名称给了另一台主机：请先给 {2} 和 {3} 起 etcd 成员都没有用过的名称并部署，之后才能再用已有的名称',
  '{0} is {1} on the etcd members that run, and the plan has {2}: they could not talk to each other meanwhile. Put the deployed value back; another one needs {3}':
    '运行中的 etcd 成员的 {0} 为 {1}，而方案中是 {2}：更改期间它们无法互相通信。请恢复已部署的值；换成其他值需要{3}',
  '{0} was deployed as {1}, and the plan has {2}: no procedure changes it while the services run. Put the deployed value back; another one needs {3}':
    '{0} 部署时为 {1}，而方案中是 {2}：尚无流程可在服务运行时更改它。请恢复已部署的值；换成其他值需要{3}',
  'not set': '未设置',
  'the host at {0} was deployed as {1}, and the plan calls it {2}, as another host was called: give it a name that none of the deployed hosts had, and deploy, before the other name is used again':
    '{0} 上的主机以 {1} 为名部署，而方案称它为 {2}，这曾是另一台主机的名称：请先给它一个已部署主机都没有用过的名称并部署，之后才能再用那个名称',
  '{0} is called {1} from now on: it gets certificates of its own under the new name, its etcd member restarts and takes the name on, its replica takes no reads for some seconds, and its data stay as they are':
    '{0} 从此改称 {1}：它会得到新名称的证书，其 etcd 成员会重启并采用新名称，其副本有几秒钟不承担读取，数据保持不变',
  '{0} is to be called {1}, and {2} there leads {3}: HAProxy knows a member by the name of its host, and would send nobody to it until all have the new one. Hand over first (quorate switchover), then deploy again':
    '{0} 将改称 {1}，而其上的 {2} 是 {3} 的主库：HAProxy 以主机名称识别成员，在所有 HAProxy 都采用新名称之前不会把任何连接送往它。请先切换（quorate switchover），再重新部署',
  '{0} was deployed at {1}, and the plan has {2}: etcd, Patroni and pg_hba know it by its address. Put address: {3} back, or let it leave and come back: take {4} out of the plan and deploy, then put it in with its new address and deploy again; its data are copied anew from the other members':
    '{0} 部署在 {1}，而方案中是 {2}：etcd、Patroni 和 pg_hba 都以地址识别它。请恢复 address: {3}，或让它先离开再回来：把 {4} 从方案中去掉并部署，然后以新地址加回并再次部署；其数据会从其他成员重新复制',
  '{0} ({1}) is new': '{0}（{1}）是新的',
  '{0} runs on {1}, and the plan has it on {2}: no procedure moves a member. Put host: {3} back; a new member needs a number of its own':
    '{0} 运行在 {1} 上，而方案把它放在 {2} 上：尚无流程可迁移成员。请恢复 host: {3}；新成员需要自己的编号',
  '{0} holds the data of {1}, and by the plan it belongs to {2}: put it back into {3}':
    '{0} 存有 {1} 的数据，而按方案它属于 {2}：请把它放回 {3}',
  '{0} on {1} is new: it copies the leader': '{1} 上的 {0} 是新的：它会复制主库',
  'the member on {0} was deployed as {1}, and the plan gives it the number {2}: Patroni would take it for another member beside the old one. Put seq: {3} back':
    '{0} 上的成员部署时为 {1}，而方案给它的编号是 {2}：Patroni 会把它当作旧成员之外的另一个成员。请恢复 seq: {3}',
  'the databases {0} are not in the plan any more. They stay as they are: quorate drop-database removes one that nobody needs, with its data':
    '方案中已没有数据库 {0}。它们保持原样：quorate drop-database 可删除不再需要的数据库及其数据',
  'the users {0} are not in the plan any more. They stay, and can still log in: quorate drop-user removes one that nobody needs':
    '方案中已没有用户 {0}。它们仍然存在并且仍可登录：quorate drop-user 可删除不再需要的用户',
  '{0} is {1} where it runs on {2}, and the plan has {3}: no procedure changes it while the services run. Put the deployed value back; another one needs {4}':
    '{2} 上运行的 {0} 为 {1}，而方案中是 {3}：尚无流程可在服务运行时更改它。请恢复已部署的值；换成其他值需要{4}',
  '{0} was deployed to follow {1}, and by the plan it follows {2}: put standbyOf back as it was. quorate dr promote and quorate dr return move the writes between regions, and write the plan themselves':
    '{0} 部署时跟随 {1}，而按方案它跟随 {2}：请恢复 standbyOf。quorate dr promote 和 quorate dr return 在区域之间转移写入，并会自行修改方案',
  nobody: '无',
  'the port of {0} becomes {1}, which was {2}: clients have to be given the new one, and until they have it they are refused':
    '{0} 的端口将由 {2} 变为 {1}：必须把新端口告知客户端，在此之前它们的连接会被拒绝',
  'the port of {0} becomes {1}, which was {2}: members move there one by one, the leader after it has handed over. Who connects to members directly, and not through HAProxy, has to be given the new one':
    '{0} 的端口将由 {2} 变为 {1}：成员逐个迁移，主库在交接之后迁移。不经过 HAProxy 而直接连接成员者必须获知新端口',
  'the port of {0} becomes {1}, which was {2}: they restart there one by one':
    '{0} 的端口将由 {2} 变为 {1}：它们逐个在新端口上重启',
  'the others know the etcd member of {0} on port {1}, the plan has {2}, and it does not run: only members that run can move. Deploy with the former port first, which starts it, and then change the port':
    '其他成员知道 {0} 的 etcd 成员在端口 {1} 上，方案中为 {2}，而它没有运行：只有正在运行的成员才能迁移。请先用原端口部署以启动它，然后再更改端口',
  'the virtual IP {0} becomes {1}: connections through the old one end, and clients have to be given the new one':
    '虚拟 IP {0} 将变为 {1}：经由旧地址的连接会断开，必须把新地址告知客户端',
  'the virtual IP {0} goes: clients that connect to it have to be given other addresses first':
    '虚拟 IP {0} 将被移除：必须先让连接它的客户端改用其他地址',
  '{0} may hold the virtual IP, and by the plan it may not: its keepalived would not be stopped, and two hosts could have the address. Put its site and the role of its member back as they were':
    '{0} 可持有虚拟 IP，而按方案它不可以：它的 keepalived 不会被停止，两台主机可能同时拥有该地址。请恢复它的站点和成员角色',
  '{0} joins the etcd cluster that runs: as a learner first, then with a vote':
    '{0} 加入运行中的 etcd 集群：先作为 learner，再获得投票权',
  '{0} leaves the etcd cluster, when the others are enough without it': '{0} 在其余成员足够时离开 etcd 集群',
  '{0} is a member of etcd, and the plan takes that role from it: the others would still count on its vote. Put etcd back into its roles, or take it away from the project folder that deployed it':
    '{0} 是 etcd 成员，而方案取消了它的这一角色：其他成员仍会依赖它的一票。请把 etcd 写回它的角色，或者从部署它的项目文件夹中取消该角色',
  '{0} was deployed with {1}, and the plan gives it only {2}: this project folder does not know what was deployed there. Put roles: [{3}] back, or take them away from the project folder that deployed them':
    '{0} 部署时带有 {1}，而方案只给它 {2}：此项目文件夹不知道那里部署了什么。请恢复 roles: [{3}]，或者从部署它们的项目文件夹中取消',
  '{0} gives up {1}: the services stop, and their files and data are removed':
    '{0} 不再承担 {1}：其服务会停止，文件和数据会被删除',
  'the etcd cluster knows the member of {0}, and its data is gone ({1} is empty): it is removed there and joins anew':
    'etcd 集群记得 {0} 的成员，而它的数据已丢失（{1} 为空）：它会先被移除，再重新加入',
  '{0} leaves: whoever leads there hands over first, and everything that was deployed there is removed, its data too':
    '{0} 离开：若它是主库则先交接，随后删除那里部署的一切，包括数据',
  "{0} ({1}) is part of this deployment, and the plan no longer has it: its services would run on, in nobody's care. Put it back into the plan as it was, or take it out from the project folder that deployed it, which knows the way to it":
    '{0}（{1}）属于此部署，而方案中不再有它：它的服务会继续运行而无人照管。请把它原样写回方案，或者从部署它的项目文件夹中移除，那里知道如何连接它',
  '{0} leaves its cluster, and its data on {1} is removed; if it leads, it hands over first':
    '{0} 离开其集群，{1} 上的数据会被删除；若它是主库则先交接',
  '{0} on {1} is a member of its cluster, and the plan no longer has it: it would run on without access to the others. Put it back into the members, or take it out from the project folder that deployed it':
    '{1} 上的 {0} 是其集群的成员，而方案中不再有它：它会继续运行，却无法访问其他成员。请把它写回成员列表，或者从部署它的项目文件夹中移除',
  '{0} leads {1}, and the plan makes it offline: it hands over to another member first':
    '{0} 是 {1} 的主库，而方案把它设为 offline：它会先交接给另一个成员',
  "it cannot be reached and may be alive: by etcd's leader key {0} leads {1}. If the host is dead, wait until another member leads (quorate status), then run again; if it lives, make it reachable, so that it can hand over":
    '无法连接它，但它可能仍在运行：按 etcd 的 leader 键，{0} 是 {1} 的主库。若主机已损坏，请等到另一个成员成为主库（quorate status）后重新运行；若仍在运行，请使其可连接，以便交接',
  '{0} of the {1} etcd members are healthy without it, and removing one takes {2}. Bring one of the others back first; when that cannot be, the runbook says how a majority is recovered':
    '除它以外，{1} 个 etcd 成员中有 {0} 个健康，而移除一个需要 {2} 个。请先恢复其他成员之一；若无法恢复，运维手册说明了如何恢复多数派',
  'without it only {0} of the {1} other etcd members are healthy, and {2} are needed for a majority. Mend the others first (quorate status), then take it out':
    '没有它，其余 {1} 个 etcd 成员中只有 {0} 个健康，而多数派需要 {2} 个。请先修复其余成员（quorate status），再移除它',
  'none of the etcd members that stay can take it out: no healthy one knows the others. Look at quorate status':
    '留下的 etcd 成员都无法移除它：没有健康且知道其他成员的成员。请查看 quorate status',
  '{0} is one of the members that work, and without it {1} would have no other beside {2}: {3} does not follow. Mend it first (quorate reinit), then take this one out':
    '{0} 是正常工作的成员之一，没有它，{1} 除 {2} 外再无其他成员：{3} 没有跟随。请先修复它（quorate reinit），再移除此成员',
  '{0} left the plan and could not be reached: it still holds everything that was deployed there. Nobody counts on it any more, etcd refuses its certificates, and PostgreSQL its addresses. quorate status says when it is back, and the next deployment then cleans it; if it is gone for good, run quorate project forget PLAN {1}. Its disk still holds passwords and keys: where strangers may get at it, run quorate rotate PLAN passwords and quorate rotate PLAN ca':
    '{0} 已离开方案且无法连接：它仍保留那里部署的一切。已没有主机依赖它，etcd 拒绝它的证书，PostgreSQL 拒绝它的地址。它重新出现时 quorate status 会报告，下一次部署随即清理它；若它已永久消失，请运行 quorate project forget PLAN {1}。其磁盘上仍有密码和密钥：若可能落入他人之手，请运行 quorate rotate PLAN passwords 和 quorate rotate PLAN ca',
  '{0} left the plan and could not be reached: it still holds everything that was deployed there. Nobody counts on it any more, but without TLS nothing keeps its Patroni from etcd: keep it off the network until a deployment can clean it. quorate status says when it is back; if it is gone for good, run quorate project forget PLAN {1}':
    '{0} 已离开方案且无法连接：它仍保留那里部署的一切。已没有主机依赖它，但未启用 TLS 时没有什么能阻止它的 Patroni 连接 etcd：在部署清理它之前，请勿让它接入网络。它重新出现时 quorate status 会报告；若它已永久消失，请运行 quorate project forget PLAN {1}',
};
