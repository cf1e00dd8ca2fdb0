import { type Fact, wholeNumber } from './fact.ts';

/** What kind of system a host is. */
export interface Platform {
  /** `ID` of os-release, such as `debian`. */
  readonly id: string;
  /** `VERSION_CODENAME`, such as `bookworm`. */
  readonly codename: string;
  /** dpkg's name of the architecture, such as `amd64`. */
  readonly architecture: string;
  /** Name of process 1: `systemd` where systemd runs the host. */
  readonly init: string;
  /** `none` on real machines and unknown ones; else what systemd-detect-virt says, such as `kvm` or `systemd-nspawn`. */
  readonly virtualization: string;
  /** Effective user of the gathering script: 0 when root or sudo works. */
  readonly uid: number;
}

/** Reads distribution, architecture, init system and effective user. */
export const platform: Fact<Platform> = {
  id: 'platform',
  command: `
. /etc/os-release 2>/dev/null || true
printf 'id=%s\\n' "\${ID:-}"
printf 'codename=%s\\n' "\${VERSION_CODENAME:-}"
printf 'architecture=%s\\n' "$(dpkg --print-architecture 2>/dev/null || uname -m)"
init=; read -r init 2>/dev/null </proc/1/comm
printf 'init=%s\\n' "$init"
printf 'virtualization=%s\\n' "$(systemd-detect-virt 2>/dev/null || true)"
printf 'uid=%s\\n' "$EUID"`,
  parse(output) {
    const fields = parseFields(output);
    const uid = fields.get('uid') ?? '';
    return {
      id: fields.get('id') ?? '',
      codename: fields.get('codename') ?? '',
      architecture: fields.get('architecture') ?? '',
      init: fields.get('init') ?? '',
      virtualization: fields.get('virtualization') || 'none',
      uid: uid === '' ? Number.NaN : wholeNumber(uid, `uid=${uid}`),
    };
  },
};

/** What systemd-detect-virt calls systems that share their kernel with their machine and with each other. */
const containers: ReadonlySet<string> = new Set([
  'container-other',
  'docker',
  'lxc',
  'lxc-libvirt',
  'openvz',
  'podman',
  'pouch',
  'proot',
  'rkt',
  'systemd-nspawn',
  'wsl',
]);

/** Whether a host shares its kernel: clock, kernel settings and memory pages are not its own. */
export function sharesKernel({ virtualization }: Platform): boolean {
  return containers.has(virtualization);
}

/** Reads `key=value` lines; later lines win, other lines are ignored. */
export function parseFields(output: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of output.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) fields.set(line.slice(0, at), line.slice(at + 1).trim());
  }
  return fields;
}
