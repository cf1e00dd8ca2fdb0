import { etcdOptions } from '../../deployment/factRequest.ts';
import type { Host, Plan } from '../../plan/plan.ts';
import { bracketed, checkedName } from '../../render/checkedText.ts';
import { addressOf } from '../../render/hostContext.ts';
import { shellQuote } from '../../shell/shellQuote.ts';
import { etcdDataDirectory, paths } from '../../systems/debian/paths.ts';
import { subshell, waitUntil } from './commands.ts';
import type { ProcedureStep } from './procedure.ts';

const onceConfig = '/etc/etcd/once.yml';
const onceDropIn = '/run/systemd/system/etcd.service.d/zz-once.conf';

/** etcdctl that asks the member of the host itself, with the host's own certificate. */
export function etcdctl(plan: Plan, host: Host, words: string): string {
  return `ETCDCTL_API=3 etcdctl ${etcdOptions(plan, host)} ${words}`;
}

export function peerUrl(plan: Plan, host: Host): string {
  const scheme = plan.security.tls ? 'https' : 'http';
  return `${scheme}://${bracketed(addressOf(plan, host.name))}:${plan.etcd.peerPort}`;
}

/**
 * Starts etcd once with a changed copy of its configuration file. etcd reads no flag beside a configuration file, and the next start must not
 * see the change: a unit below /run does not outlive this command, nor a loss of power in the middle of it.
 */
function startOnce(change: string): string {
  return `install -o etcd -g etcd -m 0640 ${paths.etcdConfig} ${onceConfig}
${change}
mkdir -p ${onceDropIn.slice(0, onceDropIn.lastIndexOf('/'))}
printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/etcd --config-file ${onceConfig}\\n' >${onceDropIn}
systemctl daemon-reload
systemctl start etcd
rm ${onceDropIn} ${onceConfig}
systemctl daemon-reload`;
}

/** Keeps what a member has beside, inside its directory: that may be a mount point, or below one that is not etcd's. etcd looks at `member` alone. */
export function setEtcdAside(plan: Plan): string {
  const member = `${etcdDataDirectory(plan)}/member`;
  return `[ ! -d ${member} ] || mv ${member} ${member}.$(date +%Y%m%d-%H%M%S)`;
}

/** Makes the host's member a cluster of one, with all that it knows (etcd's own disaster recovery, `force-new-cluster`). */
export function forceNewCluster(plan: Plan): string {
  const data = etcdDataDirectory(plan);
  return subshell(`set -e
systemctl stop etcd
cp -a ${data}/member ${data}/member.$(date +%Y%m%d-%H%M%S)
${startOnce(`echo 'force-new-cluster: true' >>${onceConfig}`)}
systemctl enable -q etcd`);
}

/**
 * An empty member on `host` for the cluster that the member on `through` belongs to. It joins as a learner, which counts for no majority
 * until it has everything: adding a voter to a cluster of one would stop it until the new one runs.
 * @param members of the cluster once it has joined
 */
export function joinSteps(plan: Plan, host: Host, through: Host, members: readonly Host[]): readonly ProcedureStep[] {
  const name = checkedName('host', host.name, 'hosts: name');
  const initial = members.map((one) => `${one.name}=${peerUrl(plan, one)}`).join(',');
  const list = etcdctl(plan, through, 'member list');
  return [
    {
      id: `add/${name}`,
      host: through.name,
      title: `Announce ${name} to etcd`,
      command: etcdctl(plan, through, `member add ${name} --learner --peer-urls=${shellQuote(peerUrl(plan, host))}`),
      expect: `"Member ... added to cluster ...".`,
    },
    {
      id: `join/${name}`,
      host: name,
      title: `Let ${name} join with an empty store; the old one is kept beside`,
      command: subshell(`set -e
systemctl stop etcd
${setEtcdAside(plan)}
${startOnce(`sed -i -e 's|^initial-cluster-state:.*|initial-cluster-state: existing|' -e ${shellQuote(`s|^initial-cluster:.*|initial-cluster: ${initial}|`)} ${onceConfig}`)}
systemctl enable -q etcd`),
      expect: 'No output, and status 0: etcd runs.',
    },
    {
      id: `vote/${name}`,
      host: through.name,
      title: `Give ${name} its vote once it has everything`,
      command: subshell(`id=$(${list} | awk -F ', ' '$3 == "${name}" { print $1 }')
${waitUntil(60, `${etcdctl(plan, through, 'member promote "$id"')}`)} && ${list}`),
      expect: `"Member ... promoted in cluster ...", then ${members.length} members, all started.`,
    },
  ];
}
