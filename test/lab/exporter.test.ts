import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledPackages } from '../../core/components/bundlePackages.ts';
import { resultOf } from '../../electron/api/streamed.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';
import { whole } from './wholeMatrix.ts';

/** A component that comes to a deployment that is there already. */
const releases = ['bookworm', 'trixie'] as const;

describe.runIf(whole).each(releases)('the exporter of metrics on %s (with QUORATE_FULL_MATRIX=1)', (release) => {
  const unit = 'prometheus-postgres-exporter';
  const hosts = ['n1', 'n2'];
  let work: TopologyLab;
  let client = '';
  let without = '';

  beforeAll(async () => {
    const file = await ensureBundle({
      release,
      packages: [...bundledPackages(release), unit],
      builder: localBuilder,
      createdAt: new Date(),
    });
    work = await topologyLab(
      {
        id: 'exporter',
        topology: 'two-node',
        layout: 'no-arbiter',
        release,
        hosts: 2,
        objectives: { rto: 20 },
        representative: 'host=n1',
      },
      'tp-exporter',
      (lab) => {
        client = lab.subnet.replace(/0\/24$/, '1');
        return {
          packages: { source: 'bundle', file },
          postgres: { template: 'tiny', clients: [`${client}/32`] },
        };
      },
    );
    without = readFileSync(work.planFile, 'utf8');
    await deployed();
  });
  afterAll(() => work?.remove());

  async function deployed() {
    const result = await work.deploy();
    const { ok, refusals, failures, checks } = result;
    const wrong = checks?.filter((check) => !check.ok);
    expect({ refusals, failures, wrong, ok }).toEqual({ refusals: [], failures: [], wrong: [], ok: true });
    return result;
  }

  /** The metrics of a host as a scraper on this machine gets them; undefined when nobody answers. */
  const metrics = (host: string) =>
    new Promise<string | undefined>((resolve) => {
      const address = work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
      const request = http.get({ host: address, port: 9187, path: '/metrics', timeout: 5000 }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        answer.on('end', () => resolve(text));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(undefined));
    });

  it('comes to a running deployment, and tells Prometheus of every PostgreSQL', async () => {
    expect(await metrics('n1')).toBeUndefined();
    appendFileSync(work.planFile, '\nmonitoring: { exporter: true }\n');
    const result = await deployed();
    expect(result.checks?.map(({ id }) => id)).toEqual(expect.arrayContaining(['exporter/n1', 'exporter/n2']));
    for (const host of hosts) {
      const text = await metrics(host);
      expect(text).toMatch(/^pg_up 1$/m);
      expect(text).toMatch(/^pg_stat_database_xact_commit\{.*datname="postgres".*\} \d/m);
      // Filtered by the kernel of a host that has one of its own; those of the lab are containers.
      const filter = await work.on(host, `systemctl show ${unit} -p IPAddressAllow -p IPAddressDeny`);
      expect(filter).toContain(`${client}/32`);
      expect(filter).toMatch(/^IPAddressDeny=.*0\.0\.0\.0\/0/m);
    }
  });

  it('has nothing to do afterwards, and is held like every package', async () => {
    expect((await deployed()).steps).toEqual([]);
    for (const host of hosts) expect(await work.on(host, `apt-mark showhold`)).toContain(unit);
  });

  it('is not the way into the database for anybody else', async () => {
    const role = `psql -XqAt 'user=prometheus host=/run/postgresql dbname=postgres' -c 'select current_user'`;
    expect(await work.on('n1', `runuser -u prometheus -- ${role}`)).toBe('prometheus');
    await expect(work.on('n1', `runuser -u nobody -- ${role}`)).rejects.toThrow('Peer authentication failed');
    const address = work.lab.hosts[0]?.address;
    const remote = `psql -XqAt 'user=prometheus host=${address} dbname=postgres' -c 'select 1'`;
    await expect(work.on('n1', `runuser -u prometheus -- ${remote}`)).rejects.toThrow(/pg_hba.conf rejects connection/);
  });

  it('goes from hosts that run when the plan asks for it no more, and comes again when it does', async () => {
    const asked = readFileSync(work.planFile, 'utf8');
    writeFileSync(work.planFile, without);
    const { failures, refusals } = await work.deploy();
    expect({ failures, refusals }).toEqual({ failures: [], refusals: [] });
    for (const host of hosts) {
      expect(await metrics(host)).toBeUndefined();
      // Its package stays, as that of every service that leaves a host which stays; nothing starts it.
      expect(await work.on(host, `systemctl is-active ${unit}; systemctl is-enabled ${unit}; true`)).toMatch(
        /^inactive\n(disabled|masked)$/,
      );
    }
    expect((await deployed()).steps).toEqual([]);
    writeFileSync(work.planFile, asked);
    await deployed();
    for (const host of hosts) expect(await metrics(host)).toBeDefined();
    writeFileSync(work.planFile, without);
  });

  it('goes with the deployment, also when the plan asks for it no more, and leaves nothing', async () => {
    const gone = await resultOf(
      await work.caller.procedures.destroy({ planFile: work.planFile, takeLock: false, without: [] }),
      () => undefined,
    );
    expect(gone.ok).toBe(true);
    for (const host of hosts) {
      expect(await metrics(host)).toBeUndefined();
      const left = `ls -d /etc/default/${unit} /etc/systemd/system/${unit}* /usr/bin/${unit} /var/lib/quorate/deployed.json 2>/dev/null; dpkg -l ${unit} 2>/dev/null | grep '^[hi]'; apt-mark showhold; true`;
      expect(await work.on(host, left)).toBe('');
    }
  });
});
