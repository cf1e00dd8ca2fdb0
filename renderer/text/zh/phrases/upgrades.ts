/** What upgrades say, by its English template. */
export const upgradePhrases: Readonly<Record<string, string>> = {
  'Upgrade the packages': '升级软件包',
  'Bring PostgreSQL, Patroni, etcd and the other packages to the newest versions on offer, one host after the other.':
    '逐台主机将 PostgreSQL、Patroni、etcd 及其他软件包升级到可获得的最新版本。',
  'What is newer than on the hosts is installed, from where the plan takes its packages, and its services restart one after the other: the members of etcd, the replicas, and the primary once it has handed over. Connections to what restarts are cut off. A handing over stops writes for about {0} s ({1} s at worst); where nothing is newer, nothing is done.':
    '从方案的软件包来源安装比主机上更新的版本，并逐个重启其服务：先是 etcd 成员，再是副本，最后是移交之后的原主库。与重启服务之间的连接会中断。移交使写入停止约 {0} 秒（最坏 {1} 秒）；没有更新版本时什么也不做。',
  'Nothing was upgraded:\n{0}': '未做任何升级：\n{0}',
  'Nothing more is upgraded while not everything runs, since what restarts could then be missed:\n{0}\nMend that first; quorate status shows it. Then run this again.':
    '并非一切都在运行，此时重启会造成缺位，因此不再继续升级：\n{0}\n请先排除该问题（quorate status 会显示），再重新运行。',
  'Nothing to upgrade: nothing newer than on the hosts is on offer.': '无需升级：没有比主机上更新的版本。',
  'What an upgrade that was cut off had left to do is done; nothing newer is on offer.':
    '被中断的升级所剩的工作已完成；没有更新的版本。',
  '{0} packages on {1} hosts were upgraded, and everything runs with them.':
    '已在 {1} 台主机上升级 {0} 个软件包，一切均以新版本运行。',
  'Waiting until everything runs': '正在等待一切恢复运行',
  'everything of the cluster runs': '集群的一切均在运行',
  'everything runs again as before': '一切恢复如前',
  'Upgrading {0}: {1}': '正在升级 {0}：{1}',
  'Upgrade {0}': '升级 {0}',
  'Restarting {0} on {1}, which an upgrade that was cut off has left to do':
    '正在 {1} 上重启 {0}：被中断的升级尚未完成此步',
  'Restart Patroni and PostgreSQL of {0} with their new version': '以新版本重启 {0} 的 Patroni 与 PostgreSQL',
  'Restart the etcd member with its new version': '以新版本重启 etcd 成员',
  'Restart {0} with its new version': '以新版本重启 {0}',
  'Reload {0} with its new version': '以新版本重新加载 {0}',
  'Note that the services run with their new versions': '记录服务已以新版本运行',
  'Handing {0} over from {1} to {2}, which has its new version': '正在将 {0} 从 {1} 移交给已升级的 {2}',
  '{0} leads {1} and everybody follows': '{0} 成为 {1} 的主库，且全部成员均在跟随',
  'Bring the packages that were left half-installed to their end': '完成安装到一半的软件包',
  'Mending the packages of {0}, whose installation was cut off': '正在修复 {0} 上安装被中断的软件包',
  'no package of {0} is half-installed': '{0} 上没有安装到一半的软件包',
  '{0} still has packages that are half-installed: dpkg --audit there says which, and why.':
    '{0} 上仍有安装到一半的软件包：在该主机上运行 dpkg --audit 可知是哪些及其原因。',
  'Holding the packages of {0} again': '正在重新保持 {0} 的软件包版本',
  'the packages of {0} are on hold': '{0} 的软件包已保持在当前版本',
  '{0} does not keep the hold of its packages: look at apt-mark showhold there.':
    '{0} 未能保持其软件包版本：请在该主机上查看 apt-mark showhold。',
  'etcd has no majority without its member on {0}: until that is back nobody could take over. Patroni keeps its leader meanwhile.':
    '缺少 {0} 上的成员，etcd 就没有多数：在它恢复之前无人能够接管。在此期间 Patroni 保留其主库。',
  '{0} was upgraded, and after {1} s not everything runs as before: {2}. Nothing else was begun. Mend that, then run this again: it goes on from there.':
    '{0} 已升级，但 {1} 秒后仍未恢复如前：{2}。其他步骤均未开始。请排除该问题后重新运行：会从此处继续。',
  'HAProxy on {0} has fewer servers for {1} than before': '{0} 上的 HAProxy 为 {1} 提供的服务器少于之前',
  '{0} leads {1} and would have to restart, and no other member may take over. Let a replica run and follow first; quorate status shows them.':
    '{0} 是 {1} 的主库且需要重启，而没有其他成员可以接管。请先让一个副本运行并跟随；quorate status 会显示各成员。',
  '{0} leads {1}, and no other member may take over': '{0} 是 {1} 的主库，而没有其他成员可以接管',
  '{0} cannot be reached: {1}': '无法连接 {0}：{1}',
  '{0} is paused: end that with quorate resume': '{0} 已暂停：请用 quorate resume 恢复',
  '{0}: {1} stay as they are, since somebody else holds them; apt-mark unhold on the host lets them go':
    '{0}：{1} 保持不变，因为它们被他人保持在当前版本；在主机上用 apt-mark unhold 可以解除',
  'nothing was deployed on it from this project: run quorate deploy first':
    '本项目未在其上部署：请先运行 quorate deploy',
  'it belongs to the deployment of plan {0}, which another project folder made: upgrade it from there':
    '它属于方案 {0} 的部署，由另一个项目文件夹完成：请从那里升级',
  'it runs {0}, and this program knows {1} alone': '它运行 {0}，而本程序只支持 {1}',
  'it lacks {0}: run quorate deploy first': '它缺少 {0}：请先运行 quorate deploy',
  'it runs {0} on {1}, and {2} is not for it: build one with quorate bundle build --plan':
    '它在 {1} 上运行 {0}，而 {2} 不适用于它：请用 quorate bundle build --plan 制作',
  'its package sources cannot be read: {0}. Check its network, its name server and its proxy, or upgrade from a bundle (packages.source: bundle)':
    '无法读取其软件包来源：{0}。请检查其网络、域名服务器与代理，或使用离线包升级（packages.source: bundle）',
  'the upgrade would remove {0} from it: remove that first if nobody needs it':
    '升级会从其上移除 {0}：若无人需要，请先自行移除',
  'the upgrade would put {0} back to an older version: look at the pins of the host in /etc/apt/preferences.d':
    '升级会使 {0} 退回旧版本：请查看该主机 /etc/apt/preferences.d 中的优先级设置',
  'the upgrade needs other versions of {0}, which somebody holds there: end the hold with apt-mark unhold':
    '升级需要 {0} 的其他版本，而它在那里被保持在当前版本：请用 apt-mark unhold 解除',
  'apt cannot upgrade {0}: {1}. apt-get install --dry-run there says more':
    'apt 无法升级 {0}：{1}。在该主机上运行 apt-get install --dry-run 可知详情',
  '{0} cannot be looked at before it is done.': '{0} 无法预先查看。',
  '{0} did not tell what its package sources have. Log in and look at apt-get update there, then run again.':
    '{0} 未告知其软件包来源中有什么。请登录并查看那里的 apt-get update，然后重新运行。',
  '{0} is the only member that could take over: until it is back nobody could.':
    '{0} 是唯一可以接管的成员：在它恢复之前无人能够接管。',
  'Nothing was changed.': '未做任何更改。',
};
