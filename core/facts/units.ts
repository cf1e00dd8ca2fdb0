import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, Unreadable } from './fact.ts';

export interface UnitState {
  /** systemd knows a unit of this name. */
  readonly loaded: boolean;
  readonly active: 'active' | 'activating' | 'inactive' | 'failed' | 'other';
  readonly enabled: boolean;
  readonly masked: boolean;
  readonly mainPid: number;
  readonly needsDaemonReload: boolean;
}

/** State of systemd units by the name asked for. A unit that systemd does not know is `loaded: false`. */
export function units(names: readonly string[]): Fact<ReadonlyMap<string, UnitState>> {
  return {
    id: 'units',
    // One question for all of them: the answers come in the same order, with an empty line between.
    command: `set -- ${names.map(shellQuote).join(' ')}
[ $# -gt 0 ] || exit 0
systemctl show "$@" -p LoadState,ActiveState,UnitFileState,MainPID,NeedDaemonReload | {
  printf 'Asked=%s\\n' "$1"
  while IFS= read -r line; do
    if [ -n "$line" ]; then printf '%s\\n' "$line"; else shift; printf 'Asked=%s\\n' "$1"; fi
  done
}`,
    parse(output) {
      const states = new Map<string, UnitState>();
      for (const block of output.split(/^Asked=/m).slice(1)) {
        const name = block.split('\n')[0] ?? '';
        const field = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(block)?.[1] ?? '';
        if (!names.includes(name)) continue;
        if (field('LoadState') === '') throw new Unreadable(`${name} without LoadState`);
        states.set(name, {
          loaded: field('LoadState') === 'loaded',
          active: activeState(field('ActiveState')),
          enabled: field('UnitFileState') === 'enabled',
          masked: field('LoadState') === 'masked',
          mainPid: /^\d{1,10}$/.test(field('MainPID')) ? Number(field('MainPID')) : 0,
          needsDaemonReload: field('NeedDaemonReload') === 'yes',
        });
      }
      return states;
    },
  };
}

function activeState(text: string): UnitState['active'] {
  switch (text) {
    case 'active':
    case 'reloading':
      return 'active';
    case 'activating':
    case 'inactive':
    case 'failed':
      return text;
    default:
      return 'other';
  }
}
