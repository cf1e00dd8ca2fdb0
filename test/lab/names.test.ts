import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { ensurePackagesLayer } from '../../electron/services/lab/packagesLayer.ts';
import { hostOf, labsOfTest, ssh } from './labFixture.ts';
import { whole } from './wholeMatrix.ts';

interface Deployed {
  readonly ok: boolean;
  readonly changed: boolean;
  readonly steps: readonly { readonly id: string }[];
  readonly refusals: readonly { readonly message: string }[];
  readonly failures: readonly { readonly message: string }[];
}

const hosts = ['n1', 'n2', 'n3'] as const;
const nameOf = (host: string) => `db${host.slice(1)}.names.test`;
const last = (host: string) => Number(host.slice(1));

const labs = labsOfTest();
afterAll(() => labs.remove());

/**
 * Hosts that are known by names, which resolve forward only. Every host has a second address, from which its packets leave; its own name means
 * loopback there, as Debian's installer writes it; the operator's machine resolves the names to the second addresses; n3 is reached by IPv6.
 */
describe.runIf(whole).each([
  { tls: true, how: 'with TLS' },
  { tls: false, how: 'without TLS' },
])('hosts that are known by names, $how (with QUORATE_FULL_MATRIX=1)', ({ tls }) => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-names-'));
  const planFile = join(folder, 'names.yaml');
  const operatorHosts = join(folder, 'hosts');
  let lab: LabView;
  let network = '';

  const on = async (host: string, command: string) => {
    const { code, output } = await ssh(hostOf(lab, host), command);
    if (code !== 0) throw new Error(`${host}: ${command}: ${output}`);
    return output;
  };
  const firstAddress = (host: string) => (host === 'n3' ? 'fd0a:b::13' : `${network}.1${last(host)}`);

  /** Tells every host what the names mean. */
  const spread = (addresses: Readonly<Record<string, string>>) =>
    Promise.all(
      hosts.map((host) => {
        const lines = hosts.map((one) => `${one === host ? '127.0.1.1' : addresses[one]} ${nameOf(one)}`);
        return on(
          host,
          `sed -i '/names.test/d' /etc/hosts; printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >>/etc/hosts`,
        );
      }),
    );

  /** Runs the program in a place with its own /etc/hosts. */
  function quorate(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
    const words = ['-m', 'sh', '-c', script, operatorHosts, process.execPath, 'bin/quorate.mjs', ...args];
    const child = spawn('unshare', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  }

  async function deploy(): Promise<Deployed> {
    const { code, stdout, stderr } = await quorate('deploy', planFile, '--yes', '--accept-new-host-keys', '--json');
    const deployed = JSON.parse(stdout) as Deployed;
    const said = [...deployed.refusals, ...deployed.failures].map(({ message }) => message).join('\n');
    expect(code, `${stderr}\n${said}`).toBe(0);
    return deployed;
  }

  /** A client on n1, through every HAProxy and each of its services. */
  async function asksEverywhere(): Promise<string> {
    const password = (await quorate('secret', planFile, 'user/pg-names/app')).stdout.trim();
    const verify = tls ? 'sslmode=verify-full sslrootcert=/etc/patroni/tls/clients-ca.crt' : 'sslmode=disable';
    const ask = (host: string, port: number) =>
      `psql -XAtc 'select 1' "host=${nameOf(host)} port=${port} user=app dbname=app connect_timeout=5 ${verify}"`;
    const all = hosts.flatMap((host) => [5433, 5434, 5436, 5438].map((port) => ask(host, port)));
    return on('n1', `export PGPASSWORD='${password}'; ${all.join('; ')}`);
  }

  const streaming = () =>
    on(
      'n1',
      `cd /; runuser -u postgres -- psql -XAtc "select string_agg(application_name || ' ' || host(client_addr), ',' order by application_name) from pg_stat_replication"`,
    );

  beforeAll(async () => {
    const bundle = await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });
    const { directory } = await ensurePackagesLayer(bundle);
    ({ lab } = await labUp({
      name: `nm-${tls ? 't' : 'p'}`,
      hosts: 3,
      release: 'bookworm',
      imageLayers: [directory],
    }));
    network = hostOf(lab, 'n1').address.replace(/\.\d+$/, '');
    await Promise.all(
      hosts.map((host) => {
        const own = `${network}.11${last(host)}`;
        return on(
          host,
          `ip addr add ${own}/24 dev host0; ip route replace ${network}.0/24 dev host0 src ${own}; ip -6 addr add fd0a:b::1${last(host)}/64 dev host0 nodad`,
        );
      }),
    );
    await spread(Object.fromEntries(hosts.map((host) => [host, firstAddress(host)])));
    const elsewhere = hosts.map((host) => `${network}.11${last(host)} ${nameOf(host)}\n`);
    writeFileSync(operatorHosts, `${readFileSync('/etc/hosts', 'utf8')}\n${elsewhere.join('')}`);
    writeFileSync(
      planFile,
      `quorate: 1
name: names
topology: three-node
ssh: { user: ${lab.hosts[0]?.user}, key: ${lab.hosts[0]?.key} }
hosts:
${hosts.map((host) => `  - { name: ${host}, address: ${nameOf(host)} }`).join('\n')}
clusters:
  - name: pg-names
    members:
${hosts.map((host, index) => `      - { host: ${host}, seq: ${index + 1}, role: ${index === 0 ? 'primary' : 'replica'} }`).join('\n')}
postgres: { template: tiny, databases: [{ name: app, owner: app }], users: [{ name: app }] }
security: { tls: ${tls} }
packages: { source: bundle, file: ${bundle} }
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('form a cluster that clients reach by every way, and that the operator sees', async () => {
    expect(await deploy()).toMatchObject({ ok: true, changed: true });
    expect(await streaming()).toBe(`pg-names-2 ${network}.112,pg-names-3 ${network}.113`);
    expect(await asksEverywhere()).toBe(Array(12).fill('1').join('\n'));
    const status = await quorate('status', planFile, '--json');
    expect(status.code, status.stderr).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      clusters: [{ leader: 'pg-names-1' }],
      etcd: hosts.map(() => ({ healthy: true })),
    });
    expect((await deploy()).changed).toBe(false);
  });

  it('stay one when another address is behind a name, and are deployed to what it means now', async () => {
    const moved = `${network}.22`;
    await on('n2', `ip addr add ${moved}/24 dev host0`);
    // The lab's own way to the host would go with the address.
    lab = { ...lab, hosts: lab.hosts.map((host) => (host.name === 'n2' ? { ...host, address: moved } : host)) };
    await on('n2', `ip addr del ${network}.12/24 dev host0`);
    await spread({ ...Object.fromEntries(hosts.map((host) => [host, firstAddress(host)])), n2: moved });
    const { steps } = await deploy();
    expect(steps.map(({ id }) => id)).toContain('n1/haproxy/reload');
    expect(await asksEverywhere()).toBe(Array(12).fill('1').join('\n'));
    expect((await deploy()).changed).toBe(false);
  });
});
