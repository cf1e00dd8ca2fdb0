import { setTimeout as sleep } from 'node:timers/promises';
import { checkState } from '../../../core/deployment/checkState.ts';
import { type DesiredInput, desiredState } from '../../../core/deployment/desiredState.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { stateCheck } from '../../../core/deployment/stateCheck.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { deadServicesPhrase } from '../../../core/health/serviceProbe.ts';
import type { FileTools } from '../../../core/operations/writeFiles.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { ProbeInput } from '../probe/probeClient.ts';
import { probeServices } from '../probe/probeServices.ts';
import type { Door } from '../procedures/door.ts';
import type { VerifyCheck } from '../procedures/procedureEvent.ts';
import { refusedHosts } from '../tls/refuseHosts.ts';
import type { DeploymentOptions } from './deployment.ts';
import { probeWrites } from './probeWrites.ts';

export interface VerifyInput
  extends ProbeInput,
    Pick<DeploymentOptions, 'templates' | 'packages'>,
    Pick<DesiredInput, 'remembered'> {
  readonly id: string;
  /** Where the hosts are looked at again. */
  readonly watch: Pick<Door<HostFacts>, 'look'>;
  readonly tools: FileTools;
  /** Facts that are still true: nothing was changed since. */
  readonly facts: ReadonlyMap<string, HostFacts> | undefined;
}

/** How long replication may take to come up after the last step. */
const maxSeconds = 30;

/**
 * Proves a deployment: etcd healthy, one leader per cluster, every other member streaming, nothing left to change, and rows go
 * in and out where clients connect.
 */
export async function verifyDeployment(input: VerifyInput): Promise<readonly VerifyCheck[]> {
  const probes = Promise.all(
    input.plan.clusters
      .filter((cluster) => cluster.standbyOf === undefined)
      .map((cluster) => probeWrites(input, cluster)),
  );
  const [state, written] = await Promise.all([checkUntilGood(input), probes]);
  return [...state, ...written.flat(), ...(await everyService(input))];
}

/** All ways to PostgreSQL that clients use, on every host. What has just been started may need a moment. */
async function everyService(input: VerifyInput): Promise<readonly VerifyCheck[]> {
  const end = performance.now() + maxSeconds * 1000;
  for (;;) {
    const probed = (await probeServices(input)) ?? [];
    const dead = probed.filter(({ ok }) => !ok);
    if (dead.length === 0 || performance.now() > end) {
      const hosts = [...new Set(probed.map(({ host }) => host))];
      return hosts.map((host) => {
        const here = dead.filter((one) => one.host === host);
        const ports = listOf(
          probed.filter((one) => one.host === host).map(({ port }) => String(port)),
          'comma',
        );
        return here.length === 0
          ? stateCheck(`services/${host}`, true, say`every service of ${host} answers clients: ports ${ports}`)
          : stateCheck(`services/${host}`, false, say`${listOf(here.map((one) => deadServicesPhrase([one])))}`);
      });
    }
    await sleep(1000);
  }
}

async function checkUntilGood(input: VerifyInput): Promise<readonly VerifyCheck[]> {
  const end = performance.now() + maxSeconds * 1000;
  let facts = input.facts ?? (await input.watch.look());
  for (;;) {
    const state = desiredState({ ...input, projectId: input.id, refused: refusedHosts(input.secrets) }, facts);
    const { steps } = planDeployment(state, facts, input.tools);
    const left = listOf(
      steps.map((step) => step.id),
      'comma',
    );
    const checks = [
      ...checkState(state, facts),
      steps.length === 0
        ? stateCheck('settled', true, say`nothing is left to change`)
        : stateCheck('settled', false, say`still to change: ${left}`),
    ];
    if (checks.every((check) => check.ok) || performance.now() > end) return checks;
    await sleep(300);
    facts = await input.watch.look();
  }
}
