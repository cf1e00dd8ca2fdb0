import { paths } from '../../systems/debian/paths.ts';
import { listOf, say } from '../../wording/phrase.ts';
import type { Change, ChangeWorld, KnownHost } from '../change.ts';
import { newDeployment } from '../wayRound.ts';
import { etcdChange } from './etcdPlan.ts';

/**
 * Where no etcd member tells who its members are (a first start that was cut off, or most of them down): a member that has data was started
 * with the list in its configuration, and no other list may be started beside it.
 */
export function configuredEtcd({ plan, wanted, hosts }: ChangeWorld): readonly Change[] {
  return wanted.etcd.flatMap((group): readonly Change[] => {
    const inGroup = hosts.filter(({ desired }) => group.includes(desired.host.name));
    if (inGroup.some(({ facts }) => facts.etcdCluster?.members !== undefined)) return [];
    return inGroup.filter(hasMember).flatMap(({ desired, facts }): Change[] => {
      const then = initialCluster(facts.files.get(paths.etcdConfig)?.content);
      const now = initialCluster(desired.files.find(({ path }) => path === paths.etcdConfig)?.content);
      if (then === undefined || now === undefined || then.join() === now.join()) return [];
      const host = desired.host.name;
      const at = plan.hosts.findIndex(({ name }) => name === host);
      const said = say`the etcd member of ${host} was started with the members ${listOf(then)}, and the plan has ${listOf(now)}: members of two lists make two clusters. Put hosts, addresses and the roles with etcd back as they were; other members need ${newDeployment}`;
      return [etcdChange(host, ['hosts', at, 'roles'], said)];
    });
  });
}

function hasMember({ desired, facts }: KnownHost): boolean {
  return (facts.directories.get(desired.etcd?.dataDirectory ?? '')?.entries ?? 0) > 0;
}

/** The members in a configuration of etcd, such as `n1=https://10.0.0.1:2380`, in order. The text is untrusted. */
function initialCluster(text: string | undefined): readonly string[] | undefined {
  const list = /^initial-cluster: *"?([^"\n]*)"?$/m.exec(text ?? '')?.[1];
  return list?.slice(0, 10_000).split(',').sort();
}
