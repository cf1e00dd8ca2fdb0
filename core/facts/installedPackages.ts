import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, Unreadable } from './fact.ts';

export interface InstalledPackages {
  /** Version by name, of those that are fully installed. */
  readonly versions: ReadonlyMap<string, string>;
  /** Those of the given packages that are on hold, by whomever. */
  readonly held: ReadonlySet<string>;
  /** Names that an interrupted dpkg left in between (unpacked, half-configured, ...). */
  readonly interrupted: readonly string[];
  /** dpkg has journal entries of an interrupted run: it refuses to work before `dpkg --configure -a`. */
  readonly dpkgInterrupted: boolean;
}

/** Which of the given packages a host has, from the dpkg database. */
export function installedPackages(names: readonly string[]): Fact<InstalledPackages> {
  const list = names.map(shellQuote).join(' ');
  return {
    id: 'packages',
    command: `dpkg-query -W -f '\${Package}\\t\${Version}\\t\${db:Status-Status}\\t\${db:Status-Want}\\n' ${list} 2>/dev/null
dpkg-query -W -f '\${Package}\\t\${Version}\\t\${db:Status-Status}\\n' | awk -F '\\t' '$3 != "installed" && $3 != "config-files" && $3 != "not-installed"'
for f in /var/lib/dpkg/updates/*; do case \${f##*/} in *[!0-9]*) ;; *) echo interrupted; break ;; esac; done
true`,
    parse(output) {
      const versions = new Map<string, string>();
      const held = new Set<string>();
      const interrupted = new Set<string>();
      let dpkgInterrupted = false;
      for (const line of output.split('\n')) {
        const [name, version, status, want] = line.split('\t');
        if (line === 'interrupted') dpkgInterrupted = true;
        if (line === 'interrupted' || line === '') continue;
        if (name === undefined || version === undefined || status === undefined || !/^[a-z0-9][a-z0-9+.-]*$/.test(name))
          throw new Unreadable(line);
        if (status === 'installed' && want === 'hold') held.add(name);
        if (status === 'installed') versions.set(name, version);
        else if (status !== 'config-files' && status !== 'not-installed') interrupted.add(name);
      }
      return { versions, held, interrupted: [...interrupted], dpkgInterrupted };
    },
  };
}
