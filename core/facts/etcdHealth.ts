import { type Fact, Unreadable } from './fact.ts';

export type EtcdHealth = 'healthy' | 'unhealthy' | 'not-running';

/**
 * Whether the host's etcd member takes part in a quorum: etcdctl proposes through it.
 * @param options etcdctl's words for endpoint and certificates, quoted; undefined on a host without etcd
 */
export function etcdHealth(options: string | undefined): Fact<EtcdHealth> {
  return {
    id: 'etcd',
    command:
      options === undefined
        ? 'true'
        : `systemctl -q is-active etcd || exit 0
ETCDCTL_API=3 etcdctl --command-timeout=3s ${options} endpoint health >/dev/null 2>&1 && echo healthy || echo unhealthy`,
    parse(output) {
      const word = output.trim();
      if (word === 'healthy' || word === 'unhealthy') return word;
      if (word !== '') throw new Unreadable(word);
      return 'not-running';
    },
  };
}
