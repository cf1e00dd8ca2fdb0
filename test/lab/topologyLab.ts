import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePlan } from '../../core/plan/parse.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PlanSections } from '../../core/plan/planSections.ts';
import { createLiveWork } from '../../electron/api/liveWork.ts';
import { type Caller, createCaller } from '../../electron/api/router.ts';
import { resultOf } from '../../electron/api/streamed.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import type { DeployResult } from '../../electron/services/deploy/deployment.ts';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { ensurePackagesLayer } from '../../electron/services/lab/packagesLayer.ts';
import { hostOf, labsOfTest, ssh } from './labFixture.ts';
import type { TopologyCase } from './topologyCases.ts';

export interface TopologyLab {
  readonly lab: LabView;
  readonly caller: Caller;
  readonly planFile: string;
  /** As the plan file stands now. */
  plan(): Plan;
  deploy(): Promise<DeployResult>;
  /** A secret of the project. */
  secret(name: string): Promise<string>;
  /** Runs a command as root on a host. @throws Error when it ends with another status than 0 */
  on(host: string, command: string): Promise<string>;
  remove(): Promise<void>;
}

/** Boots the hosts of a case with packages in them, and writes its plan as `quorate new` does. */
export async function topologyLab(
  one: TopologyCase,
  name: string,
  more: (lab: LabView) => PlanSections = () => ({}),
): Promise<TopologyLab> {
  const labs = labsOfTest();
  const folder = mkdtempSync(join(tmpdir(), 'quorate-topology-'));
  const remove = async () => {
    await labs.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const bundle = await ensureBundle({ release: one.release, builder: localBuilder, createdAt: new Date() });
    const layer = await ensurePackagesLayer(bundle);
    const hosts = Array.from({ length: one.hosts }, (_, index) => ({
      name: `n${index + 1}`,
      site: one.sites?.[index] ?? 'dc1',
    }));
    const { lab } = await labUp({ name, hosts, release: one.release, imageLayers: [layer.directory] });
    const caller = createCaller({
      programRoot: process.cwd(),
      live: createLiveWork(),
      access: { acceptNewHostKeys: true, confirmHostKey: () => Promise.resolve(false), credentials: {} },
    });
    const { text } = await caller.plan.create({
      topology: one.topology,
      layout: one.layout,
      name: 'tp',
      hosts: lab.hosts.map((host) => ({ name: host.name, address: host.address })),
      sections: {
        ssh: { user: lab.hosts[0]?.user, key: lab.hosts[0]?.key },
        objectives: one.objectives,
        postgres: { template: 'tiny', databases: [{ name: 'app', owner: 'app' }], users: [{ name: 'app' }] },
        packages: { source: 'bundle', file: bundle },
        ...more(lab),
      },
    });
    const planFile = join(folder, 'tp.yaml');
    writeFileSync(planFile, text);
    return {
      lab,
      caller,
      planFile,
      plan: () => planIn(planFile),
      deploy: async () =>
        resultOf(
          await caller.procedures.deploy({ planFile, dryRun: false, takeLock: false, without: [] }),
          () => undefined,
        ),
      secret: async (secret) => (await caller.secrets.show({ planFile, name: secret })).value,
      on: async (host, command) => {
        const { code, output } = await ssh(hostOf(lab, host), command);
        if (code !== 0) throw new Error(`${host}: ${command}: status ${code}: ${output}`);
        return output;
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function planIn(file: string): Plan {
  const parsed = parsePlan(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.parsed.plan;
}
