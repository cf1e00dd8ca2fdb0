import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { StatusDocument } from '../../core/health/statusDocument.ts';
import { editPlan } from '../../core/plan/edit.ts';
import type { PlanPath } from '../../core/plan/planPath.ts';
import type { Release } from '../../core/plan/schema.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import type { DeployResult } from '../../electron/services/deploy/deployment.ts';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { ensurePackagesLayer } from '../../electron/services/lab/packagesLayer.ts';
import type { ClientAccess } from './labClient.ts';
import { hostOf, labsOfTest, ssh } from './labFixture.ts';

export type RunnerResult = Omit<DeployResult, 'planned'> & {
  readonly planned: readonly string[];
  readonly code?: string;
  readonly message?: string;
};

export interface DeployLab {
  readonly lab: LabView;
  readonly planFile: string;
  /** The project's folder on the operator's side. */
  readonly directory: string;
  /** Everything that the program printed so far. */
  readonly printed: string[];
  /** Runs the program to its end. */
  run(...flags: string[]): Promise<RunnerResult>;
  /** Starts the program; the caller ends it. */
  start(...flags: string[]): { child: ChildProcess; ended: Promise<RunnerResult | undefined> };
  /** Runs a command as root on a host, whatever becomes of it. */
  on(host: string, command: string): Promise<string>;
  remove(): Promise<void>;
}

export interface DeployLabOptions {
  readonly name: string;
  readonly release: Release;
  /** Hosts that have the packages already: for tests that are not about them. */
  readonly packagesThere: boolean;
  readonly hosts?: number;
}

/** Of this process alone: several test runs may share a checkout. */
const program = `.build/test-deployRunner-${process.pid}.mjs`;

/** A lab with a three-node plan for it, and the program that deploys it. */
export async function deployLab(options: DeployLabOptions): Promise<DeployLab> {
  const labs = labsOfTest();
  const folder = mkdtempSync(join(tmpdir(), 'quorate-deploy-'));
  const remove = async () => {
    await labs.remove();
    rmSync(folder, { recursive: true, force: true });
    for (const file of [program, `${program}.map`]) rmSync(file, { force: true });
  };
  try {
    const bundle = await ensureBundle({ release: options.release, builder: localBuilder, createdAt: new Date() });
    const layers = options.packagesThere ? [(await ensurePackagesLayer(bundle)).directory] : [];
    const { lab } = await labUp({ ...options, hosts: options.hosts ?? 3, imageLayers: layers });
    await buildProgram();
    const planFile = join(folder, 'orders.yaml');
    writeFileSync(planFile, planText(lab, bundle));
    return { ...runner(planFile, join(folder, '.quorate', 'orders')), lab, remove, on: onHost(lab) };
  } catch (error) {
    await remove();
    throw error;
  }
}

function onHost(lab: LabView) {
  return async (host: string, command: string) => (await ssh(hostOf(lab, host), command)).output;
}

/** The program as it is started for a plan file: for a second operator too. */
export function runner(planFile: string, directory: string) {
  const printed: string[] = [];
  const start = (...flags: string[]) => {
    const child = spawn(process.execPath, [program, planFile, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      printed.push(chunk.toString());
    });
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
    const ended = new Promise<RunnerResult | undefined>((resolve) =>
      child.on('close', () => resolve(output === '' ? undefined : (JSON.parse(output) as RunnerResult))),
    );
    return { child, ended };
  };
  const run = async (...flags: string[]) => {
    const result = await start(...flags).ended;
    if (result === undefined) throw new Error(`the program printed no result: ${printed.join('').slice(-2000)}`);
    return result;
  };
  return { planFile, directory, printed, start, run };
}

async function buildProgram(): Promise<void> {
  const script = `import { bundle } from './scripts/build.mjs'; await bundle('test/lab/deployRunner.ts', '${program}');`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
}

function planText(lab: LabView, bundle: string): string {
  const [first] = lab.hosts;
  return `quorate: 1
name: orders
topology: three-node
ssh: { user: ${first?.user}, key: ${first?.key} }
hosts:
${lab.hosts.map((host) => `  - { name: ${host.name}, address: ${host.address} }`).join('\n')}
clusters:
  - name: pg-orders
    members:
${lab.hosts.map((host, index) => `      - { host: ${host.name}, seq: ${index + 1}, role: ${index === 0 ? 'primary' : 'replica'} }`).join('\n')}
postgres: { template: tiny, databases: [{ name: app, owner: app }], users: [{ name: app }] }
packages: { source: bundle, file: ${bundle} }
`;
}

