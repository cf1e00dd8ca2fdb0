import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileServer, serveFiles } from './aptRepository.ts';
import { type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import { extraRepository, newerSuite, newerVersion } from './extraRepository.ts';
import { whole } from './wholeMatrix.ts';

describe.runIf(whole)('PostgreSQL 15 from an extra repository, on Debian 13 hosts (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  let server: FileServer;
  let written: string;

  beforeAll(async () => {
    const folder = await extraRepository();
    work = await deployLab({ name: 'other-major', release: 'trixie', packagesThere: false });
    const [first] = work.lab.hosts;
    server = await serveFiles(folder, first?.address.replace(/\d+$/, '1'));
    for (const host of work.lab.hosts)
      await work.on(
        host.name,
        `echo 'deb [trusted=yes] ${server.url}/distribution ./' >/etc/apt/sources.list && touch /run/before`,
      );
    copyFileSync(join(folder, 'extra', 'own.asc'), join(dirname(work.planFile), 'own.asc'));
    written = readFileSync(work.planFile, 'utf8').replace(/packages: \{.*\}/, '');
  });
  afterAll(async () => {
    await work?.remove();
    await server?.close();
  });

  const plan = (version: number, extra = '', packages = '') =>
    writeFileSync(
      work.planFile,
      `${written.replace('postgres: {', `postgres: { version: ${version},${packages}`)}
packages: { source: repository, url: '${server.url}/extra ${newerSuite} main', key: own.asc${extra} }
`,
    );
  /** Packages, and every file outside this program's own notes that has changed since the lab was made. */
  const fingerprint = () =>
    work.on(
      'n1',
      `dpkg-query -W | sha256sum; find /etc /usr /opt /srv /root /var/lib /var/cache/apt -xdev -newer /run/before ! -type d ! -path '/var/lib/quorate/*' ! -path '/var/lib/systemd/*'; true`,
    );

  it.each([
    [
      16,
      '',
      '',
      /neither the extra repository nor the host's own sources have PostgreSQL 16; on offer: PostgreSQL 15 and 17/,
    ],
    [15, '', ' packages: [postgresql-15-no-such],', /no package source of the host has postgresql-15-no-such/],
    [
      15,
      ', replace: [patroni]',
      '',
      new RegExp(
        `patroni ${newerVersion.replaceAll('+', '\\+')} of the extra repository cannot be installed.*python3 \\(>= 3\\.99\\).*out of packages\\.replace`,
      ),
    ],
  ])('refuses version %i%s%s before any host changes', async (version, extra, packages, reason) => {
    const before = await fingerprint();
    plan(version, extra, packages);
    const { ok, steps, refusals } = await work.run();
    expect((refusals ?? []).map((one) => one.message).join('\n')).toMatch(reason);
    expect({ ok, steps: steps ?? [] }).toEqual({ ok: false, steps: [] });
    expect(await fingerprint()).toBe(before);
  });

  it('installs it with an extension of its, and everything else from the distribution', async () => {
    plan(15, '', " packages: ['postgresql-{version}-cron'], parameters: { shared_preload_libraries: pg_cron },");
    expectHealthy(await work.run());
    const found = await work.on(
      'n1',
      `dpkg-query -W -f '\${Package} \${Version}\\n' patroni pgbouncer haproxy postgresql-15 postgresql-15-cron 'postgresql-1*'
readlink /proc/$(head -n 1 /var/lib/postgresql/15/pg-orders/postmaster.pid)/exe
pg_lsclusters -h; ls /var/lib/postgresql /etc/postgresql
cat /etc/apt/preferences.d/quorate.pref`,
    );
    expect(found).toMatch(/^postgresql-15 15\./m);
    expect(found).toMatch(/^postgresql-15-cron 1\./m);
    expect(found).not.toContain(newerVersion);
    expect(found).not.toMatch(/^postgresql-17 \d/m);
    expect(found).toContain('/usr/lib/postgresql/15/bin/postgres');
    expect(found).toContain(`Pin: release o=apt.example.org,a=${newerSuite},n=${newerSuite}`);
    const again = await work.run();
    expect({ ok: again.ok, steps: again.steps }).toEqual({ ok: true, steps: [] });
  });

  it('takes all of it away again', async () => {
    expect((await work.run('destroy')).ok).toBe(true);
    expect(
      await work.on(
        'n1',
        'ls /etc/apt/preferences.d /etc/apt/keyrings /etc/apt/sources.list.d /usr/lib/postgresql 2>/dev/null; dpkg-query -W | grep -c postgresql; apt-mark showhold',
      ),
    ).toMatch(/^(\S+:\s+)*0$/);
  });
});
