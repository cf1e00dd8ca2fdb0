import { shellQuote } from '../shell/shellQuote.ts';
import { listOf, say } from '../wording/phrase.ts';
import { etcdFunctions } from './etcdMembers.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';

/** An etcd member that others order about. */
export interface EtcdKeeper {
  /** The host from which the orders go out, whose member stays. */
  readonly host: string;
  /** Its own client endpoint first, then those of the others that stay. */
  readonly endpoints: readonly string[];
  readonly tlsOptions: string;
}

/** The member that is to go. */
export interface GoingMember {
  readonly host: string;
  readonly peerUrl: string;
  readonly clientUrl: string;
}

/**
 * Takes a member out of its etcd cluster, when those that stay are enough without it. A member that leads hands over first, which spares
 * writes the time of an election. One that is out already is no fault.
 */
export function expelEtcd({ host, endpoints, tlsOptions }: EtcdKeeper, going: GoingMember): Operation {
  const url = shellQuote(going.peerUrl);
  const own = shellQuote(endpoints[0] ?? '');
  const client = shellQuote(going.clientUrl);
  return plainOperation({
    id: `${host}/etcd/expel/${going.host}`,
    host,
    title: say`Take ${going.host} out of the etcd cluster`,
    apply: `${etcdFunctions(endpoints, tlsOptions)}
line=$(etcd_line ${url})
[ -n "$line" ] || exit 0
id=\${line%%,*}
rest_suffices() {
  local voters healthy needed
  voters=$(etcd_members | awk -F', ' -v id="$id" '$1 != id && $NF == "false"' | wc -l)
  healthy=$(ETCDCTL_API=3 etcdctl --command-timeout=3s --endpoints=${own}${tlsOptions} endpoint health --cluster 2>&1 | grep ' is healthy' | grep -cvF -- ${client}' ' || true)
  needed=$((voters / 2 + 1))
  [ "$healthy" -ge "$needed" ] || { echo "$healthy of the $voters other etcd members are healthy, and $needed are needed"; return 1; }
}
case $line in *', true') ;; *) wait_for 60 'the other etcd members to suffice' rest_suffices ;; esac
leads=$(ETCDCTL_API=3 etcdctl --dial-timeout=2s --command-timeout=5s --endpoints=${client}${tlsOptions} endpoint status -w simple 2>/dev/null | awk -F', ' '{ print $5 }' || true)
if [ "$leads" = true ]; then
  next=$(ETCDCTL_API=3 etcdctl --command-timeout=3s --endpoints=${own}${tlsOptions} endpoint status -w simple 2>/dev/null | awk -F', ' '{ print $2 }' || true)
  [ -z "$next" ] || ETCDCTL_API=3 etcdctl --command-timeout=10s --endpoints=${client}${tlsOptions} move-leader "$next" || true
fi
gone() { etcd_order member remove "$id" || [ -z "$(etcd_line ${url})" ]; }
wait_for 60 'the etcd cluster to remove the member' gone`,
    verify: 'true',
    weight: 1,
    journals: ['etcd'],
  });
}

/**
 * Takes what Patroni noted of a member that is stopped for good out of etcd, instead of waiting until its lease runs out.
 * @param key of the member, such as `/service/pg-orders/members/pg-orders-3`
 */
export function forgetMember({ host, endpoints, tlsOptions }: EtcdKeeper, member: string, key: string): Operation {
  return plainOperation({
    id: `${host}/etcd/forget/${member}`,
    host,
    title: say`Forget the member ${member}`,
    apply: `${etcdFunctions(endpoints, tlsOptions)}
etcd_order del ${shellQuote(key)}`,
    verify: 'true',
    weight: 0.2,
    journals: [],
  });
}

/** Shell that ends the step where the PostgreSQL of the host takes writes: whoever leads hands over before it is stopped. */
export function unlessLeading(sockets: string, port: number): string {
  return `if [ "$(runuser -u postgres -- psql -XqAt -h ${shellQuote(sockets)} -p ${port} -d postgres -c 'select pg_is_in_recovery()' 2>/dev/null)" = f ]; then
  echo 'this member leads by now: run again, so that it hands over first'; exit 1
fi
`;
}

/**
 * Removes what components leave on a host that stays: their data directories as far as the deployment made them, and their files. What was there
 * before comes back. Their packages stay until the host itself leaves.
 */
export function removeComponents(
  host: string,
  names: readonly string[],
  {
    directories,
    files,
    made,
  }: {
    readonly directories: readonly string[];
    readonly files: readonly string[];
    /** Files that the services made by themselves. */
    readonly made: readonly string[];
  },
): Operation {
  return plainOperation({
    id: `${host}/components/remove`,
    host,
    title: say`Remove the data and files of ${listOf(names)}`,
    apply: `for directory in ${directories.map(shellQuote).join(' ')}; do
  grep -qxF -- "$directory" "$STATE/directories" 2>/dev/null || continue
  empty_directory "$directory"
  grep -vxF -- "$directory" "$STATE/directories" >"$STATE/.directories" || true
  mv -fT -- "$STATE/.directories" "$STATE/directories"
done
for path in ${files.map(shellQuote).join(' ')}; do
  if grep -qxF -- "$path" "$STATE/files" 2>/dev/null; then
    rm -f -- "$path" "$path.quorate-new"
    grep -vxF -- "$path" "$STATE/files" >"$STATE/.files" || true
    mv -fT -- "$STATE/.files" "$STATE/files"
  elif [ -e "$STATE/original$path" ]; then
    cp -a -- "$STATE/original$path" "$path.quorate-new"
    mv -fT -- "$path.quorate-new" "$path"
  fi
done
rm -f -- ${[...names.map((name) => `"$STATE/applied/"${shellQuote(name)}`), ...made.map(shellQuote)].join(' ')}
systemctl daemon-reload`,
    verify: 'true',
    weight: 1,
  });
}
