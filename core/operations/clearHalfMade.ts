import { untouchedFunction } from '../facts/directories.ts';
import type { DesiredMember } from '../render/desiredHost.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';

/**
 * Removes what a host that lost its power left of a data directory that was just being made: files without a control file, or
 * without the last of initdb's databases, or with these and no role of Patroni's. Patroni can do nothing with any of them ('system ID is
 * invalid', 'database postgres does not exist', 'password authentication failed'). It must be one that this program took while it was empty,
 * and it is looked at again after Patroni has stopped.
 * @param isCopy the cluster has a leader that this was copied from; otherwise it may hold nothing but what initdb makes
 */
export function clearHalfMade(host: string, member: DesiredMember, isCopy: boolean): Operation {
  const directory = shellQuote(member.dataDirectory);
  const wal = member.walDirectory === undefined ? '' : `\nempty_directory ${shellQuote(member.walDirectory)}`;
  // initdb makes three databases, with fixed numbers.
  const onlyInitdb = `if [ -n "$(ls -A -- ${directory}/base 2>/dev/null | grep -vxE '1|4|5|pgsql_tmp')" ]; then
  echo ${directory} 'has databases but no control file: it is left alone; restore it from a backup'
  exit 1
fi
`;
  return plainOperation({
    id: `${host}/data/clear`,
    host,
    title: say`Remove the half-made data directory of ${member.member.name}`,
    apply: `${untouchedFunction}
systemctl stop patroni 2>/dev/null || true
systemctl kill -s KILL patroni 2>/dev/null || true
grep -qxF -- ${directory} "$STATE/directories" || { echo ${directory} 'was not made by this project'; exit 1; }
for control in /usr/lib/postgresql/*/bin/pg_controldata; do
  [ -x "$control" ] || { echo 'pg_controldata is not installed: nobody can tell what the data directory holds'; exit 1; }
  if ${isCopy ? '' : `[ -e ${directory}/base/5 ] && ! untouched ${directory} && `}"$control" -D ${directory} 2>/dev/null | grep -q '^Database system identifier: *[1-9]'; then
    echo ${directory} 'holds a whole database: it is left alone'
    exit 1
  fi
done
${isCopy ? '' : onlyInitdb}empty_directory ${directory}${wal}`,
    verify: `[ -z "$(ls -A -- ${directory} 2>/dev/null | grep -vx lost+found)" ]`,
    weight: 1,
    journals: ['patroni'],
  });
}

/**
 * Forgets in etcd that a member is making the cluster, when that one was cut off: while the key is there nobody else may begin. Only for
 * clusters of which no member has a whole database.
 */
export function clearInitialize(host: string, etcdOptions: string, clusterName: string): Operation {
  const key = shellQuote(`/pg/${clusterName}/initialize`);
  const etcdctl = `env ETCDCTL_API=3 etcdctl --command-timeout=5s ${etcdOptions}`;
  return plainOperation({
    id: `${host}/etcd/clear-initialize`,
    host,
    title: say`Let ${clusterName} be made anew: its making was cut off`,
    apply: `${etcdctl} get --print-value-only ${key}
${etcdctl} del ${key}`,
    verify: 'true',
    weight: 0.2,
    journals: ['etcd'],
  });
}
