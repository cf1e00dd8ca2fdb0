import { z } from 'zod';
import { paths } from '../systems/debian/paths.ts';
import type { Fact } from './fact.ts';

/** A member as its cluster knows it. */
export interface EtcdMember {
  /** 64 bits, in decimal. */
  readonly id: string;
  /** Empty for one that was added and has never started. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  /** Empty until the member has run once: it publishes them itself. */
  readonly clientUrls: readonly string[];
  readonly learner: boolean;
}

/** What the etcd member of a host says of the cluster that it belongs to. */
export interface EtcdCluster {
  /** 64 bits, in decimal. Members of one cluster agree on it; a second cluster has another one, whatever its members are called. */
  readonly clusterId: string;
  /** The host's own member. */
  readonly memberId: string;
  /** Undefined where nobody tells: etcd 3.5 lists its members only while most of them run. */
  readonly members: readonly EtcdMember[] | undefined;
}

const id = z.string().regex(/^\d{1,20}$/);
const urls = z.array(z.string().max(300)).max(10).default([]);
const statusSchema = z
  .array(z.object({ Status: z.object({ header: z.object({ cluster_id: id, member_id: id }) }) }))
  .min(1);
const listSchema = z.object({
  members: z
    .array(
      z.object({
        ID: id,
        name: z.string().max(300).default(''),
        peerURLs: urls,
        clientURLs: urls,
        isLearner: z.boolean().default(false),
      }),
    )
    .max(100),
});

/**
 * Asks the host's own etcd member (3.4 and later) for its cluster, by the address in its own configuration and not by the plan's, which may
 * have changed. Undefined where none of ours runs or answers.
 */
export const etcdCluster: Fact<EtcdCluster | undefined> = {
  id: 'etcd-cluster',
  command: `[ -f ${paths.etcdConfig} ] && systemctl -q is-active etcd || exit 0
url=; pattern='^advertise-client-urls: *"?(http[^" ,]*)"?$'
while IFS= read -r line; do [[ $line =~ $pattern ]] && url=\${BASH_REMATCH[1]} && break; done <${paths.etcdConfig}
case $url in
  https:*) tls='--cacert=${paths.etcdTls}/ca.crt --cert=${paths.etcdTls}/host.crt --key=${paths.etcdTls}/host.key' ;;
  *) tls= ;;
esac
for what in 'endpoint status' 'member list'; do ETCDCTL_API=3 etcdctl --command-timeout=3s --endpoints="$url" $tls $what -w json; echo; done
true`,
  parse(output) {
    const answers = output.split('\n').flatMap((line): unknown[] => {
      try {
        // Ids need all of their 64 bits, and a JSON number keeps 53.
        return line === ''
          ? []
          : [JSON.parse(line.replaceAll(/"(cluster_id|member_id|ID)":(\d{1,20})(?=[,}])/g, '"$1":"$2"')) as unknown];
      } catch {
        return [];
      }
    });
    const status = answers.flatMap((one) => statusSchema.safeParse(one).data ?? [])[0]?.Status.header;
    if (status === undefined) return undefined;
    const list = answers.flatMap((one) => listSchema.safeParse(one).data ?? [])[0];
    return {
      clusterId: status.cluster_id,
      memberId: status.member_id,
      members: list?.members.map((member) => ({
        id: member.ID,
        name: member.name,
        peerUrls: member.peerURLs,
        clientUrls: member.clientURLs,
        learner: member.isLearner,
      })),
    };
  },
};
