import { parseAddress } from '../../plan/address.ts';
import { namePatterns, nameRules } from '../../plan/names.ts';
import type { Host, Plan } from '../../plan/plan.ts';
import { quoted } from '../../plan/problem.ts';
import { Problem } from '../../problem.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';

/**
 * Checks the names that become groups, hosts and variables of an inventory.
 * @throws Problem `export-name` (usage) for a name that could mean something else there
 */
export function checkNames(plan: Plan, groups: readonly string[]): void {
  for (const host of plan.hosts)
    if (!namePatterns.host.test(host.name))
      throw refusal(say`The host name ${quoted(host.name)} cannot be exported; allowed: ${nameRules.host}.`);
  for (const cluster of plan.clusters) {
    if (!namePatterns.cluster.test(cluster.name)) refuseCluster(cluster.name, nameRules.cluster);
    if (groups.includes(cluster.name)) refuseCluster(cluster.name, say`anything but ${listOf(groups, 'comma')}`);
  }
  const names = plan.hosts.map((host) => host.name);
  for (const cluster of plan.clusters)
    for (const member of cluster.members)
      if (!names.includes(member.host))
        throw new Problem(
          'export-host-missing',
          'usage',
          say`Member ${member.name} is on the host ${quoted(member.host)}, which the plan does not have.`,
        );
}

/** @throws Problem `export-address` (usage) unless the host's address is IPv4 */
export function ipv4Of(host: Host, tool: string): string {
  const parsed = parseAddress(host.address);
  if (parsed?.kind === 'ipv4') return parsed.canonical;
  if (host.address === '') throw noAddress(host);
  throw new Problem(
    'export-address',
    'usage',
    say`${tool} names hosts by IPv4 address, and ${host.name} has ${quoted(host.address)}; give its IPv4 address.`,
  );
}

/** The address of a host in its one spelling. @throws Problem `export-address` (usage) when it is none */
export function addressText(host: Host): string {
  const parsed = parseAddress(host.address);
  if (parsed !== undefined) return parsed.canonical;
  if (host.address === '') throw noAddress(host);
  throw new Problem(
    'export-address',
    'usage',
    say`The address ${quoted(host.address)} of ${host.name} is no IPv4, IPv6 or host name.`,
  );
}

function noAddress({ name }: Host): Problem {
  return new Problem('export-address', 'usage', say`${name} has no address yet. Give it in the plan.`);
}

function refuseCluster(name: string, allowed: Phrase): never {
  throw refusal(say`The cluster name ${quoted(name)} cannot be exported; allowed: ${allowed}.`);
}

function refusal(said: Phrase): Problem {
  return new Problem('export-name', 'usage', said);
}
