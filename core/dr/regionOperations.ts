import { plainOperation } from '../operations/hostOperations.ts';
import type { Operation } from '../operations/operation.ts';
import type { OperationName } from '../operations/operationName.ts';
import { ownPostgresFunctions } from '../operations/ownPostgres.ts';
import type { Host, Plan } from '../plan/plan.ts';
import type { Phrase } from '../wording/phrase.ts';
import { say } from '../wording/phrase.ts';
import { editConfigScript, emptyScript, fenceScript, forgetScript, reinitScript, startScript } from './scripts.ts';

/** The scripts are those that the runbook prints: they end by their own status, whatever their commands say on the way. */
function regionOperation(host: string, name: OperationName, title: Phrase, script: string, verify = 'true'): Operation {
  return plainOperation({
    id: `${host}/${name}`,
    host,
    title,
    apply: `set +euo pipefail\n${script}`,
    verify,
    weight: 1,
    journals: ['patroni'],
  });
}

/** Stops a cluster's member, now and at the next boot. Done when nothing of it runs. */
export function fenceMember(host: string, cluster: string): Operation {
  const verify = `${ownPostgresFunctions}
! systemctl -q is-active patroni
[ -z "$(own_postgres)" ]`;
  return regionOperation(host, 'dr/fence', say`Stop ${cluster} on ${host}`, fenceScript, verify);
}

/** Takes `standby_cluster` out of the configuration of a standby cluster: its leader becomes a primary. */
export function followNobody(host: string, cluster: string): Operation {
  const script = editConfigScript(cluster, { standby_cluster: null });
  return regionOperation(host, 'dr/promote', say`Let ${cluster} follow nobody`, script);
}

/** Lets a primary keep the WAL that a standby cluster has not received yet. */
export function keepWal(host: string, cluster: string, standby: string, slot: string): Operation {
  const script = editConfigScript(cluster, { slots: { [slot]: { type: 'physical' } } });
  return regionOperation(host, 'dr/slot', say`Let ${cluster} keep WAL for ${standby}`, script);
}

export function startEtcdMember(host: string): Operation {
  return regionOperation(host, 'dr/etcd', say`Start etcd on ${host}`, 'systemctl start --no-block etcd');
}

/** Tells a cluster that does not run whom to follow. Its etcd may have been started a moment ago; in pause its Patroni would start nothing. */
export function followCluster(host: string, cluster: string, upstream: string, section: unknown): Operation {
  const edit = editConfigScript(cluster, { standby_cluster: section, pause: null });
  return regionOperation(
    host,
    'dr/follow',
    say`Tell ${cluster} to follow ${upstream}`,
    `for turn in $(seq 30); do ( ${edit} ) && exit 0; sleep 1; done; exit 1`,
  );
}

/** See `forgetScript`. */
export function forgetLeadership(plan: Plan, through: Host, cluster: string, more: readonly string[] = []): Operation {
  const title = say`Take out of etcd what ${cluster} noted of its last leader`;
  return regionOperation(through.name, 'dr/forget', title, forgetScript(plan, through, cluster, more));
}

export function startMember(host: string): Operation {
  return regionOperation(host, 'dr/start', say`Start Patroni on ${host}`, startScript);
}

export function emptyMember(host: string): Operation {
  return regionOperation(host, 'dr/empty', say`Empty the data directory on ${host}`, emptyScript);
}

/** Copies a member anew from the leader on `host`. */
export function copyMember(host: string, cluster: string, member: string): Operation {
  const title = say`Copy ${member} anew from ${host}`;
  return regionOperation(host, `dr/copy/${member}`, title, reinitScript(cluster, member));
}