/** Fails with what the program says about itself, which is more than 'false'. */
export function expectHealthy(result: RunnerResult): void {
  const { message, failures, refusals, checks } = result;
  expect({
    message,
    failures,
    refusals,
    checks: checks?.filter((check) => !check.ok),
  }).toEqual({ message: undefined, failures: [], refusals: [], checks: [] });
  expect(result.ok).toBe(true);
}

/** Every secret of the project: passwords, and lines of private keys that are long enough to be nobody else's. */
export function secretsIn(directory: string): readonly string[] {
  const { secrets } = JSON.parse(readFileSync(join(directory, 'secrets.json'), 'utf8')) as {
    secrets: Record<string, { kind: string; value: string }>;
  };
  return Object.values(secrets).flatMap(({ kind, value }) => {
    if (kind === 'certificate') return [];
    return kind === 'password' ? [value] : value.split('\n').filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
  });
}

/** Where secrets have leaked to: what the program printed, files of the project, readable files, logs and journals of the hosts. */
export async function findLeaks(work: DeployLab): Promise<readonly string[]> {
  const secrets = secretsIn(work.directory);
  expect(secrets.length).toBeGreaterThan(8);
  const holds = (text: string) => secrets.some((secret) => text.includes(secret));
  const leaks = holds(work.printed.join('')) ? ['the output of the program'] : [];
  for (const file of readdirSync(work.directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(work.directory, file);
    if (file.startsWith('secrets.json') || statSync(path).isDirectory()) continue;
    if (holds(readFileSync(path, 'utf8'))) leaks.push(path);
  }
  const patterns = secrets.map((secret) => `${secret}\n`).join('');
  const search = `umask 077; cat >/run/patterns <<'END'
${patterns}END
find / -xdev -type f -perm -o=r ! -path '/proc/*' ! -path '/sys/*' -size -20M -newer /etc/hostname -print0 | xargs -0 -r grep -lF -f /run/patterns --
grep -rlF -f /run/patterns /var/log/postgresql /var/lib/quorate/audit.log 2>/dev/null
journalctl --no-pager -o cat | grep -qF -f /run/patterns && echo journal
find /run/quorate /tmp /var/tmp -type f 2>/dev/null | xargs -r grep -lF -f /run/patterns
rm -f /run/patterns; true`;
  for (const host of work.lab.hosts) {
    const found = await work.on(host.name, search);
    leaks.push(
      ...found
        .split('\n')
        .filter(Boolean)
        .map((line) => `${host.name}: ${line}`),
    );
  }
  return leaks;
}

export type Edits = readonly (readonly [PlanPath, unknown])[];

/** The text of the plan with edits; undefined takes a value out. */
export function edited(text: string, edits: Edits): string {
  return editPlan(
    text,
    edits.map(([path, value]) => ({ path, value })),
  );
}

/** How the application's user gets in. */
export function accessOf(work: DeployLab): ClientAccess {
  const { secrets } = JSON.parse(readFileSync(join(work.directory, 'secrets.json'), 'utf8')) as {
    secrets: Record<string, { value: string }>;
  };
  return {
    password: secrets['user/pg-orders/app']?.value ?? '',
    ca: secrets['tls/ca.crt']?.value ?? '',
  };
}

/** Shell that lets etcdctl speak for the member of its host. */
export const etcdctl = `etcdctl() { ETCDCTL_API=3 command etcdctl --endpoints="$(sed -n 's/^advertise-client-urls: //p' /etc/etcd/etcd.yml)" --cacert=/etc/etcd/tls/ca.crt --cert=/etc/etcd/tls/host.crt --key=/etc/etcd/tls/host.key "$@"; }`;

/** What `quorate status --json` says, whatever its exit code. */
export async function statusOf(work: DeployLab): Promise<StatusDocument> {
  const args = ['bin/quorate.mjs', 'status', work.planFile, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as StatusDocument;
}
