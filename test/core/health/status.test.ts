import { describe, expect, it } from 'vitest';
import { readHaproxyStats } from '../../../core/health/haproxyStats.ts';
import { assembleStatus } from '../../../core/health/status.ts';
import type { HostStatus } from '../../../core/health/statusDocument.ts';
import { readCluster, readInstance } from '../../../core/patroni/answers.ts';
import { examplePlan } from '../preflight/preflightFixture.ts';

const plan = examplePlan();
const name = plan.clusters[0]?.name ?? '';

/** What Patroni 3.0.2 answers on the leader's `/cluster`. */
const clusterAnswer = {
  members: [
    {
      name: `${name}-1`,
      role: 'leader',
      state: 'running',
      api_url: 'https://10.0.0.1:8008/patroni',
      host: '10.0.0.1',
      port: 5432,
      timeline: 3,
    },
    { name: `${name}-2`, role: 'sync_standby', state: 'streaming', host: '10.0.0.2', port: 5432, timeline: 3, lag: 0 },
    { name: `${name}-3`, role: 'replica', state: 'streaming', host: '10.0.0.3', port: 5432, timeline: 3, lag: 4096 },
  ],
};

function hostStatus(host: string, role: string, change: Partial<HostStatus> = {}): HostStatus {
  return {
    host,
    cluster: readCluster(clusterAnswer),
    instance: readInstance({
      state: 'running',
      role,
      server_version: 150020,
      timeline: 3,
      patroni: { version: '3.0.2', scope: name },
    }),
    etcd: { leader: host === 'n2', version: '3.4.23', errors: [] },
    haproxy: readHaproxyStats(
      '# pxname,svname,status,bck\nprimary,FRONTEND,OPEN,\nprimary,pg-1,UP,0\nprimary,pg-2,DOWN,0\nprimary,spare,UP,1\n',
    ),
    ...change,
  };
}

const good = [hostStatus('n1', 'master'), hostStatus('n2', 'replica'), hostStatus('n3', 'replica')];

describe('status', () => {
  it('names packages that are not on hold, of the hosts that were asked', () => {
    const [first, second, third] = good;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three hosts');
    const asked = [{ ...first, loose: [] }, { ...second, loose: ['patroni', 'etcd-server'] }, third];
    expect(assembleStatus(plan, asked).notHeld).toEqual([{ host: 'n2', packages: ['patroni', 'etcd-server'] }]);
    expect(assembleStatus(plan, good)).not.toHaveProperty('notHeld');
  });

  it('shows a healthy cluster with roles, lag, timeline, versions, etcd and HAProxy', () => {
    const status = assembleStatus(plan, good);
    expect(status.healthy).toBe(true);
    expect(status.clusters[0]).toMatchObject({ leader: `${name}-1`, paused: false });
    expect(status.clusters[0]?.members).toMatchObject([
      { host: 'n1', role: 'primary', state: 'running', timeline: 3, lagBytes: 0, postgres: '15.20', patroni: '3.0.2' },
      { host: 'n2', role: 'replica', state: 'streaming', synchronous: true },
      { host: 'n3', role: 'replica', state: 'streaming', lagBytes: 4096, synchronous: false },
    ]);
    expect(status.etcd.map((one) => one.leader)).toEqual([false, true, false]);
    expect(status.haproxy[0]?.services).toEqual([{ name: 'primary', up: ['pg-1'], down: ['pg-2'] }]);
  });

  it('believes a member’s own Patroni before what the others say of it', () => {
    const status = assembleStatus(plan, [
      hostStatus('n1', 'replica'),
      hostStatus('n2', 'primary'),
      hostStatus('n3', 'replica'),
    ]);
    expect(status.clusters[0]?.leader).toBe(`${name}-2`);
  });

  it('shows a host that is gone as offline once the others have forgotten it, and the cluster as not healthy', () => {
    const forgotten = readCluster({ members: clusterAnswer.members.slice(1) });
    const status = assembleStatus(plan, [
      { host: 'n1', unreachable: 'no route' },
      hostStatus('n2', 'primary', { cluster: forgotten }),
      hostStatus('n3', 'replica', { cluster: forgotten }),
    ]);
    expect(status.healthy).toBe(false);
    expect(status.clusters[0]?.members[0]).toMatchObject({ role: 'offline', state: 'unreachable' });
    expect(status.unreachable).toEqual([{ host: 'n1', reason: 'no route' }]);
    expect(status.etcd[0]).toMatchObject({ healthy: false });
  });

  it('is not healthy without an etcd leader', () => {
    const headless = good.map((one) => ({ ...one, etcd: { leader: false, version: '3.4.23', errors: [] } }));
    expect(assembleStatus(plan, headless).healthy).toBe(false);
  });

  it.each([
    null,
    'text',
    [],
    { members: 'no' },
    { members: [{ name: 1 }] },
    { members: [{ name: 'x'.repeat(300), role: 'leader' }] },
  ])('reads %j as no answer', (answer) => {
    expect(readCluster(answer)).toBeUndefined();
    expect(readInstance(answer)).toBeUndefined();
  });

  it('reads what is no statistics as nothing', () => {
    expect(readHaproxyStats('<html>401</html>')).toEqual([]);
  });
});
