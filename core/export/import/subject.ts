import { say } from '../../wording/phrase.ts';
import type { Definition } from './ansible/inventory.ts';
import type { Setting, Settings } from './ansible/precedence.ts';
import { Item } from './item.ts';
import type { LeafPlace, Leaves } from './leaves.ts';
import type { Lookup } from './template/expression.ts';
import { resolved } from './template/resolve.ts';

/** Everything that is read of one inventory. */
export interface ImportSource {
  readonly leaves: Leaves;
  readonly settings: ReadonlyMap<string, Settings>;
  /** Hosts of each group, with those of the groups below it. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** What a template means that names a variable which the tool itself brings. */
  readonly usual: Readonly<Record<string, unknown>>;
}

/** The hosts that share one thing of a plan: all of them, those of a cluster, or one. */
export class Subject {
  readonly hosts: readonly string[];
  readonly #source: ImportSource;
  readonly #decides: 'first' | 'whoever-has-it';

  /**
   * @param hosts the first one decides where they differ
   * @param decides with `first` also where only others have the variable: a tool that asks the primary takes its own default then
   */
  constructor(source: ImportSource, hosts: readonly string[], decides: 'first' | 'whoever-has-it' = 'whoever-has-it') {
    this.#source = source;
    this.hosts = hosts;
    this.#decides = decides;
  }

  /** The variable with its templates filled in; undefined where no host has it. */
  read(name: string): Item | undefined {
    const { leaves } = this.#source;
    const found = this.hosts.flatMap((host) => {
      const setting = this.#source.settings.get(host)?.get(name);
      return setting === undefined
        ? []
        : [{ host, setting, value: resolved(setting.value, lookupOf(this.#source, host)) }];
    });
    const [first] = found;
    if (first === undefined) return undefined;
    const [deciding = first.host] = this.hosts;
    if (this.#decides === 'first' && first.host !== deciding) {
      for (const one of found)
        new Item(one.value, placesOf([one.setting]), leaves).ignored(
          say`is said for ${one.host.slice(0, 80)} only: a plan has one value here, that of ${deciding.slice(0, 80)}, which has none`,
        );
      return undefined;
    }
    const same = found.filter(({ value }) => JSON.stringify(value) === JSON.stringify(first.value));
    for (const one of found)
      if (!same.includes(one))
        new Item(one.value, placesOf([one.setting]), leaves).ignored(
          say`differs on ${one.host.slice(0, 80)}: a plan has one value here, that of ${first.host.slice(0, 80)}`,
        );
    return new Item(first.value, placesOf(same.map(({ setting }) => setting)), leaves);
  }

  /** The value as it stands in the file, unread. */
  raw(name: string): unknown {
    return (this.#decides === 'first' ? this.hosts.slice(0, 1) : this.hosts)
      .map((host) => this.#source.settings.get(host)?.get(name)?.value)
      .find((value) => value !== undefined);
  }
}

function placesOf(settings: readonly Setting[]): readonly LeafPlace[] {
  const places = new Map<Definition, LeafPlace>();
  for (const { from, name } of settings) places.set(from, { from, path: [name] });
  return [...places.values()];
}

/** What the names in a template of a host stand for. */
function lookupOf(source: ImportSource, host: string): Lookup {
  const { settings, groups, usual } = source;
  return (name) => {
    const own = settings.get(host)?.get(name);
    if (own !== undefined) return own.value;
    if (name === 'inventory_hostname') return host;
    if (name === 'inventory_hostname_short') return host.split('.')[0];
    if (name === 'groups') return groups;
    return Object.hasOwn(usual, name) ? usual[name] : undefined;
  };
}
