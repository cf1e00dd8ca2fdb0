// Deploys a plan with the services themselves: a program of its own, so that tests can kill it at any moment.
// node .build/deployRunner.mjs PLAN.yaml [destroy] [dry-run] [take-lock] [no-probe] [quiet] [without=HOST]; prints the result as JSON. Rotates with
// rotate=passwords or rotate=ca [name=NAME] [clients-have-ca].
import { parsePlan } from '../../core/plan/parse.ts';
import { authorityNamed } from '../../core/procedures/authorityTurns.ts';
import type { DeploymentOptions } from '../../electron/services/deploy/deployment.ts';
import { openPackageSource } from '../../electron/services/deploy/packageSource.ts';
import { rotateAuthority } from '../../electron/services/deploy/rotateAuthority.ts';
import { rotatePasswords } from '../../electron/services/deploy/rotatePasswords.ts';
import { runDeployment } from '../../electron/services/deploy/runDeployment.ts';
import { runDestroy } from '../../electron/services/deploy/runDestroy.ts';
import { openHosts } from '../../electron/services/hosts/openHosts.ts';
import { openProject } from '../../electron/services/projects/openProject.ts';
import { SecretStore } from '../../electron/services/secrets/secretStore.ts';
import { loadTemplates } from '../../electron/services/templates/loadTemplates.ts';

const [planFile, ...flags] = process.argv.slice(2);
if (planFile === undefined)
  throw new Error('usage: deployRunner PLAN.yaml [destroy] [dry-run] [take-lock] [no-probe] [quiet] [without=HOST]');
const project = await openProject(planFile);
const parsed = parsePlan(project.planText);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const { plan } = parsed.parsed;
const secrets = await SecretStore.open(project.directory);
const hosts = openHosts(plan, project.directory, {
  confirmHostKey: () => Promise.resolve(false),
  acceptNewHostKeys: true,
  credentials: {},
});
const names = flags.flatMap((flag) => (flag.startsWith('name=') ? [flag.slice('name='.length)] : []));
const carryOut = (options: DeploymentOptions) => {
  if (flags.includes('rotate=passwords')) return rotatePasswords({ ...options, names });
  if (flags.includes('rotate=ca')) {
    const clientsReady = flags.includes('clients-have-ca');
    return rotateAuthority({ ...options, authorities: names.map(authorityNamed), clientsReady });
  }
  return (flags.includes('destroy') ? runDestroy : runDeployment)(options);
};
const started = performance.now();
try {
  const source = await openPackageSource(plan, planFile);
  const result = await carryOut({
    ...source,
    plan,
    planText: project.planText,
    templates: await loadTemplates(process.cwd()),
    directory: project.directory,
    secrets,
    pool: hosts.pool,
    targets: new Map(hosts.targets.map((target) => [target.name, target])),
    targetFor: hosts.targetFor,
    dryRun: flags.includes('dry-run'),
    takeLock: flags.includes('take-lock'),
    probe: !flags.includes('no-probe'),
    without: flags.flatMap((flag) => (flag.startsWith('without=') ? [flag.slice('without='.length)] : [])),
    accept: flags.flatMap((flag) => (flag.startsWith('accept=') ? [flag.slice('accept='.length)] : [])),
    onEvent: (event) => {
      if (flags.includes('quiet')) return;
      const seconds = ((performance.now() - started) / 1000).toFixed(2);
      const shown = event.code === 'planned' ? event.steps.map((step) => step.id).join(' ') : JSON.stringify(event);
      process.stderr.write(`${seconds} ${event.code} ${shown}\n`);
    },
  });
  const { planned, ...rest } = result;
  process.stdout.write(`${JSON.stringify({ ...rest, planned: planned.map((step) => step.id) })}\n`);
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  process.stdout.write(`${JSON.stringify({ ok: false, code, message })}\n`);
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 3;
} finally {
  await hosts.pool.close();
}
