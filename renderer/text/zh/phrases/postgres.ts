/** What is said of users, databases and access rules, by their English templates. */
export const postgresPhrases: Readonly<Record<string, string>> = {
  encoding: '编码',
  locale: '区域设置',
  'the database {0} has the {1} {2}, and the plan another one. PostgreSQL cannot change it: write it into the plan as it is, or dump the database and load it into a new one':
    '数据库 {0} 的{1}为 {2}，与方案不同。PostgreSQL 无法更改：请按现状写入方案，或导出该数据库并载入新建的数据库',
  'not given: the right has to be asked for': '未授予：该权限须明确写出',
  'our own rules alone: the networks in postgres.clients, and what the cluster needs':
    '只有程序自身的规则：postgres.clients 中的网络，以及集群所需的访问',
  'a user logs in; login: false makes a group': '用户可以登录；login: false 则为组角色',
  'no role is granted': '不授予任何角色',
  "those of PostgreSQL's own template": 'PostgreSQL 自带模板中的扩展',
  "public, as in PostgreSQL's own template": 'public，与 PostgreSQL 自带模板相同',
  'before our rules for clients, behind what the cluster itself needs': '位于客户端规则之前、集群自身所需规则之后',
  'letters, digits, dots and hyphens, 63 characters at most': '字母、数字、点和连字符，最多 63 个字符',
  'letters, digits, hyphens and underscores, 32 characters at most': '字母、数字、连字符和下划线，最多 32 个字符',
  'letters, digits and the signs . _ @ and -, starting with a letter, 63 characters at most':
    '字母、数字以及 . _ @ - 符号，以字母开头，最多 63 个字符',
  'the name of an extension, or { name, schema, version }': '扩展名称，或 { name, schema, version }',
  'the name of a schema, or { name, owner }': '模式名称，或 { name, owner }',
  'a name, or a list of names': '一个名称，或名称列表',
  'it names a file on the hosts, and rules come from the plan alone': '它指向主机上的文件，而规则只能来自方案',
  'it is a pattern, which PostgreSQL before 16 takes for a name':
    '它是模式表达式，PostgreSQL 16 之前的版本会将其当作名称',
  'it is empty': '它为空',
  'a name: {0}': '名称：{0}',
  'a network, an address, a host name, all, samehost or samenet': '网络、地址、主机名、all、samehost 或 samenet',
  'lower-case letters and underscores': '小写字母和下划线',
  '{0} replicates with {1} and has the same postgres.{2}: list them there.':
    '{0} 与 {1} 之间相互复制，postgres.{2} 相同：请写在后者处。',
  '{0} replicates with {1} and needs its version of PostgreSQL: change it there.':
    '{0} 与 {1} 之间相互复制，PostgreSQL 版本必须一致：请在后者处修改。',
  'A standby does not start with a smaller {0} than its primary: set it at {1}, for both.':
    '从库的 {0} 小于主库时无法启动：请在 {1} 处为两者统一设置。',
  'the encoding of a database': '数据库的编码',
  'the locale of a database': '数据库的区域设置',
  'the name of an extension': '扩展名称',
  'the name of a schema': '模式名称',
  'the version of an extension': '扩展版本',
  'the owner of a schema': '模式的所有者',
  'The connection limit of a user has no variable.': '用户的连接数上限没有对应变量。',
  'autobase makes users without one: set it with ALTER ROLE.': 'autobase 创建的用户没有上限：请用 ALTER ROLE 设置。',
  'The schema and the version of an extension have no variable.': '扩展的模式和版本没有对应变量。',
  'autobase makes the newest one in the first schema of the search path.':
    'autobase 在搜索路径的首个模式中创建最新版本。',
  'Who may log in to a database has no variable.': '允许登录某数据库的用户没有对应变量。',
  'There every user may log in to every database, until you revoke CONNECT from PUBLIC.':
    '那里所有用户都能登录所有数据库，直到您从 PUBLIC 收回 CONNECT。',
  'Users who may log in to a database of somebody else have no variable.': '允许登录他人数据库的用户没有对应变量。',
  'Pigsty closes a database with an owner to all others: grant them CONNECT yourself.':
    'Pigsty 会对所有者以外的用户关闭有所有者的数据库：请自行授予 CONNECT。',
  'Every address may try to log in ({0}): name the networks of the clients.':
    '任何地址都可以尝试登录（{0}）：请写明客户端所在的网络。',
  'Only the networks of the hosts: {0}': '仅限主机所在的网络：{0}',
  "{0} is a name, and HAProxy and PgBouncer compare addresses: clients from there reach PostgreSQL's own port alone. Write their network.":
    '{0} 是名称，而 HAProxy 与 PgBouncer 比较的是地址：来自该处的客户端只能访问 PostgreSQL 自身的端口。请写明其网络。',
  'Patroni and administrators on the hosts use it': 'Patroni 与主机上的管理员使用它',
  'replicas copy and follow by it': '从库用它复制和跟随',
  'members that led before come back by it (pg_rewind)': '曾经的主库用它恢复为成员（pg_rewind）',
  'the exporter of metrics reads statistics by it': '指标导出程序用它读取统计信息',
  'PgBouncer looks passwords up by it': 'PgBouncer 用它查询密码',
  'checks and the dashboard use it': '检查与仪表板使用它',
  '{0} cannot stand in an access rule: {1}.': '{0} 不能出现在访问规则中：{1}。',
  'A rule for local has no address: it is for the socket. Take the address out, or write host.':
    'local 规则没有地址：它针对套接字。请删除地址，或改写为 host。',
  'A rule for {0} needs an address: a network, or all.': '{0} 规则需要地址：网络或 all。',
  '{0} is no network, address, host name, all, samehost or samenet.':
    '{0} 不是网络、地址、主机名、all、samehost 或 samenet。',
  'peer is for local alone: take scram-sha-256.': 'peer 只能用于 local：请使用 scram-sha-256。',
  '{0} is not for local: take peer or scram-sha-256.': '{0} 不能用于 local：请使用 peer 或 scram-sha-256。',
  'cert needs TLS: write hostssl.': 'cert 需要 TLS：请改写为 hostssl。',
  'The option {0}: {1}.': '选项 {0}：{1}。',
  '{0} belongs to the cluster ({1}), and its access comes before all rules. Take it out; administrators get a user of their own.':
    '{0} 属于集群自身（{1}），其访问权限先于所有规则。请删除；管理员应使用单独的用户。',
  'Take the rule out': '删除该规则',
  'Put it after our rules': '放到程序自身规则之后',
  'PgBouncer reaches PostgreSQL through the socket: this rule would refuse everybody who comes through the pool.':
    'PgBouncer 通过套接字访问 PostgreSQL：该规则会拒绝所有经连接池而来的客户端。',
  'This rule also covers {0} ({1}): its replication would be refused.': '该规则也覆盖 {0}（{1}）：它的复制会被拒绝。',
  'This rule also covers {0} ({1}): everybody who comes through its HAProxy, and checks, would be refused.':
    '该规则也覆盖 {0}（{1}）：经其 HAProxy 而来的所有客户端以及检查都会被拒绝。',
  'This rule also covers {0} ({1}): pg_rewind and checks from there would be refused.':
    '该规则也覆盖 {0}（{1}）：来自该处的 pg_rewind 和检查会被拒绝。',
  'trust lets in whoever names a user, without a password.': 'trust 让任何报出用户名的人无需密码即可登录。',
  'Ask for the password': '要求密码',
  'PgBouncer has no words for this rule: whoever it refuses still comes in through the pool. Name the roles and databases, and a network or all.':
    'PgBouncer 无法表达此规则：它拒绝的用户仍可通过连接池登录。请写明角色和数据库，以及网段或 all。',
  'Clients that come through HAProxy have the address of its host, so this rule refuses only those that connect to PostgreSQL or PgBouncer directly.':
    '经 HAProxy 而来的客户端使用其主机的地址，因此该规则只拒绝直接连接 PostgreSQL 或 PgBouncer 的客户端。',
  'Refuse them from everywhere': '拒绝来自任何地址的此类客户端',
  'password sends the password in the clear over the network.': 'password 会在网络上以明文发送密码。',
  'Send a proof instead': '改为发送证明',
  'TLS is off: a rule for hostssl matches nobody.': 'TLS 已关闭：hostssl 规则不会匹配任何连接。',
  'PostgreSQL is set up without Kerberos: a rule for hostgssenc matches nobody.':
    'PostgreSQL 未配置 Kerberos：hostgssenc 规则不会匹配任何连接。',
  'it names a map of pg_ident.conf, which a plan does not have': '它指向 pg_ident.conf 中的映射，而方案没有该文件',
  'it is a secret, and a plan is no place for secrets': '它是机密，而方案中不应存放机密',
  'certificates need TLS: write hostssl': '证书需要 TLS：请改写为 hostssl',
  'allowed are verify-ca and verify-full': '只允许 verify-ca 和 verify-full',
  'the method {0} does not have it, and PostgreSQL would take none of the rules':
    '方法 {0} 没有该选项，PostgreSQL 会因此拒绝载入全部规则',
};
