/** What goes wrong with a host's SSH, by its English template. */
export const sshPhrases: Readonly<Record<string, string>> = {
  unreachable: '不可达',
  'auth-failed': '登录被拒绝',
  'host-key-unknown': '主机密钥未知',
  'host-key-changed': '主机密钥已变化',
  'sudo-needs-password': 'sudo 需要密码',
  'sudo-refused': 'sudo 被拒绝',
  lost: '连接中断',
  'Cannot log in to {0} as {1}: {2}. Name a key file in the plan (ssh.key), or start an agent and add a key to it.':
    '无法以 {1} 登录 {0}：{2}。请在方案中指定密钥文件（ssh.key），或启动 SSH agent 并加入密钥。',
  'an SSH agent is wanted, but SSH_AUTH_SOCK is not set': '方案要求使用 SSH agent，但未设置 SSH_AUTH_SOCK',
  'no key, agent or password is configured': '没有配置密钥、agent 或密码',
  'Cannot log in to {0}: the key {1} cannot be used: {2}. {3}': '无法登录 {0}：密钥 {1} 不可用：{2}。{3}',
  'Check the path (ssh.key in the plan).': '请检查路径（方案中的 ssh.key）。',
  'Give its passphrase, or add the key to an SSH agent.': '请提供其口令，或将该密钥加入 SSH agent。',
  'Name a private key in OpenSSH or PEM format.': '请指定 OpenSSH 或 PEM 格式的私钥。',
  'it is a public key': '它是公钥',
  'Name the private key: the file without .pub.': '请指定私钥，即不带 .pub 的文件。',
  '{0} ({1}, port {2}) shows a host key that is not known: {3} {4}. Compare it with "ssh-keygen -lf" on the host, then confirm it, or accept new keys with --accept-new-host-keys.':
    '{0}（{1}，端口 {2}）出示了未知的主机密钥：{3} {4}。请在主机上用 "ssh-keygen -lf" 比对后予以确认，或用 --accept-new-host-keys 接受新密钥。',
  '{0} line {1}': '{0} 第 {1} 行',
  '{0} ({1}, port {2})': '{0}（{1}，端口 {2}）',
  '{0} shows a host key that is revoked in {1}': '{0} 出示的主机密钥在 {1} 中已被吊销',
  '{0} shows a host key ({1} {2}) that is not the one recorded in {3} ({4} {5})':
    '{0} 出示的主机密钥（{1} {2}）与 {3} 中记录的（{4} {5}）不同',
  '{0}. Somebody may be in between, or the host was installed anew. Nothing was sent to it. If you know that it was, remove that line and try again.':
    '{0}。可能有人介于其间，也可能主机已重新安装。没有向它发送任何内容。若确知是重新安装，请删除该行后重试。',
  'the connection was closed': '连接被关闭',
  '{0} ({1}, port {2}) refused the login of {3}: none of {4} was accepted. Check the user, and that the key is in ~{5}/.ssh/authorized_keys on the host.':
    '{0}（{1}，端口 {2}）拒绝了 {3} 的登录：{4} 均未被接受。请检查用户，并确认密钥在主机的 ~{5}/.ssh/authorized_keys 中。',
  'the key {0}': '密钥 {0}',
  "the agent's keys": 'agent 中的密钥',
  'the password': '密码',
  'Check that sshd runs there and listens on that port.': '请确认 sshd 正在运行并监听该端口。',
  'Check the address and port in the plan, the network, and that the host is up.':
    '请检查方案中的地址与端口、网络，并确认主机已开机。',
  'Cannot reach {0} ({1}, port {2}): {3}. {4}': '无法连接 {0}（{1}，端口 {2}）：{3}。{4}',
  'it closed {0} connections before the login ({1})': '它在登录之前关闭了 {0} 个连接（{1}）',
  'Check MaxStartups in its sshd_config and its journal.': '请检查其 sshd_config 中的 MaxStartups 及其日志。',
  'its jump host {0} could not connect: {1}': '跳板机 {0} 无法连接它：{1}',
  'Check the address and port in the plan, and that {0} reaches it and allows TCP forwarding.':
    '请检查方案中的地址与端口，并确认 {0} 能到达它且允许 TCP 转发。',
  '{0} ({1}, port {2}) answered, but its login was not done within {3} seconds. Check that the host is up, and firewalls in between.':
    '{0}（{1}，端口 {2}）有应答，但 {3} 秒内未完成登录。请确认主机正常运行，并检查途中的防火墙。',
  '{0} ({1}, port {2}) did not answer within {3} seconds. Check that the host is up, and firewalls in between.':
    '{0}（{1}，端口 {2}）在 {3} 秒内无应答。请确认主机已开机，并检查途中的防火墙。',
  ' ({0})': '（{0}）',
  'The connection to {0} ({1}) was lost{2}. Check that the host is up and reachable, then try again.':
    '与 {0}（{1}）的连接已中断{2}。请确认主机已开机且可达，然后重试。',
  'could not reach {0} port {1}': '无法连接 {0} 的端口 {1}',
  'refuses to run a script': '拒绝运行脚本',
  'Check MaxSessions in its sshd_config, and its load.': '请检查其 sshd_config 中的 MaxSessions 以及负载。',
  '{0} ({1}) {2}: {3}. {4}': '{0}（{1}）{2}：{3}。{4}',
  '{0} could not write {1}: {2}. Check the disk space and the permissions there.':
    '{0} 无法写入 {1}：{2}。请检查其磁盘空间与权限。',
  'On {0} ({1}): {2}': '在 {0}（{1}）上：{2}',
  'the channel failed: {0}.': '通道失败：{0}。',
  'the connection was lost while a script ran. Whether it ended is unknown: look at the host and run again.':
    '脚本运行期间连接中断，无法得知其是否结束：请查看主机后重新运行。',
  nothing: '无输出',
  'sudo asks {0} for a password. Give the sudo password, or allow {1} to use sudo without one (NOPASSWD).':
    'sudo 要求 {0} 输入密码。请提供 sudo 密码，或允许 {1} 免密使用 sudo（NOPASSWD）。',
  'the sudo password was refused': 'sudo 密码被拒绝',
  'sudo refused {0}': 'sudo 拒绝了 {0}',
  'a script was not done after {0} seconds and was told to stop. Look at the load and the journal of the host, then try again.':
    '某个脚本在 {0} 秒后仍未完成，已通知其停止。请查看主机的负载与日志，然后重试。',
  '{0} host keys are seen for the first time. Compare their fingerprints with those of the hosts, confirm them, and try again.':
    '首次见到 {0} 个主机密钥。请与主机上的指纹比对、确认后重试。',
};
