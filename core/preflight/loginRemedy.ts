import type { Host } from '../plan/plan.ts';
import { type PhraseValue, say } from '../wording/phrase.ts';
import type { LoginTrouble } from './loginTrouble.ts';

/** What mends a trouble: a command to paste where there is one, else the change to make. Each mends its own cause and no other. */
export function loginRemedy(trouble: LoginTrouble, host: Host | undefined): PhraseValue {
  const address = host?.address ?? 'HOST';
  const { user, port, key } = host?.ssh ?? { user: 'root', port: 22, key: undefined };
  const portOption = port === 22 ? '' : ` -p ${port}`;
  const sudoers = '/etc/sudoers.d/quorate';
  switch (trouble) {
    case 'auth-failed': {
      const identity = key === undefined ? '' : ` -i ${key}`;
      return say`ssh-copy-id${identity}${portOption} ${user}@${address}   # or set ssh.user and ssh.key in the plan`;
    }
    case 'host-key-changed':
      return say`ssh-keygen -R ${port === 22 ? address : `[${address}]:${port}`}   # only after you know why the key changed`;
    case 'host-key-unknown':
      return say`quorate preflight --accept-new-host-keys, after comparing the fingerprint`;
    case 'key-unusable':
      return say`ssh-keygen -y -f ${key ?? 'KEY'}   # a file that this cannot read, or a wrong passphrase, is no key: correct ssh.key or QUORATE_KEY_PASSPHRASE`;
    case 'too-many-keys':
      return say`ssh-add -D   # the agent offers too many keys before the right one; name it as ssh.key in the plan, or raise MaxAuthTries in the host's sshd_config`;
    case 'other-user':
      return say`set ssh.user to the user that the host names, and ssh.sudo: true`;
    case 'account-expired':
      return say`on the console of ${address}: chage -E -1 ${user}   # the account's end date; chage -l ${user} shows it`;
    case 'account-locked':
      return say`on the console of ${address}: faillock --user ${user} --reset; usermod -U ${user}`;
    case 'password-expired':
      return say`on the console of ${address}: passwd ${user}   # or chage -M -1 ${user}, for an account that logs in by key`;
    case 'logins-disabled':
      return say`on the console of ${address}: rm -f /etc/nologin /run/nologin   # they are there while a host boots or shuts down: look first whether it does`;
    case 'login-not-allowed':
      return say`on the console of ${address}: journalctl -u ssh -n 20   # AllowUsers, DenyUsers, /etc/security/access.conf or an expired account, and allow ${user}`;
    case 'no-shell':
      return say`on the console of ${address}: usermod -s /bin/bash ${user}`;
    case 'sftp-only':
      return say`on the console of ${address}: take ForceCommand internal-sftp away for ${user} (grep -rn sftp /etc/ssh), or set another ssh.user`;
    case 'forced-command':
      return say`on the console of ${address}: grep -rn 'command=' ~${user}/.ssh/authorized_keys; sshd -T -C user=${user} | grep -i forcecommand   # take it away for this key, or use another key; an exit in ~${user}/.bashrc does the same`;
    case 'bash-missing':
      return say`on the console of ${address}: apt-get install -y bash   # with ChrootDirectory in sshd_config, use a login outside of it`;
    case 'login-reads-input':
      return say`on the console of ${address}: take what reads input out of ~${user}/.bashrc, or put it behind: [[ $- == *i* ]] || return`;
    case 'few-sessions':
      return say`on ${address}: set MaxSessions 10 in /etc/ssh/sshd_config; systemctl reload ssh`;
    case 'turned-away':
      return say`on the console of ${address}: journalctl -u ssh -n 20   # MaxStartups, PerSourcePenalties, fail2ban or hosts.deny: allow this machine`;
    case 'login-late':
      return say`on the console of ${address}: uptime; grep -i usedns /etc/ssh/sshd_config   # a busy host, or sshd waits for a name server: turn UseDNS off`;
    case 'port-refuses':
      return say`on the console of ${address}: systemctl enable --now ssh; ss -ltnp | grep sshd   # then give its port as ssh.port`;
    case 'no-route':
      return say`ip route get ${address}   # this machine has no way there: its network, a VPN, or a wrong address in the plan`;
    case 'name-unknown':
      return say`getent hosts ${address}   # correct the name in the plan, or give the address`;
    case 'no-address':
      return say`give the address of the host in the plan`;
    case 'sudo-needs-password':
      return say`set QUORATE_SUDO_PASSWORD, or on the host as root: ${`echo '${user} ALL=(ALL:ALL) NOPASSWD: ALL' > ${sudoers}`}`;
    case 'sudo-wrong-password':
      return say`set QUORATE_SUDO_PASSWORD to the password of ${user} on ${address} (sudo -k; sudo -v tries it there)`;
    case 'sudo-refused':
      return say`on the host as root: ${`echo '${user} ALL=(ALL:ALL) NOPASSWD: ALL' > ${sudoers}`}   # sudo -l -U ${user} shows what is allowed`;
    case 'sudo-wants-terminal':
      return say`on the host as root: ${`echo 'Defaults:${user} !requiretty' > ${sudoers}-tty`}`;
    case 'sudo-missing':
      return user === 'root'
        ? say`set ssh.sudo: false in the plan: root needs no sudo`
        : say`on the host as root: apt-get install -y sudo && usermod -aG sudo ${user}   # or log in as root`;
    case 'sudo-broken':
      return say`on the host as root: visudo -c; ls -l /usr/bin/sudo; findmnt -T /usr/bin/sudo   # mend the file that it names; sudo must be root's with mode 4755, on a file system without nosuid`;
    case 'lost':
      return say`on the console of ${address}: journalctl -n 50   # it answered and then fell silent: its power, its network, its load`;
    case 'unreachable':
    case 'timeout':
      return say`ping ${address}   # then check its power, its network and a firewall in front of SSH`;
  }
}
