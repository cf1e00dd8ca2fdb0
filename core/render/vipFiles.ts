import { type Cidr, cidrContains, parseCidr } from '../plan/address.ts';
import { type Cluster, type Plan, portsOn } from '../plan/plan.ts';
import { dropInPath, paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { checkedName, unsafeValue } from './checkedText.ts';
import { type Block, fillTemplate } from './fillTemplate.ts';
import { addressOf, type HostContext } from './hostContext.ts';
import { isName, sourcesOf } from './hostNetwork.ts';
import { secretPlaceholder } from './placeholders.ts';
import type { ComponentFile } from './renderedFile.ts';
import { authoritySecret } from './secretNames.ts';
import { madeByQuorate } from './yamlText.ts';

/**
 * The hosts that may hold the plan's virtual IP: those of the first cluster that is no standby, in the site of its primary (an address
 * belongs to one layer-2 network), without members that are never promoted. Empty without a VIP.
 */
export function vipHosts(plan: Plan): readonly string[] {
  const cluster = vipCluster(plan);
  if (cluster === undefined || plan.access.vip === undefined) return [];
  const first = cluster.members.find((member) => member.role === 'primary') ?? cluster.members[0];
  if (first === undefined) return [];
  const siteOf = (name: string) => plan.hosts.find((host) => host.name === name)?.site;
  return cluster.members
    .filter((member) => member.role !== 'offline' && siteOf(member.host) === siteOf(first.host))
    .map((member) => member.host);
}

/**
 * keepalived (2.2 and later) for a host that may hold the virtual IP: its configuration, the check that it runs, a drop-in.
 * @throws Problem `render.unsafe-value` when the VIP or its interface cannot be written
 */
export function vipFiles(context: HostContext): readonly ComponentFile[] {
  const { plan, host, templates } = context;
  const { vip } = plan.access;
  if (vip === undefined || !vipHosts(plan).includes(host.name)) return [];
  const { tls } = plan.security;
  const file = (
    path: string,
    content: string,
    mode = 0o644,
    onChange: ComponentFile['onChange'] = 'reload',
  ): ComponentFile => ({
    path,
    content,
    mode,
    owner: 'root',
    group: 'root',
    onChange,
  });
  const check = fillTemplate(templates, 'is-leader.py.tmpl', {
    notice: madeByQuorate,
    address: context.address,
    port: portsOn(plan, host.name).patroni,
    authority: tls ? paths.vipAuthority : '',
  });
  return [
    ...(tls ? [file(paths.vipAuthority, `${secretPlaceholder(authoritySecret)}\n`, 0o644, 'none')] : []),
    file(paths.vipCheck, check, 0o755, 'none'),
    file(paths.keepalivedConfig, keepalivedConfig(context, vip), 0o644),
    file(
      dropInPath('keepalived'),
      fillTemplate(templates, 'keepalived.service.tmpl', { notice: madeByQuorate }),
      0o644,
      'none',
    ),
  ];
}

function keepalivedConfig(context: HostContext, vip: { address: string; interface: string }): string {
  const { plan, host } = context;
  const cidr = parseCidr(vip.address);
  if (cidr === undefined)
    throw unsafeValue('access.vip.address', vip.address, say`an address with its prefix, such as 10.0.0.100/24`);
  const peers = vipHosts(plan)
    .filter((name) => name !== host.name)
    .map((name) => vrrpAddress(context, name, cidr));
  return fillTemplate(context.templates, 'keepalived.conf.tmpl', {
    notice: madeByQuorate,
    hostName: host.name,
    checkPath: paths.vipCheck,
    interface: checkedName('interface', vip.interface, 'access.vip.interface'),
    routerId: routerId(cidr.address),
    unicast: unicast(vrrpAddress(context, host.name, cidr), peers),
    vip: `${cidr.address}/${cidr.prefix}`,
  });
}

/**
 * The number that a host speaks VRRP from. keepalived wants numbers, and one of its own: for a host that is known by a name, the one
 * that its packets carry, in the network of the virtual IP where there is a choice.
 */
function vrrpAddress({ plan, routes }: HostContext, hostName: string, vip: Cidr): string | undefined {
  const address = addressOf(plan, hostName);
  if (!isName(address)) return address;
  const own = sourcesOf(plan, hostName, routes).filter((one) => one.includes(':') === (vip.family === 'ipv6'));
  return own.find((one) => cidrContains(vip, one)) ?? own[0];
}

/**
 * VRRP by unicast, which also passes where multicast is filtered. keepalived takes announcements from the peers alone, and those that no router has
 * passed on: routers lower the 255 with which they start, so nobody outside of this network can forge one (RFC 5798, 5.1.1.3). Version 3 has
 * no password, and that of version 2 is readable in every packet.
 */
function unicast(address: string | undefined, peers: readonly (string | undefined)[]): Block {
  if (peers.length === 0 || address === undefined || peers.includes(undefined)) return { lines: [] };
  return {
    lines: [
      `    unicast_src_ip ${address}`,
      '    check_unicast_src',
      '    unicast_peer {',
      ...peers.map((peer) => `        ${peer} min_ttl 255`),
      '    }',
    ],
  };
}

/** 1 to 255, from the last part of the address: two virtual IPs of one network then differ. */
function routerId(address: string): number {
  const ipv6 = address.includes(':');
  const last = address.slice(address.lastIndexOf(ipv6 ? ':' : '.') + 1);
  const number = Number.parseInt(last === '' ? '0' : last, ipv6 ? 16 : 10) % 256;
  return number === 0 ? 255 : number;
}

/** The cluster whose leader holds the plan's virtual IP: the first that is no standby. */
export function vipCluster(plan: Plan): Cluster | undefined {
  return plan.clusters.find((cluster) => cluster.standbyOf === undefined);
}
