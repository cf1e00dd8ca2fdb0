/** Why nobody can log in or use sudo, and what mends it, by their English templates. */
export const loginPhrases: Readonly<Record<string, string>> = {
  'port refuses': '端口拒绝连接',
  'no route': '没有路由',
  'name unknown': '名称无法解析',
  'no address': '没有地址',
  'login takes too long': '登录耗时过长',
  'turned away before the login': '登录前即被拒绝',
  'too many keys offered': '提供的密钥过多',
  'key cannot be used': '密钥不可用',
  'another user is wanted': '应使用其他用户登录',
  'account expired': '账户已过期',
  'account locked': '账户已锁定',
  'password expired': '密码已过期',
  'logins disabled': '已禁止登录',
  'login not allowed': '不允许登录',
  'no login shell': '没有登录 shell',
  'file transfer only': '仅允许文件传输',
  'forced command': '强制命令',
  'no bash': '没有 bash',
  'start-up file reads input': '启动文件读取了输入',
  'too few sessions': '会话数过少',
  'sudo missing': '缺少 sudo',
  'sudo wants a terminal': 'sudo 要求终端',
  'sudo password wrong': 'sudo 密码错误',
  'sudo broken': 'sudo 无法使用',
  'it says: {0}': '它的回应是：{0}',
  'too many keys were offered before the right one': '在正确的密钥之前提供了过多的密钥',
  'it closed the connection during the login, as sshd does for an account that may not log in':
    '它在登录过程中关闭了连接；账户不得登录时 sshd 会如此',
  '{0} ({1}, port {2}) refused the login of {3}: {4}.': '{0}（{1}，端口 {2}）拒绝了 {3} 的登录：{4}。',
  '{0} may log in, but no script can be run: {1}.': '{0} 可以登录，但无法运行脚本：{1}。',
  '{0}: {1}.': '{0}：{1}。',
  'a start-up file of {0} reads from the input of scripts, which arrive cut off. Nothing was run.':
    '{0} 的某个启动文件读取了脚本的输入，脚本因此不完整。没有运行任何内容。',
  'Check that the service there runs.': '请确认那里的服务正在运行。',
  'ssh-copy-id{0}{1} {2}@{3}   # or set ssh.user and ssh.key in the plan':
    'ssh-copy-id{0}{1} {2}@{3}   # 或在方案中设置 ssh.user 与 ssh.key',
  'ssh-keygen -y -f {0}   # a file that this cannot read, or a wrong passphrase, is no key: correct ssh.key or QUORATE_KEY_PASSPHRASE':
    'ssh-keygen -y -f {0}   # 此命令读不了的文件或口令错误即不可用：请更正 ssh.key 或 QUORATE_KEY_PASSPHRASE',
  "ssh-add -D   # the agent offers too many keys before the right one; name it as ssh.key in the plan, or raise MaxAuthTries in the host's sshd_config":
    'ssh-add -D   # agent 在正确的密钥之前提供了过多的密钥；请在方案中以 ssh.key 指定，或提高主机 sshd_config 中的 MaxAuthTries',
  'set ssh.user to the user that the host names, and ssh.sudo: true':
    '将 ssh.user 设为主机所指出的用户，并设置 ssh.sudo: true',
  "on the console of {0}: chage -E -1 {1}   # the account's end date; chage -l {2} shows it":
    '在 {0} 的控制台上：chage -E -1 {1}   # 账户的截止日期；chage -l {2} 可查看',
  'on the console of {0}: faillock --user {1} --reset; usermod -U {2}':
    '在 {0} 的控制台上：faillock --user {1} --reset; usermod -U {2}',
  'on the console of {0}: passwd {1}   # or chage -M -1 {2}, for an account that logs in by key':
    '在 {0} 的控制台上：passwd {1}   # 以密钥登录的账户也可用 chage -M -1 {2}',
  'on the console of {0}: rm -f /etc/nologin /run/nologin   # they are there while a host boots or shuts down: look first whether it does':
    '在 {0} 的控制台上：rm -f /etc/nologin /run/nologin   # 主机启动或关机期间会有这些文件：请先确认',
  'on the console of {0}: journalctl -u ssh -n 20   # AllowUsers, DenyUsers, /etc/security/access.conf or an expired account, and allow {1}':
    '在 {0} 的控制台上：journalctl -u ssh -n 20   # 检查 AllowUsers、DenyUsers、/etc/security/access.conf 或账户过期，并放行 {1}',
  'on the console of {0}: usermod -s /bin/bash {1}': '在 {0} 的控制台上：usermod -s /bin/bash {1}',
  'on the console of {0}: take ForceCommand internal-sftp away for {1} (grep -rn sftp /etc/ssh), or set another ssh.user':
    '在 {0} 的控制台上：取消对 {1} 的 ForceCommand internal-sftp（grep -rn sftp /etc/ssh），或设置其他 ssh.user',
  "on the console of {0}: grep -rn 'command=' ~{1}/.ssh/authorized_keys; sshd -T -C user={2} | grep -i forcecommand   # take it away for this key, or use another key; an exit in ~{3}/.bashrc does the same":
    "在 {0} 的控制台上：grep -rn 'command=' ~{1}/.ssh/authorized_keys; sshd -T -C user={2} | grep -i forcecommand   # 为此密钥取消强制命令，或换用其他密钥；~{3}/.bashrc 中的 exit 也有同样效果",
  'on the console of {0}: apt-get install -y bash   # with ChrootDirectory in sshd_config, use a login outside of it':
    '在 {0} 的控制台上：apt-get install -y bash   # 若 sshd_config 中有 ChrootDirectory，请使用不受其限制的登录账户',
  'on the console of {0}: take what reads input out of ~{1}/.bashrc, or put it behind: [[ $- == *i* ]] || return':
    '在 {0} 的控制台上：从 ~{1}/.bashrc 中去掉读取输入的命令，或放在此行之后：[[ $- == *i* ]] || return',
  'on {0}: set MaxSessions 10 in /etc/ssh/sshd_config; systemctl reload ssh':
    '在 {0} 上：在 /etc/ssh/sshd_config 中设置 MaxSessions 10；systemctl reload ssh',
  'on the console of {0}: journalctl -u ssh -n 20   # MaxStartups, PerSourcePenalties, fail2ban or hosts.deny: allow this machine':
    '在 {0} 的控制台上：journalctl -u ssh -n 20   # 检查 MaxStartups、PerSourcePenalties、fail2ban 或 hosts.deny：放行本机',
  'on the console of {0}: uptime; grep -i usedns /etc/ssh/sshd_config   # a busy host, or sshd waits for a name server: turn UseDNS off':
    '在 {0} 的控制台上：uptime; grep -i usedns /etc/ssh/sshd_config   # 主机繁忙，或 sshd 在等待名称服务器：关闭 UseDNS',
  'on the console of {0}: systemctl enable --now ssh; ss -ltnp | grep sshd   # then give its port as ssh.port':
    '在 {0} 的控制台上：systemctl enable --now ssh; ss -ltnp | grep sshd   # 然后将其端口填入 ssh.port',
  'ip route get {0}   # this machine has no way there: its network, a VPN, or a wrong address in the plan':
    'ip route get {0}   # 本机没有通往那里的路由：检查网络、VPN，或方案中的地址',
  'give the address of the host in the plan': '在方案中填写该主机的地址',
  'getent hosts {0}   # correct the name in the plan, or give the address':
    'getent hosts {0}   # 更正方案中的名称，或直接填写地址',
  'set QUORATE_SUDO_PASSWORD, or on the host as root: {0}': '设置 QUORATE_SUDO_PASSWORD，或在主机上以 root 执行：{0}',
  'set QUORATE_SUDO_PASSWORD to the password of {0} on {1} (sudo -k; sudo -v tries it there)':
    '将 QUORATE_SUDO_PASSWORD 设为 {0} 在 {1} 上的密码（可在那里用 sudo -k; sudo -v 验证）',
  'on the host as root: {0}   # sudo -l -U {1} shows what is allowed':
    '在主机上以 root 执行：{0}   # sudo -l -U {1} 可查看允许的内容',
  'on the host as root: {0}': '在主机上以 root 执行：{0}',
  'set ssh.sudo: false in the plan: root needs no sudo': '在方案中设置 ssh.sudo: false：root 不需要 sudo',
  'on the host as root: apt-get install -y sudo && usermod -aG sudo {0}   # or log in as root':
    '在主机上以 root 执行：apt-get install -y sudo && usermod -aG sudo {0}   # 或以 root 登录',
  "on the host as root: visudo -c; ls -l /usr/bin/sudo; findmnt -T /usr/bin/sudo   # mend the file that it names; sudo must be root's with mode 4755, on a file system without nosuid":
    '在主机上以 root 执行：visudo -c; ls -l /usr/bin/sudo; findmnt -T /usr/bin/sudo   # 修复它所指出的文件；sudo 必须属于 root、模式 4755，且所在文件系统没有 nosuid',
  'on the console of {0}: journalctl -n 50   # it answered and then fell silent: its power, its network, its load':
    '在 {0} 的控制台上：journalctl -n 50   # 它曾应答而后沉默：检查电源、网络与负载',
};
