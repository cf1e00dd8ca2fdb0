import { say } from '../../../wording/phrase.ts';
import type { ImportDraft } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { Subject } from '../subject.ts';

/** What a release of Pigsty does where an inventory says nothing. */
export interface PigstyVersion {
  readonly major: number;
  /** PostgreSQL's major version. */
  readonly postgres: number;
  /** Interface of the virtual IP; undefined where it looks for one itself. */
  readonly vipInterface: string | undefined;
  /** Whether pg_rto names a preset; before, it is a number of seconds. */
  readonly presets: boolean;
  /** Whether crit.yml blocks writes without a synchronous standby. */
  readonly strict: boolean;
}

/**
 * The release that an inventory is for, by its variable `version`, else by what it has in it.
 * @see Pigsty's roles/pgsql/defaults of the releases 1.5, 2.3, 2.7, 3.0, 3.4 and 4.5
 */
export function pigstyVersion(draft: ImportDraft, all: Subject): PigstyVersion {
  const item = all.read('version');
  const text = typeof item?.value === 'string' || typeof item?.value === 'number' ? String(item.value) : '';
  const match = /^v?(\d+)(?:\.(\d+))?/.exec(text);
  if (match !== null) {
    item?.understood(
      undefined,
      say`read as Pigsty ${match[0].replace('v', '')}, whose defaults hold where the file says nothing`,
    );
    return versionOf(Number(match[1]), Number(match[2] ?? 0));
  }
  const major = guessed(all);
  const said = say`the file does not say which release of Pigsty it is for: read as ${major}, whose defaults hold where it says nothing`;
  if (item === undefined) draft.notes.push(noteOf('defaulted', 'version', said));
  else item.defaulted(said);
  return versionOf(major, 0);
}

function versionOf(major: number, minor: number): PigstyVersion {
  const presets = major >= 4;
  return {
    major,
    postgres: postgresOf(major, minor),
    vipInterface: presets && minor >= 1 ? undefined : 'eth0',
    presets,
    strict: presets,
  };
}

function postgresOf(major: number, minor: number): number {
  if (major >= 4) return 18;
  if (major === 3) return minor >= 2 ? 17 : 16;
  if (major === 2) return minor >= 6 ? 16 : 15;
  return minor >= 4 ? 14 : 13;
}

function guessed(all: Subject): number {
  const rto = all.read('pg_rto')?.value;
  if (typeof rto === 'number') return 3;
  if (typeof rto === 'string' || all.read('pg_rto_plan') !== undefined) return 4;
  const old = ['dcs_servers', 'pg_dcs_type', 'vip_mode', 'service_registry'];
  return old.some((name) => all.read(name) !== undefined) ? 1 : 4;
}
