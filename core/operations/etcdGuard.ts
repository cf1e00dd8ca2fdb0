import type { DesiredEtcd } from '../render/desiredHost.ts';
import { shellQuote } from '../shell/shellQuote.ts';

/**
 * Shell that ends the step when the others are a cluster that this host is no member of: a member without data that starts by itself would
 * make, with others like it, a second cluster of the same name. Only the lists of members that answer count: two or more that are starting
 * for the first time have none yet.
 */
export function knownToOthers({ dataDirectory, peerUrl, otherEndpoints, tlsOptions }: DesiredEtcd): string {
  const endpoints = otherEndpoints.map(shellQuote).join(' ');
  if (endpoints === '') return '';
  return `if [ ! -d ${shellQuote(`${dataDirectory}/member`)} ]; then
  for other in ${endpoints}; do
    members=$(ETCDCTL_API=3 etcdctl --dial-timeout=1s --command-timeout=2s --endpoints="$other"${tlsOptions} member list 2>/dev/null) || continue
    case "$members," in
      *${shellQuote(` ${peerUrl},`)}*) ;;
      *) echo "the etcd cluster at $other runs already, and this host is none of its members: a start would make a second cluster"; exit 1 ;;
    esac
  done
fi
`;
}
