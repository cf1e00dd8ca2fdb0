import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { authoritySecret, clientsAuthoritySecret } from '../../core/render/secretNames.ts';
import { root } from '../headless/commandLine.ts';
import type { DeployLab } from './deployFixture.ts';
import { asClient, type ClientAccess, CountingWriter, countedTable } from './labClient.ts';
import { watchRestarts } from './restartWatch.ts';

/** What `quorate upgrade --json` prints, as far as tests look at it. */
export interface UpgradeDocument {
  readonly ok: boolean;
  readonly changed: boolean;
  readonly message?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly versions?: readonly {
    readonly host: string;
    readonly component: string;
    readonly package: string;
    readonly from: string;
    readonly to: string;
  }[];
  readonly steps?: readonly { readonly id: string }[];
  readonly stages?: readonly {
    readonly id: string;
    readonly predicted: { readonly writes: { readonly typical: number; readonly worst: number } | null } | null;
    readonly observed: { readonly writes: number | null } | null;
  }[];
  readonly probe?: { readonly rows: number; readonly lost: number | null } | null;
  readonly objections?: readonly string[];
}

/** Stages that are said to stop writes, with how long at worst and how long they were seen to. */
export function stopsOf({ stages = [] }: UpgradeDocument): readonly string[] {
  return stages.flatMap(({ id, predicted, observed }) => {
    const worst = predicted?.writes?.worst ?? 0;
    return worst === 0
      ? []
      : [`${id}: ${predicted?.writes?.typical} s, ${worst} s at worst, observed ${observed?.writes ?? '-'} s`];
  });
}

export interface UpgradeEnd {
  readonly code: number | null;
  readonly document: UpgradeDocument;
  readonly log: string;
}

/** Runs `quorate upgrade` to its end, or until its log holds a word: then it is killed as power would do it. */
export function upgrade(planFile: string, flags: readonly string[], killAt?: RegExp): Promise<UpgradeEnd> {
  const child = spawn(process.execPath, ['bin/quorate.mjs', 'upgrade', planFile, '--json', ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, log] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
    if (killAt?.test(log) === true) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) =>
    child.on('close', (code) => {
      try {
        const document = output === '' ? { ok: false, changed: false } : (JSON.parse(output) as UpgradeDocument);
        resolve({ code, document, log });
      } catch (error) {
        reject(new Error(`it printed no document: ${output}\n${log}`, { cause: error }));
      }
    }),
  );
}

/** A look while nothing is in the way of an upgrade: on a busy machine a service may be late with an answer, which one look then tells. */
export async function checkAtRest(planFile: string): Promise<UpgradeEnd> {
  for (let tries = 1; ; tries++) {
    const look = await upgrade(planFile, ['--check']);
    if (look.document.objections?.length === 0 || tries === 10) return look;
  }
}

function secretOf(work: DeployLab): (name: string) => string {
  const { secrets } = JSON.parse(readFileSync(join(work.directory, 'secrets.json'), 'utf8')) as {
    secrets: Record<string, { value: string }>;
  };
  return (name) => secrets[name]?.value ?? '';
}

/** What clients noticed while something was done: acknowledged rows that are gone, the longest gap, moments without anybody who could take over. */
export async function underWrites<T>(work: DeployLab, change: () => Promise<T>) {
  const secret = secretOf(work);
  const access: ClientAccess = { password: secret('user/pg-orders/app'), ca: secret(clientsAuthoritySecret) };
  const addresses = work.lab.hosts.map(({ address }) => address);
  const [first = ''] = addresses;
  await asClient(access, first, 5433, (client) => client.query(countedTable));
  const writer = new CountingWriter(`upgrade ${Date.now()}`);
  let stopped = false;
  const writing = writer.write(access, addresses, 5433, () => stopped);
  const watch = watchRestarts(work.lab.hosts, access, secret(authoritySecret), 5433);
  while (!watch.writing()) await sleep(50);
  try {
    const value = await change();
    // A row that is lost with a failover nobody wanted would be lost seconds later.
    await sleep(3000);
    return { value, ...(await end()) };
  } catch (error) {
    await end();
    throw error;
  }

  async function end() {
    stopped = true;
    const [watched] = await Promise.all([watch.stop(), writing]);
    const { value: lost } = await asClient(access, first, 5433, (client) => writer.lost(client));
    return { ...watched, acknowledged: writer.acknowledged, lost };
  }
}

/** Which program each service of a host runs: its process, since when, and whether the disk has another one by now. */
export function programsOf(work: DeployLab, host: string): Promise<string> {
  return work.on(
    host,
    `for unit in etcd patroni pgbouncer haproxy; do
  pid=$(systemctl show -p MainPID --value $unit)
  echo "$unit $pid $(systemctl show -p ExecMainStartTimestampMonotonic --value $unit) $(systemctl show -p NRestarts --value $unit) $(readlink /proc/$pid/exe)"
done
pid=$(head -n 1 /var/lib/postgresql/*/pg-orders/postmaster.pid); echo "postgres $pid $(readlink /proc/$pid/exe)"`,
  );
}
