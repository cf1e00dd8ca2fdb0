import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StatusDocument } from '../../core/health/statusDocument.ts';
import { labSections } from '../../core/plan/labSections.ts';
import { resultOf } from '../api/streamed.ts';
import { localBuilder } from '../services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../services/bundle/ensureBundle.ts';
import { childEnvironment } from '../services/programs/childEnvironment.ts';
import { createProject, projectsFolder, saveStep } from '../services/projects/projectStore.ts';
import { HostKeys } from '../services/ssh/hostKeys.ts';
import { knownHostsFile } from '../services/ssh/knownHosts.ts';
import { eventText } from './commands/eventText.ts';
import { statusText } from './commands/status.ts';
import { createShellCaller } from './createShell.ts';
import { exitCodes, problemOf } from './exitCode.ts';
import { programRoot } from './programRoot.ts';

/*
 * npm run demo: the main job on the embedded default. Boots a lab of three hosts without any way out, deploys a real three-node cluster from a
 * bundle, says how to connect, and opens the wizard on it where somebody sits before a terminal. Run again, it finds everything done.
 */

const labName = 'demo';
const projectName = 'demo-lab';
const folder = join(projectsFolder(), projectName);
const planFile = join(folder, 'plan.yaml');
const say = (line: string) => process.stderr.write(`${line}\n`);

async function demo(): Promise<void> {
  const packages = spawnSync('bash', [join(programRoot, 'scripts', 'systemPackages.sh'), 'lab'], {
    stdio: ['ignore', 2, 2],
    env: childEnvironment(),
  });
  if (packages.status !== 0) {
    process.exitCode = 2;
    return;
  }
  const caller = createShellCaller({ acceptNewHostKeys: false });

  say('Making the lab: three Debian hosts on a network of their own ...');
  const { lab, created } = await resultOf(await caller.lab.up({ name: labName, hosts: 3, release: 'bookworm' }), say);
  say('Making the bundle of packages, unless it is there already ...');
  const bundle = await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });

  if (created || !existsSync(planFile)) {
    // Keys, passwords and journal of an earlier lab of this name belong to hosts that are gone.
    await rm(folder, { recursive: true, force: true });
    const { text } = await caller.plan.create({
      topology: 'three-node',
      name: 'demo',
      hosts: lab.hosts.map(({ name, address }) => ({ name, address })),
      sections: {
        ssh: { key: lab.hosts[0]?.key },
        ...labSections,
        packages: { source: 'bundle', file: bundle },
      },
    });
    await createProject(projectName, text);
    const hostKeys = new HostKeys(join(folder, '.quorate', 'plan', knownHostsFile));
    for (const host of lab.hosts)
      await hostKeys.store(host.address, 22, Buffer.from(host.hostKey.split(' ')[1] ?? '', 'base64'));
  }

  say(`Deploying ${planFile} ...`);
  const result = await resultOf(
    await caller.procedures.deploy({ planFile, dryRun: false, takeLock: false }),
    (event) => {
      const line = eventText(event);
      if (line !== undefined) say(line);
    },
  );
  if (!result.ok) {
    say(
      `The deployment did not succeed; the lab is left as it is. Look at it, then: node bin/quorate.mjs deploy ${planFile} --yes`,
    );
    process.exitCode = 1;
    return;
  }

  const password = await caller.secrets.show({ planFile, name: 'user/pg-demo/app' });
  const authority = await caller.secrets.show({ planFile, name: 'tls/ca.crt' });
  await writeFile(join(folder, 'ca.crt'), authority.value);
  await writeFile(join(folder, 'pgpass'), `*:*:app:app:${password.value}\n`, { mode: 0o600 });
  const status = await settledStatus(() => caller.hosts.status({ planFile }));
  const address = lab.hosts[0]?.address ?? '';
  process.stdout.write(
    [
      '',
      statusText(status),
      '',
      `Deployed in ${result.seconds.toFixed(1)} s. Write through port 5433 of any host, read through 5434:`,
      '',
      `    PGPASSFILE=${folder}/pgpass psql "host=${address} port=5433 dbname=app user=app sslmode=verify-full sslrootcert=${folder}/ca.crt"`,
      '',
      'Try a failure, look, and give the power back:',
      '',
      `    node bin/quorate.mjs lab fault power-off n1 --name ${labName}`,
      `    node bin/quorate.mjs status ${planFile} --watch`,
      `    node bin/quorate.mjs lab fault power-on n1 --name ${labName}`,
      '',
      `Take it all down: node bin/quorate.mjs lab down --name ${labName}`,
      '',
    ].join('\n'),
  );
  await saveStep(projectName, 'dashboard');
  process.exitCode = status.healthy ? 0 : 1;
  if (process.stdin.isTTY && process.stdout.isTTY) {
    say('The wizard opens on it. Ctrl-C ends the wizard; the cluster goes on.');
    spawnSync(process.execPath, [join(programRoot, 'scripts', 'start.mjs'), '--project', projectName], {
      stdio: 'inherit',
      // The same program again.
      env: process.env,
    });
  } else say(`Look at it in the wizard: npm start -- --project ${projectName}`);
}

/** Asks until HAProxy has checked every member often enough to send clients there, which takes some seconds after the last one has joined. */
async function settledStatus(ask: () => Promise<StatusDocument>): Promise<StatusDocument> {
  for (let second = 0; ; second++) {
    const status = await ask();
    const reading = status.haproxy.flatMap(({ services }) => services.filter(({ name }) => name === 'readable'));
    if (second === 20 || reading.every(({ down }) => down.length === 0)) return status;
    await sleep(1000);
  }
}

try {
  await demo();
} catch (thrown) {
  const problem = problemOf(thrown);
  if (problem === undefined) throw thrown;
  say(problem.message);
  process.exitCode = exitCodes[problem.kind];
}
