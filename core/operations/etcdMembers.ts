import type { DesiredEtcd } from '../render/desiredHost.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';
import { etcdHealthy, othersKeepQuorum } from './serviceOperations.ts';

/** Seconds without an end after which waiting is given up. */
const maxSeconds = { add: 60, start: 60, catchUp: 600 };

/**
 * Shell functions to ask and order the members of an etcd cluster from a host, through whichever of the given endpoints answers:
 *
 * - `etcd_members`: one line per member: `id, started|unstarted, name, peer URL, client URL, true|false (a learner)`.
 * - `etcd_line URL`: the line of the member with that peer URL; nothing where there is none. Fails when nobody answers.
 * - `etcd_order WORDS`: an order of etcdctl; what it prints is the answer of the last one that was asked.
 */
export function etcdFunctions(endpoints: readonly string[], tlsOptions: string): string {
  const list = endpoints.map(shellQuote).join(' ');
  return `etcd_order() {
  local endpoint answer
  for endpoint in ${list}; do
    answer=$(ETCDCTL_API=3 etcdctl --dial-timeout=2s --command-timeout=10s --endpoints="$endpoint"${tlsOptions} "$@" 2>&1) && { printf '%s\\n' "$answer"; return 0; }
  done
  printf '%s\\n' "\${answer:-no other etcd member is known}"
  return 1
}
etcd_members() { etcd_order member list | grep -E '^[0-9a-f]+, (un)?started, '; }
etcd_line() {
  local all
  all=$(etcd_members) || { echo 'no etcd member tells the others' >&2; return 1; }
  printf '%s\\n' "$all" | awk -F', ' -v url="$1" '$4 == url'
}
`;
}

/**
 * Takes the host's member into the etcd cluster that the others are: as a learner, which has no vote and so costs no quorum while it copies, then as
 * a voter. A member of that address without data is removed first; data of one that the others have removed is put aside. May be
 * stopped anywhere and run again.
 */
export function joinEtcd(host: string, etcd: DesiredEtcd, files: readonly string[]): Operation {
  const { dataDirectory, peerUrl, otherEndpoints, tlsOptions, endpointOptions } = etcd;
  const directory = shellQuote(dataDirectory);
  const url = shellQuote(peerUrl);
  const name = shellQuote(host);
  const config = paths.etcdConfig;
  return plainOperation({
    id: `${host}/etcd/start`,
    host,
    title: say`Join the etcd cluster: as a learner, then with a vote`,
    apply: `${etcdFunctions(otherEndpoints, tlsOptions)}
note directories ${directory}
take_directory /var/lib/etcd etcd u+rwx
take_directory ${directory} etcd 0700
line=$(etcd_line ${url})
if [ -z "$line" ] && [ -d ${directory}/member ]; then
  # The others have removed this member: etcd would never start with its data again.
  systemctl stop etcd
  rm -rf -- ${directory}/member.removed
  mv -T -- ${directory}/member ${directory}/member.removed
fi
if [ ! -d ${directory}/member ]; then
  case $line in
    *', started, '*)
      systemctl stop etcd
      etcd_order member remove "\${line%%,*}"
      line= ;;
  esac
  add_member() { etcd_order member add ${name} --learner --peer-urls=${url} || [ -n "$(etcd_line ${url})" ]; }
  [ -n "$line" ] || wait_for ${maxSeconds.add} 'the etcd cluster to take a new member' add_member
fi
# At its first start etcd wants the members as they are now. Should the host lose its power here, the next run writes the file anew.
members=$(etcd_members | awk -F', ' -v url=${url} -v own=${name} '{ printf "%s%s=%s", comma, ($4 == url ? own : $3), $4; comma = "," }')
case $members in *[!A-Za-z0-9._:/=,[\\]-]*) echo 'the etcd members have names or addresses that no etcd has'; exit 1 ;; esac
cp -p -- ${config} "$SPOOL/etcd.yml"
sed -i "s|^initial-cluster:.*|initial-cluster: $members|" ${config}
systemctl reset-failed etcd 2>/dev/null || true
systemctl start --no-block etcd
answers() { ETCDCTL_API=3 etcdctl --command-timeout=2s ${endpointOptions} endpoint status; }
wait_for ${maxSeconds.start} 'the new etcd member to answer' answers
cp -p -- "$SPOOL/etcd.yml" ${config}.quorate-new
mv -fT -- ${config}.quorate-new ${config}
sync -- ${config}
has_vote() {
  line=$(etcd_line ${url}) || return 1
  case $line in *', false') return 0 ;; esac
  etcd_order member promote "\${line%%,*}"
}
wait_for ${maxSeconds.catchUp} 'the new etcd member to have caught up with the others' has_vote
applied etcd ${files.map(shellQuote).join(' ')}`,
    verify: etcdHealthy(etcd),
    weight: 5,
    journals: ['etcd'],
  });
}

/**
 * Has the other members look for this one on another port, and restarts it there. Between the two it is as one that restarts.
 * @param memberId in decimal, as etcd's JSON has it; etcdctl takes it in hexadecimal
 */
export function moveEtcd(host: string, etcd: DesiredEtcd, files: readonly string[], memberId: string): Operation {
  const { peerUrl, endpointOptions, otherEndpoints, tlsOptions } = etcd;
  const id = BigInt(memberId).toString(16);
  return plainOperation({
    id: `${host}/etcd/restart`,
    host,
    title: say`Restart the etcd member on its new port for the other members`,
    apply: `${othersKeepQuorum(etcd)}${etcdFunctions(otherEndpoints, tlsOptions)}
move() {
  ETCDCTL_API=3 etcdctl --command-timeout=10s ${endpointOptions} member update ${id} --peer-urls=${shellQuote(peerUrl)} || etcd_order member update ${id} --peer-urls=${shellQuote(peerUrl)}
}
wait_for 60 'the etcd cluster to take the new port' move
systemctl restart etcd
applied etcd ${files.map(shellQuote).join(' ')}`,
    verify: etcdHealthy(etcd),
    weight: 2,
    journals: ['etcd'],
  });
}

/** Notes that the etcd member runs with its files: what changed in them, the list of those that make a cluster, is read at the first start only. */
export function noteEtcdFiles(host: string, files: readonly string[]): Operation {
  return plainOperation({
    id: `${host}/etcd/noted`,
    host,
    title: say`Note the new list of etcd members, which needs no restart`,
    apply: `applied etcd ${files.map(shellQuote).join(' ')}`,
    verify: 'true',
    weight: 0.05,
  });
}
