import type { Change, ChangeWorld } from '../change.ts';
import { majorDiffers } from '../wayRound.ts';
import { renamedPhrase } from './clusters.ts';
import { memberPath } from './members.ts';

/** The data directories that this project took on a host name the version and the cluster that are in them. */
export function changedDataDirectories({ plan, hosts }: ChangeWorld): readonly Change[] {
  return hosts.flatMap(({ desired, facts }): readonly Change[] => {
    const { member } = desired;
    const host = desired.host.name;
    if (member === undefined) return [];
    const now = versionAndCluster(member.dataDirectory);
    return facts.state.directories.flatMap((directory): Change[] => {
      const then = versionAndCluster(directory);
      if (then === undefined || now === undefined || directory === member.dataDirectory) return [];
      if (then.cluster !== now.cluster)
        return [
          {
            id: 'cluster-renamed',
            subject: now.cluster,
            verdict: 'refuse',
            path: memberPath(plan, now.cluster, host),
            host,
            said: renamedPhrase(then.cluster, now.cluster),
          },
        ];
      return [
        {
          id: 'fixed-field',
          subject: 'postgres.version',
          verdict: 'refuse',
          path: ['postgres', 'version'],
          host,
          said: majorDiffers(Number(then.version), Number(now.version)),
        },
      ];
    });
  });
}

function versionAndCluster(path: string): { readonly version: string; readonly cluster: string } | undefined {
  const [, version, cluster] = /^\/var\/lib\/postgresql\/(\d{1,2})\/([^/]+)$/.exec(path) ?? [];
  return version === undefined || cluster === undefined ? undefined : { version, cluster };
}
