import type { Fact } from './fact.ts';

/** What earlier installations left on a host. */
export interface Leftovers {
  /** Directories that hold data: PostgreSQL clusters and etcd members. */
  readonly dataDirectories: readonly string[];
  /** Configuration files of the components. */
  readonly configurations: readonly string[];
  /** Active units of the components. */
  readonly units: readonly string[];
}

/**
 * Debian's `postgresql.service` is active wherever the package is, with no cluster at all: its instances are what runs. Likewise
 * `dcs.yml` is a template of the package and makes no member.
 */
const unitNames = ['patroni', 'etcd', 'haproxy', 'pgbouncer', 'vip-manager'];

/** Looks for data, configuration and running services of the components, whoever installed them. */
export const leftovers: Fact<Leftovers> = {
  id: 'leftovers',
  command: `
for d in /var/lib/postgresql/*/* /var/lib/etcd /var/lib/etcd/*; do
  [ -d "$d" ] || continue
  case $d in /var/lib/etcd) [ -d "$d/member" ] || continue ;; /var/lib/etcd/*) [ -d "$d/member" ] || continue ;; esac
  if [ -n "$(ls -A "$d" 2>/dev/null)" ]; then printf 'data\\t%s\\n' "$d"; fi
done
for f in /etc/patroni/config.yml /etc/patroni/*.yml /etc/etcd/*.yml /etc/etcd/*.yaml; do
  case $f in */dcs.yml) continue ;; esac
  if [ -s "$f" ]; then printf 'configuration\\t%s\\n' "$f"; fi
done
for u in ${unitNames.join(' ')}; do
  if systemctl -q is-active "$u.service" 2>/dev/null; then printf 'unit\\t%s\\n' "$u"; fi
done
systemctl list-units --plain --no-legend --state=active 'postgresql@*.service' 2>/dev/null | while read -r u rest; do
  printf 'unit\\t%s\\n' "\${u%.service}"
done`,
  parse(output) {
    const found = { data: new Set<string>(), configuration: new Set<string>(), unit: new Set<string>() };
    for (const line of output.split('\n')) {
      const [kind, value] = line.split('\t');
      if (value !== undefined && (kind === 'data' || kind === 'configuration' || kind === 'unit'))
        found[kind].add(value);
    }
    return { dataDirectories: [...found.data], configurations: [...found.configuration], units: [...found.unit] };
  },
};
