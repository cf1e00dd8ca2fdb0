import { Problem } from '../../../core/problem.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { withFileLock } from '../programs/fileLock.ts';
import { bootHost } from './host.ts';
import { type LabView, viewLab } from './labList.ts';
import { labDirectory, labLock, vethName } from './labPaths.ts';
import { type LabHostRecord, type LabRecord, markOff, requireHost, requireLab } from './labState.ts';
import { killMachine } from './machine.ts';
import { type Cut, type Cuts, makeNetwork, readCuts, writeCuts } from './network.ts';
import { checkLabRequirements } from './requirements.ts';

/**
 * What to do to the hosts of a lab.
 * `power-off` all processes of the host end at once, nothing is shut down or flushed; `power-on` boots it again.
 * `cut` the host reaches no other host; the operator still reaches it, unless includingOperator.
 * `cut-between` two hosts do not reach each other; with oneWay only frames of `from` to `to` are lost.
 * `cut-site` the hosts of a site reach each other, but no host of another site. `reconnect` one host, or 'all'.
 */
export type LabFault =
  | { readonly kind: 'power-off' | 'power-on'; readonly host: string }
  | { readonly kind: 'cut'; readonly host: string; readonly includingOperator?: boolean }
  | { readonly kind: 'cut-between'; readonly from: string; readonly to: string; readonly oneWay?: boolean }
  | { readonly kind: 'cut-site'; readonly site: string }
  | { readonly kind: 'reconnect'; readonly host: string };

/**
 * Does something to the hosts of a lab, and returns the lab as it then is. Cuts add up until they are reconnected, and
 * hold through power off and on.
 * @throws Problem `lab-unknown`, `lab-host-unknown`, `lab-site-unknown`, `lab-boot`
 */
export async function labFault(name: string, fault: LabFault): Promise<LabView> {
  await checkLabRequirements();
  const lab = await requireLab(name);
  // After a reboot of this machine the record is there, but neither bridge nor rules.
  await makeNetwork(lab.tag, lab.bridge, lab.subnet, labDirectory(name));
  switch (fault.kind) {
    case 'power-off':
      await markOff(name, requireHost(lab, fault.host).name, true);
      await killMachine(requireHost(lab, fault.host).machine);
      break;
    case 'power-on':
      await bootHost(lab, requireHost(lab, fault.host));
      await markOff(name, fault.host, false);
      break;
    case 'cut': {
      const host = requireHost(lab, fault.host);
      const others = lab.hosts.filter((other) => other !== host);
      await addCuts(lab, cutsBetween([host], others), fault.includingOperator === true ? [vethOf(host)] : []);
      break;
    }
    case 'cut-between': {
      const [from, to] = [requireHost(lab, fault.from), requireHost(lab, fault.to)];
      const cuts = cutsBetween([from], [to]);
      await addCuts(lab, fault.oneWay === true ? cuts.filter((cut) => cut.from === vethOf(from)) : cuts, []);
      break;
    }
    case 'cut-site': {
      const inside = lab.hosts.filter((host) => host.site === fault.site);
      if (inside.length === 0) throw unknownSite(lab, fault.site);
      await addCuts(
        lab,
        cutsBetween(
          inside,
          lab.hosts.filter((host) => !inside.includes(host)),
        ),
        [],
      );
      break;
    }
    case 'reconnect':
      await reconnect(lab, fault.host === 'all' ? undefined : vethOf(requireHost(lab, fault.host)));
      break;
  }
  return viewLab(lab);
}

function vethOf(host: LabHostRecord): string {
  return vethName(host.machine);
}

function cutsBetween(some: readonly LabHostRecord[], others: readonly LabHostRecord[]): readonly Cut[] {
  return some.flatMap((one) =>
    others.flatMap((other) => [
      { from: vethOf(one), to: vethOf(other) },
      { from: vethOf(other), to: vethOf(one) },
    ]),
  );
}

function addCuts(lab: LabRecord, between: readonly Cut[], fromOperator: readonly string[]): Promise<void> {
  return changeCuts(lab, (now) => ({
    between: [...now.between, ...between],
    fromOperator: [...now.fromOperator, ...fromOperator],
  }));
}

/** Takes back the cuts of one interface, or all. */
function reconnect(lab: LabRecord, veth: string | undefined): Promise<void> {
  return changeCuts(lab, (now) => ({
    between: now.between.filter((cut) => veth !== undefined && cut.from !== veth && cut.to !== veth),
    fromOperator: now.fromOperator.filter((name) => veth !== undefined && name !== veth),
  }));
}

/** Reading and writing are two steps: under the lab's lock, faults that come together do not undo each other. */
function changeCuts(lab: LabRecord, change: (now: Cuts) => Cuts): Promise<void> {
  return withFileLock(labLock(labDirectory(lab.name)), async () => writeCuts(lab.tag, change(await readCuts(lab.tag))));
}

function unknownSite(lab: LabRecord, site: string): Problem {
  const sites = [...new Set(lab.hosts.flatMap((host) => host.site ?? []))];
  const wished = site.slice(0, 60);
  const said =
    sites.length === 0
      ? say`The lab ${lab.name} has no site ${wished}; its hosts are in no site.`
      : say`The lab ${lab.name} has no site ${wished}; it has ${listOf(sites, 'comma')}.`;
  return new Problem('lab-site-unknown', 'usage', said);
}
