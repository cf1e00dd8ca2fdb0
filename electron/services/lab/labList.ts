import { bridgeName, vethName } from './labPaths.ts';
import { type LabHostRecord, type LabRecord, labKeyFile, labNames, readLab } from './labState.ts';
import { isMachineRunning } from './machine.ts';
import { type Cuts, readCuts } from './network.ts';

/** Whether a host has power, and whether its network reaches anyone. */
export type LabHostState = 'running' | 'off' | 'cut';

/** A host of a lab as it is now. */
export interface LabHostView {
  readonly name: string;
  readonly address: string;
  readonly user: string;
  /** Path of the private key to log in with. */
  readonly key: string;
  /** Its public host key: type and base64, as known_hosts has them. */
  readonly hostKey: string;
  readonly release: string;
  readonly site?: string;
  /** `cut` when it reaches no other host of the lab, or the operator not. */
  readonly state: LabHostState;
  /** Hosts that its frames do not reach, though it may run. */
  readonly cutFrom: readonly string[];
}

/** A lab as it is now. */
export interface LabView {
  readonly name: string;
  /** The release of its hosts; with more than one, all of them with a comma between. */
  readonly release: string;
  /** Its /24 with the operator's machine at .1 */
  readonly subnet: string;
  readonly bridge: string;
  readonly hosts: readonly LabHostView[];
}

/** Lists the labs of this machine; what runs and what is cut is read from the kernel. */
export async function labList(): Promise<{ labs: readonly LabView[] }> {
  const labs = await Promise.all((await labNames()).map((name) => readLab(name)));
  return { labs: await Promise.all(labs.filter((lab) => lab !== undefined).map(viewLab)) };
}

/** Shows one lab as it is now. */
export async function viewLab(lab: LabRecord): Promise<LabView> {
  const cuts = await readCuts(lab.tag);
  return {
    name: lab.name,
    release: [...new Set(lab.hosts.map((host) => host.release))].join(','),
    subnet: `${lab.subnet}.0/24`,
    bridge: bridgeName(lab.tag),
    hosts: await Promise.all(lab.hosts.map((host) => viewHost(lab, host, cuts))),
  };
}

async function viewHost(lab: LabRecord, host: LabHostRecord, cuts: Cuts): Promise<LabHostView> {
  const veth = vethName(host.machine);
  const others = lab.hosts.filter((other) => other.name !== host.name);
  const reaches = (from: string, to: string) => !cuts.between.some((cut) => cut.from === from && cut.to === to);
  const cutFrom = others.filter((other) => !reaches(veth, vethName(other.machine))).map((other) => other.name);
  const isCut = cuts.fromOperator.includes(veth) || (others.length > 0 && cutFrom.length === others.length);
  const state = !(await isMachineRunning(host.machine)) ? 'off' : isCut ? 'cut' : 'running';
  return {
    name: host.name,
    address: host.address,
    user: 'root',
    key: labKeyFile(lab.name),
    hostKey: host.hostKey,
    release: host.release,
    ...(host.site === undefined ? {} : { site: host.site }),
    state,
    cutFrom,
  };
}
