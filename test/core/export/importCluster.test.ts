import { describe, expect, it } from 'vitest';
import { clusterFacts, type HostReading } from '../../../core/export/import/cluster/clusterReading.ts';
import { importCluster } from '../../../core/export/import/cluster/importCluster.ts';
import { readHaproxy, readVip } from '../../../core/export/import/cluster/serviceText.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { readPlan } from '../planFixture.ts';

const haproxy = `
defaults
    mode tcp
listen stats
    mode http
    bind *:7000
    stats enable
listen master
    bind 10.0.0.1:5000
    maxconn 10000
    option httpchk OPTIONS /primary
    default-server inter 3s fastinter 500 fall 3 rise 4 on-marked-down shutdown-sessions
    server n1 10.0.0.1:6432 check port 8008
listen replicas
    bind 10.0.0.1:5001
    option httpchk
    http-check send meth OPTIONS uri /replica?lag=1048576
    server n1 10.0.0.1:6432 check port 8008
listen master_direct
    bind 10.0.0.1:5004
    option httpchk OPTIONS /primary
    server n1 10.0.0.1:5432 check port 8008
`;

/** What a host of a cluster that another tool installed says, with changes. */
function reading(address: string, patroni: object | string | undefined, files = ''): HostReading {
  const text = (value: unknown) =>
    typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return {
    address,
    ssh: {},
    values: {
      hostName: clusterFacts.hostName.parse(`db-${address.split('.')[3]}`),
      platform: clusterFacts.platform.parse('id=ubuntu\ncodename=noble\n'),
      hardware: { cores: 4, memoryBytes: 8 * 1024 ** 3 },
      networkInterfaces: clusterFacts.networkInterfaces.parse(`2: eth0    inet ${address}/24 scope global eth0`),
      patroni: clusterFacts.patroni.parse(text(patroni)),
      files,
      sql: clusterFacts.sql.parse('database|shop|web\nuser|web|f|t|pg_monitor,readers\n'),
    },
  };
}

const members = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const patroniOf = (own: number, config: object = {}, tags: object = {}) => ({
  file: {
    scope: 'shop',
    name: `db-${own}`,
    tags,
    tls: false,
    etcdTls: false,
    etcdHosts: members.map((address) => `${address}:2379`),
    restPort: '8008',
    postgresPort: '5433',
    pgHba: ['host all all 10.0.0.0/8 scram-sha-256', 'host all all 10.0.0.2/32 md5', 'local all all peer'],
    watchdog: { mode: false },
  },
  patroni: { server_version: 170_002 },
  cluster: {
    members: members.map((host, index) => ({
      name: `db-${index + 1}`,
      role: index === 1 ? 'leader' : 'replica',
      host,
      port: 5433,
    })),
  },
  config: { ttl: 45, maximum_lag_on_failover: 65_536, postgresql: { parameters: { work_mem: '9MB' } }, ...config },
  etcd: [],
});

describe('the import of a running cluster', () => {
  it('understands one that another tool installed', () => {
    const { planText, report } = importCluster({
      readings: [
        reading('10.0.0.1', patroniOf(1), `=== haproxy\n${haproxy}`),
        reading('10.0.0.2', patroniOf(2)),
        reading('10.0.0.3', patroniOf(3, {}, { nofailover: true })),
        reading('10.0.0.9', undefined),
      ],
      unread: [],
      ssh: { user: 'admin', jump: 'me@gate' },
    });
    const plan = readPlan(planText);
    expect(plan).toMatchObject({
      name: 'shop',
      ssh: { user: 'admin', jump: 'me@gate', sudo: true },
      hosts: [{ name: 'db-1', roles: ['postgres', 'etcd', 'haproxy'] }, { roles: ['postgres', 'etcd'] }, {}],
      clusters: [
        {
          name: 'shop',
          members: [
            { seq: 1, role: 'replica' },
            { seq: 2, role: 'primary' },
            { seq: 3, role: 'offline' },
          ],
        },
      ],
      objectives: { rtoSeconds: 45, rpoBytes: 65_536 },
      postgres: {
        version: 17,
        port: 5433,
        clients: ['10.0.0.0/8'],
        users: [{ name: 'web', createdb: true, memberOf: ['pg_monitor', 'readers'] }],
        databases: [{ name: 'shop', owner: 'web' }],
        parameters: { work_mem: '9MB' },
      },
      patroni: { watchdog: 'off', failsafe: false },
      haproxy: { ports: { primary: 5000, replica: 5001, default: 5004, stats: 7000 }, maxconn: 10_000 },
      security: { tls: false },
    });
    // Patroni's own defaults stand where its configuration is silent.
    expect(resolveTiming(plan)).toMatchObject({
      patroni: { ttlSeconds: 45, loopWaitSeconds: 10, retryTimeoutSeconds: 10, primaryStartTimeoutSeconds: 300 },
      haproxy: { interSeconds: 3, fastinterSeconds: 0.5, rise: 4, fall: 3 },
    });
    expect(report[0]).toMatchObject({ level: 'ignored', path: '10.0.0.9', message: 'it has no part in the cluster' });
  });

  it('takes over no commands and nothing that looks like a secret', () => {
    const parameters = {
      archive_command: 'push --key s3cr3t',
      primary_conninfo: 'password=s3cr3t',
      'my.token': 'secret s3cr3t',
      port: 1,
      'a b': 1,
    };
    const { planText, report } = importCluster({
      readings: [reading('10.0.0.1', patroniOf(1, { postgresql: { parameters } }))],
      unread: members.slice(1).map((address) => ({ address, reason: 'no route' })),
      ssh: { user: 'root' },
    });
    expect(`${planText}${JSON.stringify(report)}`).not.toContain('s3cr3t');
    expect(readPlan(planText).postgres.parameters).toEqual({});
    expect(report.filter((note) => note.path === '10.0.0.2')).toEqual([
      expect.objectContaining({ level: 'defaulted' }),
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['text', 'no JSON'],
    ['another document', { file: { scope: 7 } }],
    ['a Patroni without a cluster', { ...patroniOf(1), cluster: undefined }],
  ])('refuses hosts that say %s', (_, patroni) => {
    const input = { readings: [reading('10.0.0.1', patroni)], unread: [], ssh: { user: 'root' } };
    expect(() => importCluster(input)).toThrow(expect.objectContaining({ code: 'import-no-cluster' }));
  });

  it('reads the virtual IP of keepalived and of vip-manager', () => {
    const keepalived = 'vrrp_instance a {\n  interface ens3\n  virtual_ipaddress {\n    10.0.0.9/24\n  }\n}';
    expect(readVip(keepalived)).toEqual({ address: '10.0.0.9/24', interface: 'ens3' });
    expect(readVip('interval: 1000\nip: 10.0.0.9\nnetmask: 22\ninterface: eth1\n')).toEqual({
      address: '10.0.0.9/22',
      interface: 'eth1',
    });
    expect(readHaproxy('listen x\n bind nowhere', 6432)).toEqual({ ports: {}, checks: {}, maxconn: undefined });
  });
});
