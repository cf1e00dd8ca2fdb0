import type { ExtraRepository } from '../systems/debian/extraRepository.ts';
import { offersScript } from '../systems/debian/offersScript.ts';
import type { Fact } from './fact.ts';

/** What apt on a host would find and do, were packages to be installed now. */
export interface PackageOffers {
  /** apt's own words of sources that it could not read. */
  readonly sourceErrors: readonly string[];
  /** The version that apt would take, by name: of the packages asked for and of every PostgreSQL server on offer. */
  readonly candidates: ReadonlyMap<string, string>;
  /** apt found a way to install them all. */
  readonly installable: boolean;
  /** What stands in the way, in apt's words: errors, and dependencies that nothing on offer meets. */
  readonly errors: readonly string[];
  readonly unmet: readonly string[];
  /** What would come, version by name. */
  readonly installs: ReadonlyMap<string, string>;
  /** Packages of the host that would be removed, put back to an older version, or changed although somebody holds them. */
  readonly removes: readonly string[];
  readonly lowers: readonly string[];
  readonly held: readonly string[];
}

/**
 * Asks a host about packages. It reads the host's sources anew over the network: asked for by itself, not with the facts of one round trip.
 * @param packages those that are to be installed, or upgraded; at least one
 */
export function packageOffers(
  packages: readonly string[],
  extra?: ExtraRepository | null,
  purpose?: 'install' | 'upgrade',
): Fact<PackageOffers> {
  return {
    id: 'package-offers',
    command: offersScript(packages, extra ?? undefined, purpose),
    parse(output) {
      const lines = output.split('\n').map((line) => line.split('\t'));
      const words = (kind: string) => [
        ...new Set(lines.flatMap(([key, value]) => (key === kind && value ? [value.slice(0, 500)] : []))),
      ];
      const names = (kind: string) => words(kind).filter((name) => namePattern.test(name));
      const versions = (kind: string) =>
        new Map(
          lines.flatMap(([key, name, version]): [string, string][] =>
            key === kind &&
            name !== undefined &&
            namePattern.test(name) &&
            version !== undefined &&
            versionPattern.test(version)
              ? [[name, version]]
              : [],
          ),
        );
      return {
        sourceErrors: words('source-error'),
        candidates: versions('candidate'),
        installable: lines.some(([key]) => key === 'simulated'),
        errors: words('error'),
        unmet: words('unmet'),
        installs: versions('installs'),
        removes: names('removes'),
        lowers: names('lowers'),
        held: names('held'),
      };
    },
  };
}

const namePattern = /^[a-z0-9][a-z0-9+.-]*(?::[a-z0-9-]+)?$/;
/** Debian policy 5.6.12. */
const versionPattern = /^[A-Za-z0-9.+:~-]+$/;
