import { directoryPattern } from '../../plan/schema.ts';
import { say } from '../../wording/phrase.ts';
import { type ImportDraft, set } from './importDraft.ts';
import type { Item } from './item.ts';

export interface DirectoryPlace {
  readonly section: 'postgres' | 'etcd';
  readonly key: 'dataDirectory' | 'walDirectory';
  /** What the tool itself has there: nobody chose it, and the plan has its own default. */
  readonly usual?: RegExp | undefined;
  /** Of a directory that holds only one cluster's WAL: the cluster. The plan names the one above, and puts each cluster below it. */
  readonly cluster?: string | undefined;
}

/** Puts a directory on the hosts into the plan. A plan has one for all clusters. */
export function readDirectory(draft: ImportDraft, item: Item | undefined, place: DirectoryPlace): void {
  const { section, key, usual, cluster } = place;
  const target = [section, key];
  if (item?.readable(target) !== true) return;
  if (typeof item.value !== 'string') {
    item.ignored(say`is not text`);
    return;
  }
  const given = item.value.replace(/(?<=.)\/+$/, '');
  if (given === '' || usual?.test(given) === true) {
    item.understood(undefined, say`the tool's own place: the plan has its own in its stead`);
    return;
  }
  const above = cluster !== undefined && given.endsWith(`/${cluster}`) ? given.slice(0, -cluster.length - 1) : given;
  if (given.length > 200 || !directoryPattern.test(above)) {
    item.ignored(say`is no directory that a plan can name: the hosts' packages choose the place`);
    return;
  }
  const before = draft.settings[section]?.[key];
  if (before !== undefined && before !== above) {
    item.ignored(say`a plan has one directory here for all clusters, and that is ${String(before)}`);
    return;
  }
  set(draft, section, key, above);
  if (cluster !== undefined && above === given)
    item.defaulted(say`pg_wal goes to ${given}/${cluster}, below the directory that is named`, target);
  else item.understood(target);
}
