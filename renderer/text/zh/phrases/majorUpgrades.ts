/** What major upgrades say, by its English template. */
export const majorUpgradePhrases: Readonly<Record<string, string>> = {
  'A major upgrade is under way on {0}, and the old data are its way back. Nothing was removed.':
    '{0} 上的大版本升级正在进行，旧数据是其退路。未删除任何内容。',
  'Removed: {0}.': '已删除：{0}。',
  'Nothing to remove: no upgrade has left anything on the hosts.': '无可删除：升级未在主机上留下任何内容。',
  'Removing {0} with the packages of that version': '正在删除 {0} 及该版本的软件包',
  'Installing PostgreSQL {0} beside the one that runs': '正在与运行中的版本并列安装 PostgreSQL {0}',
  'Letting pg_upgrade look at the data on {0}, which go on serving': '正在让 pg_upgrade 检查 {0} 上的数据，服务照常',
  'Stopping {0}: from here nobody reads or writes until PostgreSQL {1} leads':
    '正在停止 {0}：从此刻起直到 PostgreSQL {1} 成为主库，无法读写',
  'Until PostgreSQL {0} is started, quorate upgrade PLAN --to {1} --back returns to {2}.':
    '在 PostgreSQL {0} 启动之前，quorate upgrade PLAN --to {1} --back 可退回 {2}。',
  'Converting the data on {0} to PostgreSQL {1}': '正在将 {0} 上的数据转换为 PostgreSQL {1}',
  'Nothing runs meanwhile. Should {0} die, every other member that followed has all data in the old version.':
    '期间一切停止运行。若 {0} 损毁，其余一直在跟随的成员均保有旧版本的全部数据。',
  'Starting PostgreSQL {0} on {1}': '正在 {1} 上启动 PostgreSQL {0}',
  'Copying the replicas anew, and gathering statistics': '正在重新复制副本并收集统计信息',
  'Setting the data of PostgreSQL {0} aside': '正在将 PostgreSQL {0} 的数据搁置',
  'Stopping what is left running of {0}': '正在停止 {0} 仍在运行的部分',
  'Starting PostgreSQL {0} on {1} again': '正在 {1} 上重新启动 PostgreSQL {0}',
  'Letting the other members follow again': '正在让其余成员重新跟随',
  'Removing what was made for PostgreSQL {0}': '正在删除为 PostgreSQL {0} 所建的内容',
  'PostgreSQL {0} leads {1}': 'PostgreSQL {0} 成为 {1} 的主库',
  ' Or return to PostgreSQL {0}: quorate upgrade PLAN --to {1} --back.':
    ' 或退回 PostgreSQL {0}：quorate upgrade PLAN --to {1} --back。',
  'PostgreSQL {0} on {1} does not lead {2} after {3} s: journalctl -u patroni there says why. Mend that, then run this again: it goes on from there.{4}':
    '{3} 秒后 {1} 上的 PostgreSQL {0} 仍未成为 {2} 的主库：该主机上的 journalctl -u patroni 会说明原因。排除后重新运行，会从此处继续。{4}',
  'PostgreSQL {0} runs, and no data go back to {1}: name a newer version. An older one needs {2}':
    '运行的是 PostgreSQL {0}，数据无法退回 {1}：请指定更新的版本。更旧的版本需要{2}',
  'pg_upgrade does not take over PostgreSQL {0}': 'pg_upgrade 不支持从 PostgreSQL {0} 升级',
  'the plan has {0} clusters ({1}), and only one by itself is converted: a standby region would have to be copied anew from data of the new version. Take the standby region out of the plan, deploy, upgrade, and add it again':
    '方案有 {0} 个集群（{1}），而只能转换单独一个：备用区域须从新版本的数据重新复制。请将备用区域移出方案并部署，升级后再加回',
  'postgres.dataDirectory is {0}, one path for every version, and both versions need one of their own meanwhile: only data below /var/lib/postgresql are converted. Another version needs {1}':
    'postgres.dataDirectory 为 {0}，各版本共用一个路径，而升级期间两个版本各需一个：仅能转换 /var/lib/postgresql 之下的数据。更换版本需要{1}',
  'postgres.walDirectory is {0}, one path for every version: take it out of the plan of a cluster that is to be converted; what is deployed with it needs {1}':
    'postgres.walDirectory 为 {0}，各版本共用一个路径：要转换的集群的方案中不能有它；已按此部署的需要{1}',
  'postgres.packages names {0}, which is for PostgreSQL {1} alone: write {2}, which follows the version':
    'postgres.packages 写有 {0}，仅适用于 PostgreSQL {1}：请写成随版本变化的 {2}',
  'the hosts are not as the plan says, there is more to change: {0}. Run quorate deploy first':
    '主机与方案不符，尚有待改动：{0}。请先运行 quorate deploy',
  '{0} has no leader: look at quorate status': '{0} 没有主库：请查看 quorate status',
  'PostgreSQL of {0} does not tell what is in its databases: look at its log, then run this again':
    '{0} 的 PostgreSQL 未说明其数据库的内容：请查看其日志，再重新运行',
  '{0}: the data have {1} tablespaces of their own, which the replicas could not copy beside those of the old version: move what is in them to pg_default (alter ... set tablespace), and drop them':
    '{0}：数据有 {1} 个自建表空间，副本无法在旧版本的表空间旁复制：请将其内容移至 pg_default（alter ... set tablespace），再删除它们',
  '{0}: pg_wal is a link: put the WAL back into the data directory': '{0}：pg_wal 是链接：请将 WAL 放回数据目录',
  '{0}: {1} is not empty, and not of this upgrade: move it away if nobody needs it':
    '{0}：{1} 非空，且不属于本次升级：若无人需要请将其移走',
  '{0}: the directories of both versions lie on different file systems, which files cannot share: leave --link out':
    '{0}：两个版本的目录位于不同的文件系统，无法共享文件：请去掉 --link',
  "database {0}: the extension {1} came with no package: install its files for PostgreSQL {2} on every member's host, or drop the extension":
    '数据库 {0}：扩展 {1} 并非来自软件包：请在每台成员主机上为 PostgreSQL {2} 安装其文件，或删除该扩展',
  'database {0}: the extension {1} comes with {2}: put {3} into postgres.packages, or drop the extension':
    '数据库 {0}：扩展 {1} 来自 {2}：请将 {3} 写入 postgres.packages，或删除该扩展',
  'logical replication slots are not taken over: {0}. Let their receivers come to an end, drop them (pg_drop_replication_slot), and make them again afterwards':
    '逻辑复制槽不会被接管：{0}。请让其接收方收尾，删除它们（pg_drop_replication_slot），升级后再重建',
  '{0}: nobody can tell how large its data directory is, or how much is free beside it: look at its disk':
    '{0}：无法得知其数据目录有多大或旁边有多少可用空间：请检查其磁盘',
  '{0}: the new data directory needs about {1} GiB beside the old one, and {2} GiB are free: make room':
    '{0}：新数据目录在旧目录之外约需 {1} GiB，而可用空间为 {2} GiB：请腾出空间',
  'shared_preload_libraries names {0}, which is not there for the new version: name its package in postgres.packages, or take it out of the parameter (in the plan, or by patronictl edit-config) and restart':
    'shared_preload_libraries 写有 {0}，而新版本没有它：请在 postgres.packages 中写明其软件包，或将其从该参数中去掉（在方案中，或用 patronictl edit-config）并重启',
  '{0}. Name the package that has this library for the new version in postgres.packages, or drop the extension that needs it':
    '{0}。请在 postgres.packages 中写明为新版本提供该库的软件包，或删除需要它的扩展',
  '{0} has a type that holds numbers of objects (regclass and the like), which change: give the column another type, such as text, or drop it':
    '{0} 的类型保存对象编号（regclass 之类），编号会变：请将该列改为其他类型（如 text）或删除',
  '{0} has the type aclitem, whose form has changed: give the column another type, such as text, or drop it':
    '{0} 的类型为 aclitem，其格式已变：请将该列改为其他类型（如 text）或删除',
  '{0} has a type that the new version does not take over: give the column another type, or drop it':
    '{0} 的类型不被新版本接管：请将该列改为其他类型或删除',
  '{0} was made WITH OIDS: alter table ... set without oids': '{0} 以 WITH OIDS 建立：alter table ... set without oids',
  '{0} takes arguments of types that have changed (anyarray): drop it, and make it again afterwards with anycompatiblearray':
    '{0} 的参数类型已变（anyarray）：请删除，升级后以 anycompatiblearray 重建',
  '{0} is an operator behind its operand, which does not exist any more: drop it':
    '{0} 是后缀运算符，已不再支持：请删除',
  '{0} is a conversion with a function of the older form: drop it, and make it again afterwards':
    '{0} 是使用旧式函数的编码转换：请删除，升级后重建',
  "{0}: names of roles that begin with pg_ are PostgreSQL's own: rename the role":
    '{0}：以 pg_ 开头的角色名归 PostgreSQL 所有：请重命名该角色',
  '{0} does not let anybody in: allow connections (alter database ... allow_connections true), or drop it':
    '{0} 不允许连接：请允许连接（alter database ... allow_connections true）或删除',
  '{0} is a replication slot that cannot be taken over: let its receiver catch up, or drop it':
    '{0} 是无法接管的复制槽：请让其接收方追上，或删除',
  '{0} is a subscription that is not in a state to be taken over: let it finish its copy, or drop it':
    '{0} 是状态尚不能接管的订阅：请让其完成复制，或删除',
  '{0} is a function of the extension isn, which is stored otherwise: drop the extension':
    '{0} 是扩展 isn 的函数，其存储方式不同：请删除该扩展',
  '{0} allows null below a column that does not: alter it to not null':
    '{0} 允许空值，而其上级列不允许：请改为 not null',
  'pg_upgrade names {0} in {1}': 'pg_upgrade 在 {1} 中指出 {0}',
  'database {0}: {1}': '数据库 {0}：{1}',
  'pg_upgrade says: {0}': 'pg_upgrade 称：{0}',
  'Nothing was changed:\n{0}': '未改动任何内容：\n{0}',
  'Nothing to do: PostgreSQL {0} is what runs. Newer packages of it come with quorate upgrade PLAN.':
    '无需操作：运行的就是 PostgreSQL {0}。其较新的软件包由 quorate upgrade PLAN 带来。',
  'Nothing was stopped, and nothing that runs was changed:\n{0}\nThen run this again.':
    '未停止任何服务，也未改动运行中的内容：\n{0}\n处理后请重新运行。',
  'pg_upgrade --check finds what has to be put right first; nothing that runs was changed:\n{0}\nThen run this again.':
    'pg_upgrade --check 发现须先处理的问题；运行中的内容未被改动：\n{0}\n处理后请重新运行。',
  '{0} runs with PostgreSQL {1} again, as before.': '{0} 已恢复以 PostgreSQL {1} 运行，一如从前。',
  'No major upgrade is under way: there is nothing to take back.': '没有进行中的大版本升级：无可退回。',
  'PostgreSQL {0} was started, and what it holds since then the old data do not: going back would lose it. Go on with quorate upgrade PLAN --to {1}. The old data lie in {2}.':
    'PostgreSQL {0} 已启动，此后写入的内容旧数据中没有：退回会丢失它们。请用 quorate upgrade PLAN --to {1} 继续。旧数据位于 {2}。',
  'An upgrade from PostgreSQL {0} to {1} is under way: go on with --to {2}, or take it back with --to {3} --back.':
    '从 PostgreSQL {0} 到 {1} 的升级正在进行：请用 --to {2} 继续，或用 --to {3} --back 退回。',
  'The hosts do not come to what they were brought ({0}). Look at quorate status, then run this again: it goes on from there.':
    '主机未达到应有的状态（{0}）。请查看 quorate status，再重新运行，会从此处继续。',
  'An upgrade from PostgreSQL {0} to {1} was begun, and the cluster may be stopped by it. Go on: quorate upgrade PLAN --to {2} --confirm {3}. Or return to PostgreSQL {4}: quorate upgrade PLAN --to {5} --back.':
    '从 PostgreSQL {0} 到 {1} 的升级已开始，集群可能因此停止。继续：quorate upgrade PLAN --to {2} --confirm {3}。或退回 PostgreSQL {4}：quorate upgrade PLAN --to {5} --back。',
  'Both versions share their files: from the first start of PostgreSQL {0} there is no way back to {1}.':
    '两个版本共享文件：自 PostgreSQL {0} 首次启动起便无法退回 {1}。',
  'The data are copied: until PostgreSQL {0} leads there is a way back to {1}. The old data stay whole, but what is written from then on is in the new ones alone.':
    '数据会被复制：在 PostgreSQL {0} 成为主库之前可以退回 {1}。旧数据保持完整，但此后写入的内容只在新数据中。',
  'PostgreSQL {0} is installed beside, and pg_upgrade finds nothing against it. What comes next stops reads and writes. {1} To do it: quorate upgrade PLAN --to {2} --confirm {3}':
    'PostgreSQL {0} 已并列安装，pg_upgrade 未发现障碍。接下来的步骤会停止读写。{1} 执行：quorate upgrade PLAN --to {2} --confirm {3}',
  "{0} runs with PostgreSQL {1}. The old data and packages are kept on every member's host, in {2}: quorate upgrade PLAN --remove-old takes them away.":
    '{0} 现以 PostgreSQL {1} 运行。旧数据与软件包保留在每台成员主机的 {2}：quorate upgrade PLAN --remove-old 可将其删除。',
  '{0} Reads and writes stopped for {1} s at most, between PostgreSQL {2} and {3}.':
    '{0} 从 PostgreSQL {2} 到 {3}，读写最多停止 {1} 秒。',
  'pg_upgrade itself looks at the data once its programs are there: quorate upgrade PLAN --to {0} --prepare installs them beside, stops nothing, and says what it finds.':
    'pg_upgrade 在其程序就位后才会检查数据：quorate upgrade PLAN --to {0} --prepare 会并列安装它们，不停止任何服务，并说明检查结果。',
  'pg_upgrade looked at the data when it was prepared last; --prepare lets it look again.':
    'pg_upgrade 在上次准备时检查过数据；--prepare 可让其再次检查。',
  'Make an empty PostgreSQL {0} like the present one, and let pg_upgrade look at both':
    '建立与当前相同的空 PostgreSQL {0}，并让 pg_upgrade 检查两者',
  'Note that PostgreSQL is being upgraded from {0} to {1}': '记录 PostgreSQL 正从 {0} 升级到 {1}',
  'Pause {0}: nobody is to take over': '暂停 {0}：不允许任何成员接管',
  'Stop PostgreSQL and Patroni of {0}': '停止 {0} 的 PostgreSQL 与 Patroni',
  'Convert the data to PostgreSQL {0} by pg_upgrade; both directories share their files':
    '用 pg_upgrade 将数据转换为 PostgreSQL {0}；两个目录共享文件',
  'Convert the data to PostgreSQL {0} by pg_upgrade, as a copy': '用 pg_upgrade 以复制方式将数据转换为 PostgreSQL {0}',
  'Let etcd know which data {0} has from now on': '在 etcd 中记录 {0} 今后的数据',
  'Update extensions, and gather statistics in all databases': '更新扩展，并收集所有数据库的统计信息',
  'Set the data directory of PostgreSQL {0} aside': '搁置 PostgreSQL {0} 的数据目录',
  'Remove what was made for PostgreSQL {0}': '删除为 PostgreSQL {0} 所建的内容',
  'Make the data of PostgreSQL {0} ready to be started': '使 PostgreSQL {0} 的数据可以启动',
  'Remove what an earlier major version left': '删除先前大版本留下的内容',
  'Nothing was deployed from this project folder, so there is nothing to upgrade: quorate deploy makes a cluster, with the version of the plan.':
    '此项目文件夹未部署过任何内容，无可升级：quorate deploy 会按方案的版本建立集群。',
  'The upgrade came to its end, and not everything works: {0}. Mend that, then run this again: it looks again.':
    '升级已完成，但并非一切正常：{0}。请排除后重新运行，会再次检查。',
  'The plan has no cluster.': '方案中没有集群。',
  '{0} names no version of PostgreSQL any more, as before': '{0} 不再写明 PostgreSQL 版本，一如从前',
  '{0} says so now: PostgreSQL {1}': '{0} 现已写明：PostgreSQL {1}',
  'The plan cannot have that version: {0}': '方案不能使用该版本：{0}',
  'PostgreSQL {0} was deployed, and the plan asks for {1}: a deployment does not convert data. Run quorate upgrade PLAN --to {2}, or put postgres.version: {3} into the plan':
    '已部署的是 PostgreSQL {0}，方案要求 {1}：部署不会转换数据。请运行 quorate upgrade PLAN --to {2}，或在方案中写 postgres.version: {3}',
  'PostgreSQL {0} was deployed, and the plan asks for {1}: no data go back to an older version. Put postgres.version: {2} into the plan; another version needs {3}':
    '已部署的是 PostgreSQL {0}，方案要求 {1}：数据无法退回更旧的版本。请在方案中写 postgres.version: {2}；更换版本需要{3}',
  'an upgrade from PostgreSQL {0} to {1} was begun and is not finished: go on with quorate upgrade PLAN --to {2}, or take it back with quorate upgrade PLAN --to {3} --back':
    '从 PostgreSQL {0} 到 {1} 的升级已开始而未完成：请用 quorate upgrade PLAN --to {2} 继续，或用 quorate upgrade PLAN --to {3} --back 退回',
};
