import { namePatterns } from '../../plan/names.ts';
import { hostRoles } from '../../plan/schema.ts';
import { say } from '../../wording/phrase.ts';
import { isMapping } from './ansible/inventory.ts';
import type { DraftCluster, DraftHost, ImportDraft } from './importDraft.ts';
import { noteOf } from './importNote.ts';

interface Site {
  readonly name: string;
  readonly role: string;
}

interface ImportedHosts {
  readonly hosts: readonly Record<string, unknown>[];
  readonly sites: readonly Site[];
  readonly nameOf: (address: string) => string;
}

/** The hosts with their names, sites and roles, in the order of the hints. */
export function importedHosts(draft: ImportDraft, geo: boolean): ImportedHosts {
  const hinted = Array.isArray(draft.hints.hosts) ? draft.hints.hosts.filter(isMapping) : [];
  const names = namesOf(draft);
  const nameOf = (address: string) => names.get(address) ?? address;
  const sites = sitesOf(draft, geo);
  const standby = standbyAddresses(draft);
  const hosts = [...draft.hosts.values()].map((host) => {
    const name = nameOf(host.address);
    const hint = hinted.find((one) => one.name === name) ?? {};
    const site = hint.site ?? (geo ? sites[standby.has(host.address) ? 1 : 0]?.name : undefined);
    const ssh = { ...host.ssh, ...(typeof hint.jump === 'string' ? { jump: hint.jump } : {}) };
    return {
      name,
      address: host.address,
      ...(site === undefined || sites.length < 2 ? {} : { site }),
      ...(hint.zone === undefined ? {} : { zone: hint.zone }),
      roles: rolesOf(host, hint.roles),
      ...(Object.keys(ssh).length === 0 ? {} : { ssh }),
    };
  });
  const place = (name: string) => {
    const at = hinted.findIndex((one) => one.name === name);
    return at < 0 ? hinted.length : at;
  };
  return { hosts: hosts.toSorted((one, other) => place(one.name) - place(other.name)), sites, nameOf };
}

/** The other cluster that a standby cluster follows, found by its upstream's address; undefined where there is none. */
export function upstreamOf(draft: ImportDraft, cluster: DraftCluster): object | undefined {
  if (cluster.upstream === undefined) return undefined;
  const { address, delaySeconds } = cluster.upstream;
  const upstream = draft.clusters.find(
    (other) => other !== cluster && other.members.some((member) => member.address === address),
  );
  if (upstream === undefined) return undefined;
  return { standbyOf: { cluster: upstream.name, ...(delaySeconds > 0 ? { delay: delaySeconds } : {}) } };
}

/** The hint's order where it names the same roles; HAProxy alone is the hint's to know. */
function rolesOf(host: DraftHost, hint: unknown): readonly string[] {
  const own = hostRoles.filter((role) => host.roles.has(role));
  if (!Array.isArray(hint)) return own;
  const wanted: readonly string[] = own.includes('postgres') ? own : own.filter((role) => role !== 'haproxy');
  const compared = own.includes('postgres') ? hint : hint.filter((role) => role !== 'haproxy');
  return [...compared].sort().join() === [...wanted].sort().join() ? hint : own;
}

function namesOf(draft: ImportDraft): Map<string, string> {
  const names = new Map<string, string>();
  for (const host of draft.hosts.values()) {
    const given =
      host.name ?? (namePatterns.host.test(host.address) && !/^\d/.test(host.address) ? host.address : undefined);
    const used = new Set(names.values());
    if (given !== undefined && namePatterns.host.test(given) && !used.has(given)) {
      names.set(host.address, given);
      continue;
    }
    let number = names.size + 1;
    while (used.has(`n${number}`)) number++;
    names.set(host.address, `n${number}`);
    draft.notes.push(noteOf('defaulted', 'hosts', say`${host.address.slice(0, 60)} has no usable name: n${number}`));
  }
  return names;
}

function sitesOf(draft: ImportDraft, geo: boolean): readonly Site[] {
  const { sites } = draft.hints;
  if (Array.isArray(sites) && sites.every((one) => isMapping(one) && typeof one.name === 'string'))
    return sites as Site[];
  if (!geo) return [];
  draft.notes.push(noteOf('defaulted', 'sites', say`primary and standby, after the clusters in them`));
  return [
    { name: 'primary', role: 'primary' },
    { name: 'standby', role: 'standby' },
  ];
}

/** The hosts of standby clusters, and the etcd members that no other cluster is on. */
function standbyAddresses(draft: ImportDraft): ReadonlySet<string> {
  const members = (standby: boolean) =>
    draft.clusters
      .filter((cluster) => (cluster.upstream !== undefined) === standby)
      .flatMap((cluster) => cluster.members.map((member) => member.address));
  return new Set([...members(true), ...draft.standbyEtcd].filter((address) => !members(false).includes(address)));
}
