import { certificateUsesOf } from '../../../core/components/certificates.ts';
import { type Host, memberOn, type Plan } from '../../../core/plan/plan.ts';
import { servedCluster } from '../../../core/render/hostContext.ts';
import { type Routes, sourcesOf } from '../../../core/render/hostNetwork.ts';
import { type CertificateUse, leafSecret } from '../../../core/render/secretNames.ts';
import { say } from '../../../core/wording/phrase.ts';
import { alternativeName, nameProblem } from './alternativeName.ts';
import type { Leaf } from './certificates.ts';

/** Names in the store that are no host's. */
const reserved = ['ca', 'members-ca', 'operator'];
/** Every service of a host is also reached on itself. */
const loopback = ['127.0.0.1', '::1', 'localhost'];

/**
 * Every certificate that a plan needs; see `certificateUses` for what each is for.
 * @param routes what the hosts say of their addresses; none before they were asked
 * @throws Problem `certificate-name` (usage) for a host whose name is kept for another certificate
 */
export function planCertificates(plan: Plan, routes: Routes): readonly Leaf[] {
  const operator: Leaf = {
    name: 'tls/operator',
    commonName: 'operator',
    alternativeNames: [],
    usages: ['client'],
    authority: 'members',
  };
  return [
    operator,
    ...plan.hosts.flatMap((host) => {
      if (reserved.includes(host.name))
        throw nameProblem(host.name, say`it is kept for another certificate of the project`);
      return certificateUsesOf(plan, host).map((use) => hostLeaf(plan, host, use, routes));
    }),
  ];
}

function hostLeaf(plan: Plan, host: Host, use: CertificateUse, routes: Routes): Leaf {
  const leaf = { name: leafSecret(use, host.name), commonName: host.name, authority: 'members' as const };
  switch (use) {
    case 'member':
      return { ...leaf, alternativeNames: [], usages: ['client'] };
    case 'clients':
      return { ...leaf, alternativeNames: clientNames(plan, host), usages: ['server'], authority: 'clients' };
    case 'rest':
      return { ...leaf, ...ownNames(plan, host, routes), usages: ['server'] };
    case 'etcd':
      // Peers are servers and clients of each other, and etcd's own gateway is a client of its server.
      return { ...leaf, ...ownNames(plan, host, routes), usages: ['server', 'client'] };
  }
}

/**
 * What a host itself is called, and nothing that another is called. etcd compares the address that a peer connects from with these names, so that
 * every address that its packets carry belongs to them. Further ones that it once had are no reason for a new certificate.
 */
function ownNames(plan: Plan, host: Host, routes: Routes): Pick<Leaf, 'alternativeNames' | 'mayHold'> {
  const own = [host.name, host.address, ...sourcesOf(plan, host.name, routes), ...loopback];
  const vip = plan.access.vip?.address.split('/')[0];
  const others = plan.hosts.filter((one) => one.name !== host.name);
  const foreign = new Set(
    [
      ...others.flatMap((one) => [
        one.name,
        one.address,
        ...(routes[one.name] ?? []).flatMap(({ source }) => source ?? []),
      ]),
      ...(plan.access.dns === undefined ? [] : [plan.access.dns]),
      ...(vip === undefined ? [] : [vip]),
    ].map(alternativeName),
  );
  return { alternativeNames: own, mayHold: (name) => !foreign.has(name) };
}

/**
 * Every name and address by which clients may reach a host's PostgreSQL and PgBouncer. HAProxy passes TLS through, so a client that verifies
 * names sees the member's certificate behind the address of any HAProxy of its cluster, of the virtual IP, or of the common DNS name.
 */
function clientNames(plan: Plan, host: Host): readonly string[] {
  const { vip, dns } = plan.access;
  const cluster = memberOn(plan, host.name)?.cluster;
  const proxies = plan.hosts.filter(
    (proxy) => proxy.roles.includes('haproxy') && servedCluster(plan, proxy) === cluster,
  );
  return [
    host.name,
    host.address,
    ...proxies.flatMap((proxy) => [proxy.name, proxy.address]),
    ...(vip === undefined ? [] : [vip.address.split('/')[0] ?? '']),
    ...(dns === undefined ? [] : [dns]),
    ...loopback,
  ];
}
