/** Projects that go from one machine to another, by their English templates. */
export const handoverPhrases: Readonly<Record<string, string>> = {
  'The passphrase of a pack needs at least {0} characters: whoever has the file can guess at it. Nothing was written.':
    '打包文件的口令至少需要 {0} 个字符：拿到文件的人都可以尝试猜测。未写入任何内容。',
  '{0} is no age key: give the public one, which begins with age1 (age-keygen -y prints it). Nothing was written.':
    '{0} 不是 age 密钥：请给出以 age1 开头的公钥（可用 age-keygen -y 打印）。未写入任何内容。',
  '{0} cannot be opened with this passphrase. Nothing was written.': '此口令无法打开 {0}。未写入任何内容。',
  '{0} is encrypted for none of these keys. Ask whoever made it to pack it for yours, too. Nothing was written.':
    '{0} 并未为这些密钥加密。请让制作者同时为您的密钥打包。未写入任何内容。',
  'What was given as identity is no age key: it begins with AGE-SECRET-KEY-, as age-keygen writes it. Nothing was written.':
    '所给的身份不是 age 密钥：它应以 AGE-SECRET-KEY- 开头，由 age-keygen 生成。未写入任何内容。',
  '{0} is no pack: quorate project pack writes one. Nothing was written.':
    '{0} 不是打包文件：打包文件由 quorate project pack 生成。未写入任何内容。',
  '{0} was packed in format {1}, which this version does not read: use the version that packed it, or a newer one. Nothing was written.':
    '{0} 以格式 {1} 打包，此版本无法读取：请使用打包时的版本或更新的版本。未写入任何内容。',
  '{0} can be decrypted, and what is in it is no project: quorate project pack did not make it. Nothing was written.':
    '{0} 可以解密，但其中不是项目：它并非由 quorate project pack 生成。未写入任何内容。',
  '{0} is damaged: parts of it are missing or were changed. Get it again from where it was kept. Nothing was written.':
    '{0} 已损坏：部分内容缺失或被改动。请从保存处重新取得。未写入任何内容。',
  '{0} cannot be written: {1}': '无法写入 {0}：{1}',
  '{0} is there and is no pack: name another file.': '{0} 已存在且不是打包文件：请指定其他文件。',
  '{0} cannot be read: {1}': '无法读取 {0}：{1}',
  'The key file {0} cannot be read: {1}': '无法读取密钥文件 {0}：{1}',
  '{0} holds no age key in clear text (AGE-SECRET-KEY-...). A key file that is encrypted itself is decrypted first: age -d {1}.':
    '{0} 中没有明文的 age 密钥（AGE-SECRET-KEY-...）。若密钥文件本身已加密，请先解密：age -d {1}。',
  '{0} names no key. It holds age keys (age1...), one a line.': '{0} 中没有密钥。其中应每行一个 age 公钥（age1...）。',
  '{0} is there and belongs to another project. Unpack into another folder with --to.':
    '{0} 已存在并属于另一个项目。请用 --to 解包到其他文件夹。',
  '{0} of this project is under way here. Wait for its end, and unpack again.':
    '此处正在执行该项目的 {0}。请等待其结束后再解包。',
  'the secrets': '机密',
  'what was deployed': '已部署的内容',
  '{0} is not what the pack of {1} (by {2}) knows: {3} changed here since. Nothing was written. Give --overwrite to take what the pack has (a copy of what is here stays), --keep-plan to leave the plan file as it is, or unpack into another folder with --to.':
    '{0} 与 {1} 的打包（由 {2} 制作）所知的不同：此后这里的{3}有改动。未写入任何内容。可用 --overwrite 采用打包中的内容（此处内容会留下副本），用 --keep-plan 保留此处的方案文件，或用 --to 解包到其他文件夹。',
  '{0} cannot be written: {1}. Check its permissions and the space on its disk; run it again afterwards.':
    '无法写入 {0}：{1}。请检查其权限和磁盘空间，然后重新运行。',
  '{0} deployed at {1} what this folder does not know: {2}. A deployment from here would take that back. Take it in with quorate project pull, or go on knowingly with --over-newer':
    '{0} 于 {1} 部署了此文件夹不知道的内容：{2}。从这里部署会将其撤回。请用 quorate project pull 接收它，或用 --over-newer 明知而继续',
  'a plan that this version cannot read': '此版本无法读取的方案',
  'other passwords or certificates': '不同的密码或证书',
  '{0} more': '另有 {0} 项',
  'a plan with {0}': '方案不同之处：{0}',
  'no {0} (here {1})': '没有 {0}（此处为 {1}）',
  '{0}: {1} (here none)': '{0}：{1}（此处没有）',
  '{0}: {1} (here {2})': '{0}：{1}（此处为 {2}）',
  '{0} took the cluster over at {1}, since this folder was taken for lost; project {2} owns it now. Ask for a pack of that project (quorate project pack there, unpack here), or take it over in turn with quorate project recover':
    '{0} 于 {1} 接管了该集群，因为此文件夹被认为已丢失；现在它属于项目 {2}。请索取该项目的打包文件（在那边 quorate project pack，在这里 unpack），或用 quorate project recover 再次接管',
  'Note what is being deployed, and by whom': '记下正在部署的内容和部署者',
  'it belongs to project {0} (plan {1}), and the others to {2}: leave it out with --without, or recover that project by itself':
    '它属于项目 {0}（方案 {1}），而其他主机属于 {2}：请用 --without 排除它，或单独恢复那个项目',
  'Writing the new owner on every host': '正在每台主机上写入新的所有者',
  'The hosts of this plan hold no plan: a version that did not write one deployed them last. Ask whoever did for a pack of the project (quorate project pack).':
    '此方案的主机上没有保存方案：最近一次部署它们的版本不写入方案。请向部署者索取该项目的打包文件（quorate project pack）。',
  '{0} holds changes that were not deployed{1}. Nothing was taken in. Give --overwrite to take the deployed plan (a copy of the file stays), or --keep-plan to take in everything else and leave the file: the next deployment then brings what the file says.':
    '{0} 含有尚未部署的改动{1}。未接收任何内容。可用 --overwrite 采用已部署的方案（会留下该文件的副本），或用 --keep-plan 接收其他内容并保留该文件：下一次部署将以该文件为准。',
  '{0} deployed a plan at {1} that this version cannot read: use the version that deployed it, or a newer one.':
    '{0} 于 {1} 部署的方案此版本无法读取：请使用部署时的版本或更新的版本。',
  'Nothing was taken over: {0}': '未接管任何主机：{0}',
  '{0} is there already, with or without its folder. Name another file with --out: nothing that is here is replaced.':
    '{0} 或其文件夹已存在。请用 --out 指定其他文件：此处的任何内容都不会被替换。',
  'The hosts of {0} belong to several projects: {1}. Leave out those that are not meant with --without.':
    '{0} 的主机属于多个项目：{1}。请用 --without 排除无关的主机。',
  '{0} to {1}': '{0} 属于 {1}',
  'The cluster has no host {0}; it has {1}.': '该集群没有主机 {0}；它有 {1}。',
  'The plan file itself, its comments, and what does not show on the hosts: a version that did not keep it there deployed them. The plan was put together from what runs. Look through it before you deploy.':
    '方案文件本身、其中的注释以及在主机上看不出来的内容：部署它们的版本不在主机上保存方案。方案是根据运行中的内容拼合的。部署前请通读一遍。',
  'The keys of the authorities ({0}): they lay in the lost folder alone. Certificates that are there stay good. Bring new authorities in with quorate rotate PLAN ca.':
    '证书颁发机构的密钥（{0}）：只存在于丢失的文件夹中。现有证书仍然有效。请用 quorate rotate PLAN ca 引入新的颁发机构。',
  'The passwords {0}: hosts hold only what verifies them. They work on, and nobody can read them here; give them new ones with quorate rotate PLAN passwords when that suits.':
    '密码 {0}：主机上只有其校验值。它们继续有效，但在这里无法读出；方便时请用 quorate rotate PLAN passwords 更换。',
  'These secrets are on no host that was asked, and are made anew when you deploy: {0}.':
    '以下机密不在任何被询问的主机上，部署时会重新生成：{0}。',
  'Hosts differ in {0}: what most of them have was taken. Deploy to make them one.':
    '各主机的 {0} 不一致：已采用多数主机的值。请部署以使其一致。',
  'The bundle {0} of the plan: put it there again, or build one with quorate bundle build.':
    '方案的离线包 {0}：请重新放回原处，或用 quorate bundle build 制作一个。',
  '{0} carries no mark of this program: there is nothing to recover. Name a host of the cluster, or read a cluster that something else made with quorate import --from.':
    '{0} 上没有本程序的标记：没有可恢复的内容。请指定该集群的一台主机，或用 quorate import --from 读取由其他工具建立的集群。',
  'What runs there makes no plan: {0}. Look at it with quorate import --from {1}.':
    '那里运行的内容无法构成方案：{0}。请用 quorate import --from {1} 查看。',
  "{0} belongs to the deployment of plan {1} (project {2}). Nothing was changed: work on it from that project's folder.":
    '{0} 属于方案 {1} 的部署（项目 {2}）。未做任何更改：请在该项目的文件夹中操作。',
  '{0}: {1}. Nothing was changed.': '{0}：{1}。未做任何更改。',
  ': {0}': '：{0}',
  '{0} is still counted on. Take it out of the plan and run quorate deploy: that takes it out of etcd, also where it is dead. Then it can be forgotten.':
    '{0} 仍被依赖。请将其移出方案并运行 quorate deploy：即使它已宕机，部署也会将其移出 etcd。之后才能将其遗忘。',
  'No host has left this plan without being cleaned: there is nothing to forget.':
    '没有未经清理就离开本方案的主机：无需遗忘。',
  '{0} is none of the hosts that left this plan without being cleaned: {1}.':
    '{0} 不在未经清理就离开本方案的主机之列：{1}。',
};
