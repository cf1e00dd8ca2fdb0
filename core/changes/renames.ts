import type { DeployedRecord } from '../facts/deployedRecord.ts';
import { sameAddress } from './addresses.ts';

/**
 * Hosts that the plan calls otherwise than they were deployed: at the same address, under a name that no host had then. Of names that change
 * places nobody can tell what is meant.
 * @returns the new name by the old one
 */
export function renamesIn(before: DeployedRecord, wanted: DeployedRecord): ReadonlyMap<string, string> {
  return new Map(
    before.hosts.flatMap(({ name, address }): [string, string][] => {
      if (wanted.hosts.some((host) => host.name === name)) return [];
      const now = wanted.hosts.find((host) => sameAddress(host.address, address));
      return now === undefined || before.hosts.some((host) => host.name === now.name) ? [] : [[name, now.name]];
    }),
  );
}

/** A record as it reads with the new names of its hosts: all else about them is compared under one name. */
export function withNames(record: DeployedRecord, renames: ReadonlyMap<string, string>): DeployedRecord {
  if (renames.size === 0) return record;
  const called = (name: string) => renames.get(name) ?? name;
  return {
    ...record,
    hosts: record.hosts.map((host) => ({ ...host, name: called(host.name) })),
    etcd: record.etcd.map((group) => group.map(called)),
    vip: record.vip.map(called),
    clusters: record.clusters.map((cluster) => ({
      ...cluster,
      members: cluster.members.map((member) => ({ ...member, host: called(member.host) })),
    })),
  };
}
