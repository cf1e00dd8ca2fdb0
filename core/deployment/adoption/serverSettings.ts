import type { ServerSetting } from '../../facts/singleServer.ts';
import { isOwnedParameter, type Parameters } from '../../render/postgresParameters.ts';

/** What becomes of the settings of a PostgreSQL that is adopted. */
export interface SettledSettings {
  /** Somebody has written them, and the plan says nothing: they stay, in `postgresql.base.conf`. */
  readonly kept: readonly ServerSetting[];
  /** Somebody has written them, and the plan says otherwise. */
  readonly replaced: readonly Replaced[];
  /** Nobody has written them, and the plan brings them. */
  readonly brought: readonly string[];
  /** Made with ALTER SYSTEM, which wins over everything: in the way of what the plan or Patroni sets. */
  readonly inTheWay: readonly string[];
}

export interface Replaced {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Patroni hands these over on the command line, where nothing wins over them. */
const onCommandLine: ReadonlySet<string> = new Set([
  'listen_addresses',
  'port',
  'cluster_name',
  'hot_standby',
  'wal_log_hints',
]);

/** Belongs to the directories of Debian's own server, which goes. */
const ofDebian: ReadonlySet<string> = new Set(['stats_temp_directory']);

/** Weighs what a server has set against what the plan sets. @param wanted what the member will run with */
export function settleSettings(settings: readonly ServerSetting[], wanted: Parameters): SettledSettings {
  const planned = new Map(Object.entries(wanted).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const kept: ServerSetting[] = [];
  const replaced: Replaced[] = [];
  const brought: string[] = [];
  const inTheWay: string[] = [];
  for (const setting of settings) {
    const name = setting.name.toLowerCase();
    const to = planned.get(name);
    const differs = to !== undefined && !sameValue(setting.value, to);
    if (setting.source === 'system') {
      if (!onCommandLine.has(name) && (differs || (to === undefined && isOwnedParameter(name)))) inTheWay.push(name);
    } else if (setting.source === 'default') {
      if (differs && !isOwnedParameter(name)) brought.push(name);
    } else if (to === undefined) {
      if (!isOwnedParameter(name) && !ofDebian.has(name)) kept.push(setting);
    } else if (differs && !isOwnedParameter(name)) replaced.push({ name, from: setting.value, to });
  }
  return { kept, replaced, brought, inTheWay };
}

/** The file that Patroni includes before everything that it sets itself; replicas copy it with the data. */
export function baseConfig(kept: readonly ServerSetting[]): string {
  const lines = kept.map(({ name, value }) => `${name} = '${quoted(value)}'`);
  return `# Settings that this server had before it became part of a cluster, and that the plan does not set.\n${lines.join('\n')}\n`;
}

/** As the scanner of postgresql.conf reads it back (guc-file.l, GUC_scanstr). */
function quoted(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n');
}

const units: Readonly<Record<string, readonly [kind: string, factor: number]>> = {
  B: ['bytes', 1],
  kB: ['bytes', 2 ** 10],
  MB: ['bytes', 2 ** 20],
  GB: ['bytes', 2 ** 30],
  TB: ['bytes', 2 ** 40],
  us: ['time', 0.001],
  ms: ['time', 1],
  s: ['time', 1000],
  min: ['time', 60_000],
  h: ['time', 3_600_000],
  d: ['time', 86_400_000],
};

/** Whether two ways to write a value mean the same, as far as that can be told without PostgreSQL. */
export function sameValue(one: string, other: string): boolean {
  const [left, right] = [canonical(one), canonical(other)];
  return left === right;
}

function canonical(value: string): string {
  const text = value.trim();
  if (/^(?:on|true|yes)$/i.test(text)) return 'on';
  if (/^(?:off|false|no)$/i.test(text)) return 'off';
  const [, number, unit = ''] = /^(-?\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text) ?? [];
  const known = units[unit];
  if (number !== undefined && unit === '') return String(Number(number));
  if (number !== undefined && known !== undefined) return `${known[0]} ${Number(number) * known[1]}`;
  return text
    .replaceAll(/\s*,\s*/g, ', ')
    .replaceAll(/["']/g, '')
    .toLowerCase();
}
