import { desiredState } from '../../deployment/desiredState.ts';
import { planDeployment } from '../../deployment/planDeployment.ts';
import type { Step } from '../../deployment/step.ts';
import { unmeasured } from '../../facts/clock.ts';
import { deploymentFacts, type HostFacts } from '../../facts/deploymentFacts.ts';
import { parseGathered } from '../../facts/gather.ts';
import { installByHandScript } from '../../operations/packages/installScripts.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DesiredState } from '../../render/desiredHost.ts';
import type { HostEnvironment, Templates } from '../../render/renderedFile.ts';

export interface FreshDeployment {
  readonly state: DesiredState;
  /** All steps but the note of whose a host is: nobody's project has deployed it. */
  readonly steps: readonly Step[];
}

/** What a deployment would do to hosts of this release and size on which nothing is done yet: the same steps, from the same place. */
export function freshDeployment(plan: Plan, templates: Templates, environment: HostEnvironment): FreshDeployment {
  const facts = new Map(plan.hosts.map((host) => [host.name, freshHost(environment)]));
  const { url, key, replace } = plan.packages;
  const extra =
    url === undefined ? undefined : { line: url, key: key === undefined ? undefined : ('beside' as const), replace };
  const packages = { bundles: undefined, install: (names: readonly string[]) => installByHandScript(names, extra) };
  const state = desiredState({ plan, projectId: '', templates, packages, refused: [] }, facts);
  // Digests tell changes apart, of which there are none here; the mark of the SQL says who applied it.
  const { steps } = planDeployment(state, facts, { digest: () => 'by-hand', redact: (content) => content });
  return { state, steps: steps.filter((step) => !/\/host\/(claim|record)$/.test(step.id)) };
}

/** What every fact says of a host of which nothing is known, with the release and the size that it will have. */
function freshHost({ release, cores, memoryBytes, diskBytes }: HostEnvironment): HostFacts {
  const nothing = {
    packages: [],
    files: [],
    units: [],
    services: [],
    directories: [],
    addresses: [],
    libraries: [],
    etcdOptions: undefined,
    member: undefined,
  };
  const checks = {
    disks: [],
    places: [],
    names: [],
    vip: undefined,
    accounts: [],
    leftovers: { data: [], configurations: [], exceptConfigurations: [], units: [] },
  };
  const { values } = parseGathered('', 'none', deploymentFacts({ ...nothing, checks }));
  return {
    ...values,
    clockOffset: unmeasured,
    unread: [],
    platform: { id: 'debian', codename: release, architecture: '', init: 'systemd', virtualization: 'none', uid: 0 },
    hardware: { cores, memoryBytes },
    walDisk: diskBytes,
  };
}
