/** What is said while the inventory of another tool is read, by the English templates. */
export const inventoryPhrases: Readonly<Record<string, string>> = {
  // Why it cannot be read.
  '{0}:{1}:{2} cannot be read: {3}.': '{0}:{1}:{2} 无法读取：{3}。',
  '{0}: only variables, and no hosts. Name the inventory with its hosts too.':
    '{0}：只有变量，没有主机。请同时给出含有主机的清单。',
  '{0} is no name or address of a host': '{0} 不是主机名称或地址',
  '{0} has a bracket too many or too few': '{0} 的括号多了或少了',
  '[{0}] is no range such as [01:20] or [a:f]': '[{0}] 不是 [01:20] 或 [a:f] 这样的范围',
  '[{0}] is more than {1} hosts': '[{0}] 超过 {1} 台主机',
  '{0} is no heading of a section': '{0} 不是小节标题',
  '{0} names the group {1}, which has no section [{2}]': '{0} 提到了组 {1}，但没有小节 [{2}]',
  'a section ends in :vars or :children, not in :{0}': '小节以 :vars 或 :children 结尾，而不是 :{0}',
  '{0} is no name of a group': '{0} 不是组名称',
  'a variable is written as name=value': '变量应写作 name=value',
  'a variable is written as name=value, not as {0}': '变量应写作 name=value，而不是 {0}',
  'its groups are nested too deeply': '其中的组嵌套过深',
  '{0} of a group must be a mapping': '组的 {0} 必须是映射',
  'variables of a host must be a mapping': '主机的变量必须是映射',
  'it is encrypted: write a copy in clear text with ansible-vault decrypt --output':
    '它已加密：请用 ansible-vault decrypt --output 写出一份明文副本',
  'a second document starts here, and Ansible reads one only: import each as a file of its own':
    '此处开始第二个文档，而 Ansible 只读取一个：请将每个文档作为单独的文件导入',
  'it is nested too deeply': '嵌套过深',
  'its aliases multiply': '其中的别名会成倍展开',
  'the anchor of {0} stands nowhere above it': '{0} 的锚点在它之前没有出现',
  'what << merges must be a mapping': '<< 合并的内容必须是映射',
  'Ansible knows no tag {0}': 'Ansible 没有标签 {0}',

  // What has no effect.
  'the same key stands in the file again, and only the later value counts': '文件中还有同样的键，只有后面的值有效',
  'is no group: Ansible skips it': '不是组：Ansible 会跳过它',
  'a group has hosts, children and vars: Ansible skips everything else':
    '组只有 hosts、children 和 vars：其余内容 Ansible 会跳过',
  'reaches no host, so that it has no effect': '不涉及任何主机，因此不起作用',
  'has no effect: {0} is stronger on every host': '不起作用：在每台主机上 {0} 的优先级更高',
  'is said for {0} only: a plan has one value here, that of {1}, which has none':
    '仅对 {0} 给出：方案在此只有一个值，取 {1} 的值，而它没有',
  'differs on {0}: a plan has one value here, that of {1}': '在 {0} 上不同：方案在此只有一个值，取 {1} 的值',
  'is no variable that this import knows: it has no effect on the plan': '不是本导入所知的变量：对方案没有影响',

  // Templates and vaults.
  'is encrypted by ansible-vault, and not in the plan': '由 ansible-vault 加密，未写入方案',
  'is a template that only Ansible can fill in: it is not in the plan': '是只有 Ansible 才能求值的模板：未写入方案',
  'is a template that needs {0}, which the file does not say: it is not in the plan':
    '是需要 {0} 的模板，而文件中没有给出：未写入方案',
  'is a template that only Ansible can fill in: set {0} in the plan yourself':
    '是只有 Ansible 才能求值的模板：请自行在方案中设置 {0}',
  'is a template that needs {0}, which the file does not say: set {1} in the plan yourself':
    '是需要 {0} 的模板，而文件中没有给出：请自行在方案中设置 {1}',
  'has a template that only Ansible can fill in: the rule is left out': '含有只有 Ansible 才能求值的模板：该规则已略去',

  // Hosts.
  'Ansible logs in there, and the services listen on {0}: a plan has one address, so the operator machine must reach that one':
    'Ansible 在那里登录，而服务监听 {0}：方案只有一个地址，因此操作机必须能到达后者',
  'has the address of {0}: both are one host of the plan': '与 {0} 的地址相同：两者是方案中的同一台主机',
  'root, where the file says no login: Ansible takes that of whoever runs it':
    'root，因为文件没有给出登录名：Ansible 会使用运行者的登录名',
  'is in no group that a plan has ({0}): it is no host of the plan': '不属于方案所用的组（{0}）：它不是方案中的主机',
  'hosts are reached through SSH': '通过 SSH 到达主机',
  'how Ansible works, which is not needed here': 'Ansible 的运行方式，此处不需要',

  // The whole plan.
  'as the files stand, the plan breaks a rule: {0}': '按文件现状，方案违反一条规则：{0}',
  "the file does not say it: the plan takes that of the hosts' distribution":
    '文件没有给出：方案采用主机发行版自带的版本',
  "a plan cannot have PostgreSQL {0}: it takes that of the hosts' distribution":
    '方案不支持 PostgreSQL {0}：改用主机发行版自带的版本',
  'what our own export left for this import': '本程序导出时为导入留下的内容',
  'secrets are not taken over: the program makes its own, shown by quorate secret':
    '不沿用机密：本程序自行生成，可用 quorate secret 查看',
  'secrets are not taken over: the program makes a password of its own, shown by quorate secret':
    '不沿用机密：本程序自行生成密码，可用 quorate secret 查看',
  'an empty list': '空列表',
  'an empty mapping': '空映射',
  'an empty entry': '空条目',
  'as in a plan': '与方案相同',
  'a comment, without effect': '注释，不起作用',
  'is made': '会创建',

  '{0} is no number that a plan allows here: it follows from the objectives':
    '{0} 不是方案在此允许的数值：改由目标推导',
  '{0}: it is left out of the plan': '{0}：已从方案中略去',
  'a standby cluster has what its upstream has: this is not in the plan': '备用集群与其上游相同：此项未写入方案',

  // Roles and databases.
  'is a role without a name': '是没有名称的角色',
  'is a database without a name': '是没有名称的数据库',
  'is no name that a plan allows: choose another': '不是方案允许的名称：请另选一个',
  '{0} is to be dropped: it is not made': '{0} 应被删除：不会创建',
  '{0} stands in the list before': '{0} 在列表前面已经出现',
  '{0} stands in the list again, and only the later entry counts': '{0} 在列表中再次出现，只有后面的条目有效',
  'stands in the list again, and only the later value counts': '在列表中再次出现，只有后面的值有效',
  '{0} is a role of the tool itself: the program has its own in its place, under names and passwords of its own':
    '{0} 是该工具自己的角色：本程序以自己的角色代替，名称与密码均不同',
  'a role of the tool itself: the program has its own in its place': '该工具自己的角色：本程序以自己的角色代替',
  '{0} is a role of the tool itself, and is not granted': '{0} 是该工具自己的角色，不予授予',
  'no role of the file is called {0}: it is not granted': '文件中没有名为 {0} 的角色：不予授予',
  "no role of the file is called {0}: the program's own superuser owns it":
    '文件中没有名为 {0} 的角色：由本程序的超级用户拥有',
  "the program's own superuser owns it": '由本程序的超级用户拥有',
  'is taken away: it is not granted': '是收回：不予授予',
  "a role of a plan is granted with PostgreSQL's own options": '方案中的角色按 PostgreSQL 默认选项授予',
  'a role of a plan has no {0}; the other flags are in it': '方案中的角色没有 {0}；其余标志已写入',
  'roles are of the whole cluster': '角色属于整个集群',
  'roles of a plan inherit the rights that they are granted': '方案中的角色继承所授予的权限',
  'a plan has no day on which a password ends: it stays valid': '方案中密码没有到期日：始终有效',
  'settings of one role are not in a plan: set them with ALTER ROLE': '方案不含单个角色的设置：请用 ALTER ROLE 设置',
  'is no field of a role that this import knows': '不是本导入所知的角色字段',
  'no limit': '没有限制',
  'is no field of a database that this import knows': '不是本导入所知的数据库字段',
  'is no field of it that this import knows': '不是本导入所知的字段',
  'is not made: it has no name, or is to be dropped': '不会创建：没有名称，或应被删除',
  'belongs to no database of the file: it is not made': '不属于文件中的任何数据库：不会创建',
  '{0} is there without being made: nothing of this entry is done': '{0} 无需创建即已存在：此条目不做任何事',
  'a database of a plan has one locale: sorting and character types follow that':
    '方案中的数据库只有一个区域设置：排序与字符类型均随之而定',
  'a database of a plan has one locale of the C library: sorting and character types follow that':
    '方案中的数据库只有一个 C 库的区域设置：排序与字符类型均随之而定',
  'is no setting of a database of a plan: change it with ALTER DATABASE':
    '不是方案中数据库的设置：请用 ALTER DATABASE 修改',
  'is no setting of a database of a plan: it is made from template0 in the default tablespace, open to connections; change it with ALTER DATABASE':
    '不是方案中数据库的设置：数据库由 template0 创建于默认表空间，允许连接；请用 ALTER DATABASE 修改',
  'no script is run in a new database: run it yourself after the deployment':
    '不会在新数据库中运行脚本：请在部署后自行运行',

  // Rules of pg_hba.conf.
  'every host lets in its own programs with a password': '每台主机都允许自身的程序用密码登录',
  'clients from {0} with a password': '来自 {0} 的客户端用密码登录',
  'on a host itself, everybody logs in with a password, and the superuser by the name of the login':
    '在主机本地，所有人用密码登录，超级用户凭登录名登录',
  'refuses: {0}': '拒绝：{0}',
  'a rule of its own: {0}': '一条单独的规则：{0}',
  '{0} is no type of a rule': '{0} 不是规则类型',
  '{0} is no method of a rule that a plan knows': '{0} 不是方案所知的规则认证方式',
  'is no rule': '不是规则',
  'its place among the rules': '它在规则中的次序',
  'on every member': '适用于每个成员',
  'on every member, since it refuses': '适用于每个成员，因为它是拒绝',
  'is for {0}, a role of the tool itself: the program makes the rules of its own roles':
    '针对该工具自己的角色 {0}：本程序为自己的角色生成规则',
  'no role of the file is called {0}: the rule is left out': '文件中没有名为 {0} 的角色：该规则已略去',
  'holds on {0} members only, and rules of a plan hold on all: it is left out, and those clients are let in by other rules or not at all':
    '只适用于 {0} 成员，而方案的规则适用于全部成员：该规则已略去，这些客户端只能凭其他规则登录，否则无法登录',
};
