import type { Fact } from './fact.ts';
import { stateDirectory } from './hostState.ts';

/** What this program has noted of packages on a host. */
export interface UpgradeState {
  /** Packages that it holds at their versions. Others that are on hold are somebody else's. */
  readonly holds: readonly string[];
  /** Components whose packages an upgrade has begun to change, and whose services do not run with them for sure. */
  readonly restarts: readonly string[];
}

/** Reads what upgrades depend on, from the state directory. */
export const upgradeState: Fact<UpgradeState> = {
  id: 'upgrade-state',
  command: `cd ${stateDirectory} 2>/dev/null || exit 0
for f in holds restarts; do
  [ ! -f "$f" ] || while IFS= read -r line || [ -n "$line" ]; do printf '%s %s\\n' "$f" "$line"; done <"$f"
done
true`,
  parse(output) {
    const words = (kind: string) => [
      ...new Set(
        output.split('\n').flatMap((line) => {
          const [key, word, more] = line.split(' ');
          return key === kind && word !== undefined && more === undefined && /^[a-z0-9][a-z0-9+.-]*$/.test(word)
            ? [word]
            : [];
        }),
      ),
    ];
    return { holds: words('holds'), restarts: words('restarts') };
  },
};
