import { createHash } from 'node:crypto';

/** Debian releases that lab hosts can run. */
export const labReleases = ['bookworm', 'trixie'] as const;
export type LabRelease = (typeof labReleases)[number];

/** What a plain Debian server has beside the essential packages (perl-base is one of those). */
export const imagePackages: readonly string[] = [
  'systemd',
  'systemd-sysv',
  'libpam-systemd',
  'dbus',
  'openssh-server',
  'sudo',
  'iproute2',
  'iputils-ping',
  'ca-certificates',
  'netbase',
  'procps',
  'less',
];

/**
 * What is changed in a fresh debootstrap tree, run inside it: nothing that names one machine stays, the network comes
 * up by systemd-networkd, and units that cannot work in a container are masked so that the system is not 'degraded'. So are the generators of
 * what a container never has: systemd starts every generator at each reload, and packages reload it often.
 */
export const finishScript = `set -e
apt-get clean
rm -f /etc/ssh/ssh_host_* /etc/hostname /etc/resolv.conf /var/lib/dbus/machine-id
rm -rf /var/lib/apt/lists/* /var/log/*.log /var/log/apt /var/cache/debconf/*-old /var/lib/dpkg/*-old
: >/etc/machine-id
: >/etc/apt/sources.list
printf 'LANG=C.UTF-8\\n' >/etc/default/locale
printf 'LANG=C.UTF-8\\n' >/etc/locale.conf
mkdir -p /var/log/journal /etc/systemd/network /root/.ssh
chmod 700 /root/.ssh
passwd -l root >/dev/null
systemctl enable systemd-networkd.service ssh.service >/dev/null 2>&1
systemctl mask systemd-networkd-wait-online.service systemd-timesyncd.service console-getty.service \\
  getty@tty1.service apt-daily.timer apt-daily-upgrade.timer >/dev/null 2>&1
mkdir -p /etc/systemd/system-generators
for name in cryptsetup debug gpt-auto hibernate-resume integritysetup rc-local run system-update tpm2 veritysetup; do
  ln -sf /dev/null "/etc/systemd/system-generators/systemd-$name-generator"
done
`;

/** Changes whenever an image of the release would be another one. */
export function imageHash(release: LabRelease): string {
  const content = JSON.stringify([release, imagePackages, finishScript]);
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
