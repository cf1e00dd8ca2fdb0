import { describe, expect, it } from 'vitest';
import { findAlerts } from '../../../core/health/alerts.ts';
import { readHaproxyStats } from '../../../core/health/haproxyStats.ts';
import { type ProbedService, servicesToProbe } from '../../../core/health/serviceProbe.ts';
import { assembleStatus, withServices } from '../../../core/health/status.ts';
import type { HostStatus } from '../../../core/health/statusDocument.ts';
import { readInstance } from '../../../core/patroni/answers.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { twoRegions } from '../deployment/deploymentFixture.ts';
import { planFixture } from '../planFixture.ts';

const plan = planFixture();

/** A host on which everything runs. */
function host(name: string, role: string, change: Partial<HostStatus> = {}, timeline = 3): HostStatus {
  return {
    host: name,
    instance: readInstance({ state: 'running', role, server_version: 150020, timeline, patroni: { version: '3.0.2' } }),
    etcd: { leader: name === 'n2', version: '3.4.23', errors: [], clusterId: '13605279001849795359' },
    haproxy: readHaproxyStats(
      '# pxname,svname,status,bck\nprimary,n1,UP,0\nprimary,n2,DOWN,0\ndefault,n1,UP,0\nreplica,n2,UP,0\noffline,n2,UP,0\n',
    ),
    ...change,
  };
}

const good = [host('n1', 'master'), host('n2', 'replica'), host('n3', 'replica')];
const works = (service: ProbedService['service'], on = 'n1'): ProbedService => ({
  host: on,
  service,
  port: 1,
  ok: true,
});

/** What is said of a state, which no state but a healthy one leaves unsaid. */
function reasonsOf(hosts: readonly HostStatus[], probed?: readonly ProbedService[]) {
  const status = assembleStatus(plan, hosts, probed);
  expect(status.healthy).toBe(status.reasons.length === 0);
  for (const { said } of status.reasons) expect(englishLeft(said)).toEqual([]);
  const alerts = findAlerts(plan, status).map(({ id }) => id);
  return { said: status.reasons.map(({ id, message }) => `${id}: ${message}`), alerts };
}

describe('a split brain', () => {
  it('is not seen where there is none', () => {
    expect(reasonsOf(good)).toEqual({ said: [], alerts: [] });
  });

  it('is two members that lead by their own words, with the runbook named', () => {
    const { said, alerts } = reasonsOf([host('n1', 'master'), host('n2', 'master', {}, 4), host('n3', 'replica')]);
    expect(said).toEqual([
      expect.stringMatching(
        /two-leaders: 2 members of pg-main lead at once: .*-1 \(timeline 3\).*-2 \(timeline 4\).*runbook/,
      ),
    ]);
    expect(alerts).toContain('two-leaders');
  });

  it('is not seen when the other leader was one before: its answer is late', () => {
    const late = host('n1', 'master', { late: ['patroni'] });
    expect(reasonsOf([late, host('n2', 'master', {}, 4), host('n3', 'replica', {}, 4)]).alerts).not.toContain(
      'two-leaders',
    );
  });

  it('is two servers up in a service that writes', () => {
    const both = {
      haproxy: readHaproxyStats(
        '# pxname,svname,status,bck\nprimary,n1,UP,0\nprimary,n2,UP,0\ndefault,n1,UP,0\nreplica,n2,UP,0\noffline,n3,UP,0\n',
      ),
    };
    const { said, alerts } = reasonsOf(good.map((one) => ({ ...one, ...both })));
    expect(said).toEqual([
      expect.stringMatching(/two-writable: HAProxy on n1, n2 and n3 .* service primary to n1 and n2 at once.*runbook/),
    ]);
    expect(alerts).toEqual(['two-writable']);
  });

  it('is an etcd cluster beside the other, told apart in all 64 bits', () => {
    const apart = host('n3', 'replica', {
      etcd: { leader: true, version: '3.4.23', errors: [], clusterId: '13605279001849795360' },
    });
    const { said, alerts } = reasonsOf([...good.slice(0, 2), apart]);
    expect(said[0]).toMatch(/etcd-two-clusters: there are 2 etcd clusters .*359 on n1 and n2 and .*360 on n3/);
    expect(said).toContainEqual('etcd-leader: the etcd of n1, n2 and n3 has 2 leaders');
    expect(alerts).toContain('etcd-two-clusters');
  });

  it('is a replica that is ahead of its leader', () => {
    const { said, alerts } = reasonsOf([host('n1', 'master'), host('n2', 'replica', {}, 5), host('n3', 'replica')]);
    expect(said).toEqual([expect.stringMatching(/timelines-apart: .*-2 \(timeline 5\) is on a later timeline/)]);
    expect(alerts).toEqual(['timelines-apart']);
  });
});

