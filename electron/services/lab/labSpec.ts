import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { LabRelease } from './imageRecipe.ts';
import { checkName } from './labState.ts';

/** One host that a lab shall have. */
export interface LabHostSpec {
  readonly name: string;
  /** Debian release; that of the lab where it is left out. */
  readonly release?: LabRelease;
  /** The site it stands in, so that a whole site can be cut off. */
  readonly site?: string;
}

/** What lab to make. */
export interface LabSpec {
  readonly name: string;
  /** How many hosts, then named n1, n2 and so on; or each of them. */
  readonly hosts: number | readonly LabHostSpec[];
  /** Debian release of the hosts; bookworm where it is left out. */
  readonly release?: LabRelease;
  /** An IPv4 /24 such as 10.198.7.0/24; a free one where it is left out. */
  readonly subnet?: string;
  /** Directories laid over the image of each host, uppermost first: such as one with packages already installed. */
  readonly imageLayers?: readonly string[];
  readonly onProgress?: (line: string) => void;
}

const maxHosts = 50;

/** @throws Problem `lab-name` or `lab-hosts` for what cannot be a lab; returns its hosts */
export function hostSpecs(spec: LabSpec): readonly LabHostSpec[] {
  checkName(spec.name, 'lab');
  const count = typeof spec.hosts === 'number' ? spec.hosts : spec.hosts.length;
  if (!Number.isInteger(count) || count < 1 || count > maxHosts) {
    throw new Problem('lab-hosts', 'usage', say`A lab has 1 to ${maxHosts} hosts, not ${count}.`);
  }
  const hosts =
    typeof spec.hosts === 'number' ? Array.from({ length: count }, (_, i) => ({ name: `n${i + 1}` })) : spec.hosts;
  for (const host of hosts) checkName(host.name, 'host');
  if (new Set(hosts.map((host) => host.name)).size < count) {
    throw new Problem('lab-hosts', 'usage', say`Two hosts of the lab have the same name.`);
  }
  return hosts;
}
