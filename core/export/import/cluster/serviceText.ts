import type { Fact } from '../../../facts/fact.ts';
import { parseDurationSeconds } from '../../../plan/quantities.ts';

/** Files of services with everything left out that may hold a password. */
export const serviceFiles: Fact<string> = {
  id: 'service-files',
  command: `for file in /etc/haproxy/haproxy.cfg /etc/haproxy/conf.d/*.cfg; do
  [ ! -f "$file" ] || { echo "=== haproxy"; grep -viE 'password|stats +auth' "$file"; }
done
for file in /etc/etcd/etcd.yml /etc/etcd/etcd.conf.yml /etc/etcd/etcd.conf /etc/default/etcd; do
  [ ! -f "$file" ] || { echo "=== etcd"; grep -iE '^ *"?(ETCD_)?(heartbeat|election|quota|listen)' "$file"; }
done
for file in /etc/pgbouncer/pgbouncer.ini; do
  [ ! -f "$file" ] || { echo "=== pgbouncer"; grep -E '^ *(listen_port|pool_mode|max_client_conn|default_pool_size|max_db_connections) *=' "$file"; }
done
for file in /etc/keepalived/keepalived.conf /etc/default/vip-manager*.yml /etc/vip-manager.yml /etc/patroni/vip-manager.yml; do
  [ ! -f "$file" ] || { echo "=== vip"; grep -vE 'auth_pass|password' "$file"; }
done
for file in /etc/pgsql/*vip* ; do [ ! -f "$file" ] || { echo "=== vip"; grep -vE 'password' "$file"; }; done
true`,
  parse: (output) => output,
};

/** The text of one service's files. */
export function sectionText(text: string, name: string): string {
  return text
    .split(/^=== /m)
    .filter((part) => part.startsWith(`${name}\n`))
    .map((part) => part.slice(name.length + 1))
    .join('\n');
}

export interface HaproxyReading {
  readonly ports: Readonly<Partial<Record<'primary' | 'replica' | 'default' | 'offline' | 'stats', number>>>;
  /** Seconds and counts, by the names of a plan's overrides. */
  readonly checks: Readonly<Record<string, number>>;
  readonly maxconn: number | undefined;
}

/**
 * Reads which port serves whom from haproxy.cfg: what a listener checks says whether it leads to the primary, and where its servers listen
 * says whether through the pool.
 * @param poolPort of PgBouncer; servers at other ports are PostgreSQL's own
 */
export function readHaproxy(text: string, poolPort: number): HaproxyReading {
  const ports: Record<string, number> = {};
  let checks: Record<string, number> = {};
  let maxconn: number | undefined;
  for (const section of text.split(/^(?=(?:listen|frontend|backend|defaults|global|userlist)\b)/m)) {
    const server = /^\s+default-server\s+(.*)$/m.exec(section)?.[1] ?? /^\s+server\s+(.*)$/m.exec(section)?.[1] ?? '';
    if (Object.keys(checks).length === 0) checks = serverChecks(server);
    if (!/^listen\b/.test(section)) continue;
    const port = Number(/^\s+bind\s+\S*:(\d+)/m.exec(section)?.[1]);
    if (!Number.isInteger(port)) continue;
    if (/^\s+stats\s+(?:enable|uri)/m.test(section)) {
      ports.stats ??= port;
      continue;
    }
    const check = /\s(\/[\w-]*)/.exec(/^\s+(?:option\s+httpchk|http-check\s+send)\s.*$/m.exec(section)?.[0] ?? '')?.[1];
    if (check === undefined) continue;
    const targets = [...section.matchAll(/^\s+server\s+\S+\s+\S*:(\d+)/gm)].map((match) => Number(match[1]));
    const pooled = targets.includes(poolPort);
    const service = /^\/(primary|master|leader|read-write)?$/.test(check)
      ? pooled
        ? 'primary'
        : 'default'
      : pooled
        ? 'replica'
        : 'offline';
    ports[service] ??= port;
    maxconn ??= numberAfter(section, /^\s+maxconn\s+(\d+)/m) ?? numberAfter(server, /\bmaxconn\s+(\d+)/);
  }
  return { ports, checks, maxconn };
}

function serverChecks(options: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of ['inter', 'fastinter', 'downinter'] as const) {
    const value = new RegExp(`(?:^|\\s)${name}\\s+(\\d+\\w*)`).exec(options)?.[1];
    // HAProxy counts milliseconds where no unit stands.
    const seconds = value === undefined ? undefined : parseDurationSeconds(/\D$/.test(value) ? value : `${value}ms`);
    if (seconds !== undefined) found[name] = seconds;
  }
  for (const name of ['rise', 'fall'] as const) {
    const value = numberAfter(options, new RegExp(`(?:^|\\s)${name}\\s+(\\d+)`));
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Reads `key = value`, `key: value` and `ETCD_KEY="value"`. */
export function settingIn(text: string, name: string): string | undefined {
  const pattern = `^\\s*"?(?:ETCD_)?${name.replaceAll('-', '[-_]')}"?\\s*[:=]\\s*"?([^"\\n]*?)"?\\s*$`;
  return new RegExp(pattern, 'im').exec(text)?.[1];
}

/** As `settingIn`, for a whole number. */
export function numberIn(text: string, name: string): number | undefined {
  const value = settingIn(text, name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** The virtual IP of keepalived or vip-manager, and its interface. */
export function readVip(text: string): { readonly address: string; readonly interface: string } | undefined {
  const keepalived = /virtual_ipaddress\s*\{\s*(\S+)/.exec(text)?.[1];
  const address = keepalived ?? joined(settingIn(text, 'ip'), settingIn(text, 'netmask'));
  const device = keepalived === undefined ? settingIn(text, 'interface') : /^\s*interface\s+(\S+)/m.exec(text)?.[1];
  if (address === undefined || device === undefined) return undefined;
  return { address: address.includes('/') ? address : `${address}/32`, interface: device };
}

function joined(address: string | undefined, prefix: string | undefined): string | undefined {
  return address === undefined ? undefined : `${address}/${prefix ?? 24}`;
}

function numberAfter(text: string, pattern: RegExp): number | undefined {
  const value = pattern.exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}