describe('health', () => {
  it('says why it is not good, whatever the reason', () => {
    const { etcd: _etcd, ...withoutEtcd } = host('n3', 'replica');
    const { haproxy: _haproxy, ...withoutProxy } = host('n2', 'replica');
    const { instance: _instance, ...withoutPatroni } = host('n3', 'replica');
    const starting = host('n2', 'replica', { instance: readInstance({ state: 'starting', role: 'replica' }) });
    expect(reasonsOf([...good.slice(0, 2), withoutEtcd]).said).toEqual([
      'etcd-member-down: the etcd member on n3 does not answer',
    ]);
    expect(reasonsOf([good[0] ?? withoutEtcd, withoutProxy, host('n3', 'replica')]).said).toEqual([
      'haproxy-down: HAProxy on n2 does not answer',
    ]);
    expect(reasonsOf([...good.slice(0, 2), withoutPatroni]).said).toEqual([
      'member-down: nobody answers for pg-main-3',
    ]);
    expect(reasonsOf([host('n1', 'replica'), ...good.slice(1)]).said).toEqual(['no-leader: nobody leads pg-main']);
    expect(reasonsOf([good[0] ?? starting, starting, host('n3', 'replica')]).said).toEqual([
      'member-down: pg-main-2 is starting',
    ]);
  });

  it('needs every service to answer clients, and names those that do not with the reason', () => {
    const refused = { port: 6432, ok: false, reason: 'connect ECONNREFUSED' };
    const { said, alerts } = reasonsOf(good, [
      works('primary'),
      { host: 'n2', service: 'pgbouncer', ...refused },
      { host: 'n3', service: 'pgbouncer', ...refused },
      { host: 'n1', service: 'default', port: 5436, ok: false, reason: 'closed' },
    ]);
    expect(said).toEqual([
      'service-dead: PgBouncer on n2 and n3 (port 6432) does not work: connect ECONNREFUSED',
      'service-dead: the service default of HAProxy (port 5436) does not work through n1: closed',
    ]);
    expect(alerts).toEqual(['service-dead', 'service-dead']);
    expect(reasonsOf(good, [works('primary'), works('pgbouncer', 'n2')]).said).toEqual([]);
  });

  it('keeps what an earlier trial of the services found', () => {
    const status = assembleStatus(plan, good);
    const dead: ProbedService = { host: 'n1', service: 'postgres', port: 5432, ok: false, reason: 'closed' };
    const known = withServices(status, [dead]);
    expect(known.healthy).toBe(false);
    expect(withServices(known, [works('postgres')])).toMatchObject({ healthy: true, reasons: [] });
  });
});

describe('the services that are tried', () => {
  it('are all that clients use, on every host', () => {
    const names = servicesToProbe(plan)
      .filter((one) => one.host === 'n2')
      .map(({ service, port, kind }) => `${service} ${port} ${kind}`);
    expect(names).toEqual([
      'primary 5433 write',
      'default 5436 write',
      'replica 5434 read',
      'offline 5438 read',
      'pgbouncer 6432 read',
      'postgres 5432 read',
    ]);
  });

  it('are on an HAProxy without a member those of the cluster that it serves', () => {
    const proxy = planFixture({}, [[['hosts', 3], { name: 'n4', address: '10.0.0.4', roles: ['haproxy'] }]]);
    expect(
      servicesToProbe(proxy)
        .filter(({ host: on }) => on === 'n4')
        .map(({ service }) => service),
    ).toEqual(['primary', 'default', 'replica', 'offline']);
  });

  it('take no writes where a cluster follows another, and demand no row there', () => {
    const standby = servicesToProbe(twoRegions()).filter(({ cluster }) => cluster.standbyOf !== undefined);
    expect(new Set(standby.map(({ kind }) => kind))).toEqual(new Set(['answer']));
    expect(standby.some(({ service }) => service === 'primary' || service === 'default')).toBe(false);
  });
});
