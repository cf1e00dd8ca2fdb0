import { etcdHosts, type Host, type Plan, regionOf } from '../plan/plan.ts';
import { etcdDataDirectory, paths } from '../systems/debian/paths.ts';
import { bracketed, checkedName } from './checkedText.ts';
import { addressOf, type HostContext } from './hostContext.ts';
import { isName, resolvesToIpv6 } from './hostNetwork.ts';
import { madeByQuorate, yamlText } from './yamlText.ts';

/**
 * The configuration file of a host's etcd member (3.4 and later).
 *
 * etcd reads what begins with `initial-cluster` only while its data directory is empty. `initial-cluster-state` is `new` on the hosts that made the
 * cluster. On one that came later it is `existing`: should its data be lost, it then never makes a second cluster.
 */
export function etcdConfig(context: HostContext): string {
  const { plan, host, address, timing } = context;
  const scheme = plan.security.tls ? 'https' : 'http';
  const url = (hostAddress: string, port: number, urlScheme = scheme) =>
    `${urlScheme}://${bracketed(hostAddress)}:${port}`;
  const { clientPort, peerPort } = plan.etcd;
  // etcd binds to addresses only; a name would be refused ('expected IP in URL for binding').
  const own = isName(address) ? undefined : address;
  const any = resolvesToIpv6(context.routes) ? '::' : '0.0.0.0';
  const members = etcdMembers(plan, host);
  return yamlText([madeByQuorate], {
    name: host.name,
    'data-dir': etcdDataDirectory(plan),
    'listen-peer-urls': url(own ?? any, peerPort),
    'listen-client-urls':
      own === undefined ? url(any, clientPort) : `${url(own, clientPort)},${url('127.0.0.1', clientPort)}`,
    'advertise-client-urls': url(address, clientPort),
    'initial-advertise-peer-urls': url(address, peerPort),
    'initial-cluster': members
      .map((member) => `${member.name}=${url(addressOf(plan, member.name), peerPort)}`)
      .join(','),
    'initial-cluster-state': context.joinsEtcd === true ? 'existing' : 'new',
    'initial-cluster-token': etcdToken(plan, host),
    'strict-reconfig-check': true,
    'heartbeat-interval': timing.etcd.heartbeatMilliseconds,
    'election-timeout': timing.etcd.electionMilliseconds,
    'auto-compaction-mode': 'periodic',
    'auto-compaction-retention': '24h',
    'quota-backend-bytes': plan.etcd.quota,
    'snapshot-count': 10_000,
    // Patroni talks to etcd's JSON gateway, which a configuration file (unlike flags) leaves off.
    'enable-grpc-gateway': true,
    logger: 'zap',
    'log-level': 'info',
    'log-outputs': ['stderr'],
    ...(plan.security.tls ? transportSecurity() : {}),
    ...(refusesHosts(context) ? { ClientTLSInfo: { CRLFile: refusedCertificates } } : {}),
  });
}

/** The members of the etcd cluster that a host belongs to: one cluster per region in geo-dr, one in all elsewhere. */
export function etcdMembers(plan: Plan, host: Host): readonly Host[] {
  const all = plan.hosts.filter((candidate) => candidate.roles.includes('etcd'));
  if (plan.topology !== 'geo-dr') return all;
  return all.filter((candidate) => regionOf(plan, candidate.site) === regionOf(plan, host.site));
}

/** Endpoints of the etcd cluster that a member's Patroni uses, as `address:port`. */
export function etcdEndpoints(context: HostContext): readonly string[] {
  const { plan, host, member } = context;
  const hosts = member === undefined ? etcdMembers(plan, host) : etcdHosts(plan, member.cluster);
  return hosts.map((one) => `${bracketed(addressOf(plan, one.name))}:${plan.etcd.clientPort}`);
}

/** Keeps two etcd clusters apart, also when one host was a member of another before. */
function etcdToken(plan: Plan, host: Host): string {
  const name = checkedName('plan', plan.name, 'name');
  return regionOf(plan, host.site) === 'standby' ? `${name}-standby` : name;
}

/**
 * The certificates that etcd lets in no more. It reads the file at every handshake, and a restart ends the connections that stand. A configuration file
 * has no key for it beside the name of the field in its own structure (etcd 3.4.23 and 3.5.16, embed/config.go; listener_tls.go compares serial numbers).
 * Members need none: one that was removed is refused by its id.
 */
export const refusedCertificates = `${paths.etcdTls}/refused.crl`;

/** Whether certificates of hosts that left are to be refused: without TLS nobody shows one. */
export function refusesHosts({ plan, refused = [] }: HostContext): boolean {
  return plan.security.tls && refused.length > 0;
}

function transportSecurity() {
  const files = {
    'cert-file': `${paths.etcdTls}/host.crt`,
    'key-file': `${paths.etcdTls}/host.key`,
    'client-cert-auth': true,
    'trusted-ca-file': `${paths.etcdTls}/ca.crt`,
  };
  return { 'client-transport-security': files, 'peer-transport-security': files };
}
