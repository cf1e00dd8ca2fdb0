import type { Fact } from './fact.ts';
import { mountFunction } from './mountFunction.ts';
import { parseFields } from './platform.ts';

/** The state of a host beside what the cluster puts there. Numbers are NaN, texts empty, where they could not be read. */
export interface HostCondition {
  readonly machineId: string;
  /** Another one at each boot: two addresses with the same one are the same machine. */
  readonly bootId: string;
  readonly hostName: string;
  /** Directories for temporary files, by path. */
  readonly temporary: ReadonlyMap<string, 'good' | 'missing' | 'unwritable' | 'noexec'>;
  /** Of the directories that a deployment writes to, those on a read-only file system. */
  readonly readOnly: readonly string[];
  /** Free inodes where a directory is; without file systems that have no such number. */
  readonly freeInodes: ReadonlyMap<string, number>;
  readonly ipv6Disabled: boolean;
  readonly hugePages: { readonly total: number; readonly sizeBytes: number };
  /** Limits that systemd gives to services which have none of their own: infinite where there is none. */
  readonly tasksMax: number;
  readonly processesMax: number;
  /** Limits of pam_limits that hold for service accounts: `postgres nproc 20`. */
  readonly userLimits: readonly { readonly domain: string; readonly item: string; readonly value: number }[];
  /** Who holds the locks of apt and dpkg, such as `unattended-upgr`. */
  readonly aptLockedBy: string;
  /** systemd's own word, such as `running`, `degraded` or `maintenance`. */
  readonly systemState: string;
  readonly failedUnits: readonly string[];
}

/** Where packages, files and notes go. */
const written = ['/etc', '/usr', '/var/lib', '/var/cache', '/run'];

/** Reads it. Two small files are written and removed, in the directories for temporary files. */
export const hostCondition: Fact<HostCondition> = {
  id: 'host-condition',
  command: `${mountFunction}
first() { local line=; read -r line 2>/dev/null <"$1"; printf '%s' "$line"; }
printf 'machine='; first /etc/machine-id; printf '\\nboot='; first /proc/sys/kernel/random/boot_id; printf '\\nhost='; first /proc/sys/kernel/hostname; echo
made=()
umask 077
set -C
for d in /tmp /var/tmp; do
  f=$d/.quorate.$$.$RANDOM$RANDOM
  if [ ! -d "$d" ]; then printf 'tmp=%s missing\\n' "$d"
  elif { printf '#!/bin/sh\\n' >"$f"; } 2>/dev/null; then made+=("$f")
  else [ ! -e "$f" ] || rm -f -- "$f"; printf 'tmp=%s unwritable\\n' "$d"; fi
done
[ \${#made[@]} -eq 0 ] || chmod 700 -- "\${made[@]}"
for f in "\${made[@]}"; do
  if "$f" 2>/dev/null; then s=good; else s=noexec; fi
  printf 'tmp=%s %s\\n' "\${f%/*}" "$s"
done
[ \${#made[@]} -eq 0 ] || rm -f -- "\${made[@]}"
for d in ${written.join(' ')}; do
  [ -d "$d" ] || continue
  mount_of "$d"
  case ,$OPTIONS, in *,ro,*) printf 'ro=%s\\n' "$d" ;; esac
done
df --output=itotal,iavail,target ${written.slice(0, 3).join(' ')} /tmp 2>/dev/null | while read -r total free target; do
  case $total in '' | 0 | *[!0-9]*) ;; *) printf 'inodes=%s %s\\n' "$free" "$target" ;; esac
done
off=1; read -r off 2>/dev/null </proc/sys/net/ipv6/conf/all/disable_ipv6
printf 'ipv6off=%s\\n' "$off"
while read -r name number _; do
  case $name in HugePages_Total:) printf 'hugepages=%s\\n' "$number" ;; Hugepagesize:) printf 'hugesize=%s\\n' $((number * 1024)) ;; esac
done </proc/meminfo
cat /etc/security/limits.conf /etc/security/limits.d/*.conf 2>/dev/null | awk '$1 !~ /^#/ && NF >= 4 && $2 ~ /^(hard|-)$/ && $3 ~ /^(nproc|nofile|fsize|as)$/ && $4 ~ /^[0-9]+$/ { print "limit=" $1 " " $3 " " $4 }'
printf 'apt=%s\\n' "$(lslocks -rno COMMAND,PATH 2>/dev/null | awk '/\\/var\\/lib\\/(dpkg\\/lock|apt\\/lists\\/lock)|\\/var\\/cache\\/apt\\/archives\\/lock/ { print $1; exit }')"
state= failed=
while IFS='=' read -r name value; do
  case $name in SystemState) state=$value ;; NFailedUnits) failed=$value ;; Default*) printf '%s=%s\\n' "$name" "$value" ;; esac
done < <(systemctl show -p DefaultTasksMax -p DefaultLimitNPROC -p SystemState -p NFailedUnits 2>/dev/null)
printf 'system=%s\\n' "$state"
[ "$failed" = 0 ] || systemctl list-units --failed --plain --no-legend 2>/dev/null | awk '{ print "failed=" $1 }' | head -n 10
true`,
  parse(output) {
    const fields = parseFields(output);
    const all = (key: string) =>
      output.split('\n').flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1).trim()] : []));
    const number = (key: string) => Number.parseFloat(fields.get(key) ?? '');
    const limit = (key: string) => {
      const text = fields.get(key) ?? '';
      return /^\d+$/.test(text) && text.length < 16 ? Number(text) : Number.POSITIVE_INFINITY;
    };
    return {
      machineId: fields.get('machine') ?? '',
      bootId: fields.get('boot') ?? '',
      hostName: fields.get('host') ?? '',
      temporary: new Map(
        all('tmp').flatMap((line) => {
          const [path = '', state] = line.split(' ');
          return state === 'good' || state === 'missing' || state === 'unwritable' || state === 'noexec'
            ? [[path, state] as const]
            : [];
        }),
      ),
      readOnly: all('ro').filter((path) => written.includes(path)),
      freeInodes: new Map(
        all('inodes').flatMap((line) => {
          const [, free, path] = /^(\d{1,15}) (.+)$/.exec(line) ?? [];
          return path === undefined ? [] : [[path, Number(free)] as const];
        }),
      ),
      ipv6Disabled: fields.get('ipv6off') === '1',
      hugePages: { total: number('hugepages'), sizeBytes: number('hugesize') },
      tasksMax: limit('DefaultTasksMax'),
      processesMax: limit('DefaultLimitNPROC'),
      userLimits: all('limit').flatMap((line) => {
        const [domain, item, value] = line.split(' ');
        return domain === undefined || item === undefined ? [] : [{ domain, item, value: Number(value) }];
      }),
      aptLockedBy: fields.get('apt') ?? '',
      systemState: fields.get('system') ?? '',
      failedUnits: all('failed'),
    };
  },
};
