import { mkdtempSync, rmSync } from 'node:fs';
import { posix } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { renderHost } from '../../core/components/renderHost.ts';
import { rewindRole } from '../../core/plan/clusterRoles.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { type PlanInput, type Release, releases, topologyIds } from '../../core/plan/schema.ts';
import { databaseSql } from '../../core/render/sql/databaseSql.ts';
import { missingSql } from '../../core/render/sql/missingSql.ts';
import { poolSql } from '../../core/render/sql/poolSql.ts';
import { shellQuote } from '../../core/shell/shellQuote.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { prepareSecrets } from '../../electron/services/deploy/prepareSecrets.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { ensurePackagesLayer } from '../../electron/services/lab/packagesLayer.ts';
import { SecretStore } from '../../electron/services/secrets/secretStore.ts';
import { connect } from '../../electron/services/ssh/connect.ts';
import { HostKeys } from '../../electron/services/ssh/hostKeys.ts';
import type { HostSession } from '../../electron/services/ssh/hostSession.ts';
import { loadTemplates } from '../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, timing, topologyInputs } from '../core/render/renderPlans.ts';
import { labsOfTest } from './labFixture.ts';

const labs = labsOfTest();
const work = mkdtempSync('/var/tmp/quorate-render-');
const sessions: HostSession[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});
afterAll(async () => {
  await labs.remove();
  rmSync(work, { recursive: true, force: true });
});

async function oneHost(release: Release) {
  const bundle = await ensureBundle({ release, builder: localBuilder, createdAt: new Date() });
  const { directory } = await ensurePackagesLayer(bundle);
  const { lab } = await labUp({
    name: `rt-${release}`,
    hosts: 1,
    release,
    imageLayers: [directory],
  });
  const [host] = lab.hosts;
  if (host === undefined) throw new Error('the lab has no host');
  const session = await connect(
    { name: host.name, address: host.address, port: 22, user: host.user, auth: { keyPath: host.key }, sudo: false },
    { hostKeys: new HostKeys(`${work}/known_hosts`, { acceptNew: true, alsoRead: [] }) },
  );
  sessions.push(session);
  return { host, session };
}

/** Puts a host's files in their places, with real passwords and certificates. @returns the store that has them */
async function install(session: HostSession, plan: Plan, hostName: string, release: Release): Promise<SecretStore> {
  const store = await SecretStore.open(`${work}/${plan.name}-${release}`);
  await prepareSecrets(plan, store);
  const templates = await loadTemplates(process.cwd());
  const files = renderHost(plan, hostName, { environment: { ...environment, release }, timing, templates });
  const folders = [...new Set(files.map((file) => posix.dirname(file.path)))];
  await done(session, `mkdir -p ${folders.map(shellQuote).join(' ')}`);
  for (const file of files) {
    await session.putFile(file.path, store.fill(file.content), {
      mode: file.mode,
      owner: `${file.owner}:${file.group}`,
    });
  }
  return store;
}

async function done(session: HostSession, script: string): Promise<string> {
  const result = await session.run(`set -eu\n${script}`, { timeoutSeconds: 120 });
  if (result.code !== 0) throw new Error(`${script}\nended with ${result.code}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

describe.each(releases)('the programs of %s', (release) => {
  it('accept the files of every topology, and run a whole host of them', async () => {
    const { host, session } = await oneHost(release);
    for (const topology of topologyIds) {
      await install(session, planOf(topologyInputs[topology]), 'n1', release);
      await done(session, 'haproxy -c -f /etc/haproxy/haproxy.cfg');
      const { stdout } = await session.run('su postgres -c "patroni --validate-config /etc/patroni/config.yml" 2>&1');
      // The validator connects to etcd and binds the ports; the addresses of these plans are not in the lab.
      const problems = stdout
        .split('\n')
        .filter((line) => line !== '' && !/is not reachable|already in use/.test(line));
      expect({ topology, problems }).toEqual({ topology, problems: [] });
    }

    const input: PlanInput = {
      quorate: 1,
      name: 'single',
      topology: 'two-node',
      hosts: [{ name: 'n1', address: host.address }],
      clusters: [{ name: 'pg-single', members: [{ host: 'n1', seq: 1, role: 'primary' }] }],
      postgres: { template: 'tiny', users: [{ name: 'app' }], databases: [{ name: 'orders', owner: 'app' }] },
      access: { vip: { address: host.address.replace(/\.\d+$/, '.100/24'), interface: 'host0' } },
    };
    const plan = planOf(input);
    const store = await install(session, plan, 'n1', release);
    const [cluster] = plan.clusters;
    if (cluster === undefined) throw new Error('the plan has no cluster');
    await session.putFile('/srv/setup.sql', store.fill(databaseSql(plan, cluster) + poolSql(plan, cluster)), {
      mode: 0o600,
      owner: 'postgres',
    });
    await session.putFile('/srv/missing.sql', missingSql(plan, cluster), { mode: 0o600, owner: 'postgres' });
    await session.putFile('/root/.pgpass', store.fill('*:*:*:app:{{secret:user/pg-single/app}}\n'), { mode: 0o600 });

    const psql = 'runuser -u postgres -- psql -XAtq';
    // Patroni lets the new server run before it makes its own roles; this is the last of them.
    const made = `select count(*) = 1 and not pg_is_in_recovery() from pg_roles where rolname = '${rewindRole}'`;
    await done(
      session,
      `systemctl daemon-reload
systemctl start etcd patroni pgbouncer haproxy keepalived
for try in $(seq 120); do ${psql} -c "${made}" 2>&1 | grep -qx t && break; sleep 0.5; done
${psql} -f /srv/setup.sql
${psql} -f /srv/setup.sql`,
    );
    expect(await done(session, `${psql} -f /srv/missing.sql`)).toBe('');

    // As a client: through each read-write service by the virtual IP, the authority verified.
    const client = `PGCONNECT_TIMEOUT=3 psql -XAtq -h ${host.address.replace(/\.\d+$/, '.100')} -U app -d orders`;
    const answers = await done(
      session,
      `export PGSSLMODE=verify-ca PGSSLROOTCERT=/etc/patroni/tls/clients-ca.crt
for port in 5433 5434 5436; do
  for try in $(seq 60); do ${client} -p $port -c 'select 1' >/dev/null 2>&1 && break; sleep 0.5; done
  ${client} -p $port -c 'select current_user, pg_is_in_recovery()'
done`,
    );
    expect(answers).toBe('app|f\napp|f\napp|f\n');
    // Nobody talks to PgBouncer or PostgreSQL in the clear.
    const clear = await session.run(
      `for port in 5432 6432; do PGSSLMODE=disable psql -XAtq -h ${host.address} -p $port -U app -d orders -c 'select 1'; done`,
    );
    expect(clear.stdout).toBe('');
    expect(clear.stderr).toMatch(/no encryption[\s\S]*SSL required/);
    expect(await done(session, 'systemctl --failed --no-legend')).toBe('');
  });
});
