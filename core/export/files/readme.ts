import { orderClusters } from '../../deployment/clusterSteps.ts';
import { distributions } from '../../plan/distributions.ts';
import { listPlaceholders } from '../../render/placeholders.ts';
import type { HostEnvironment } from '../../render/renderedFile.ts';
import type { FreshDeployment } from './freshDeployment.ts';

/** What to do with the files, host by host, in the order that the deployment follows. */
export function filesReadme({ state }: FreshDeployment, environment: HostEnvironment, withSecrets: boolean): string {
  const { plan } = state;
  const secrets = state.hosts.flatMap((host) => host.files.flatMap((file) => listPlaceholders(file.content)));
  const etcd = state.hosts.filter((host) => host.etcd !== undefined).map((host) => host.host.name);
  const order = startOrder(state);
  return `# Files of ${plan.name}

Every file of every host as the plan has it, and a script for each host that a person can read and run there, without this program.
Written for ${distributions[environment.release].title}, hosts of ${environment.cores} cores and ${(environment.memoryBytes / 1024 ** 3).toFixed(1)} GiB of memory and disks of ${Math.round(environment.diskBytes / 1024 ** 3)} GiB.

    hosts/NAME/install.sh   what is done on the host, part by part
    hosts/NAME/files/...    its files, by their place on it; install.sh gives them owner and mode
    hosts/NAME/steps/...    what single steps read, such as SQL

| host | address | packages | files |
| --- | --- | --- | --- |
${state.hosts.map(({ host, packages, files }) => `| ${host.name} | ${host.address} | ${packages.join(', ')} | ${files.length} |`).join('\n')}

## Before

- Fresh hosts of that release, that reach each other, with clocks that agree, and root on each.
- Packages come from the apt sources of each host, or from a bundle file (\`quorate bundle build\`) that you carry to it.${
    plan.packages.source === 'repository' && plan.packages.url !== undefined && plan.packages.key !== undefined
      ? `\n- The extra repository (${plan.packages.url}) has a signing key, ${plan.packages.key}: put it beside each install.sh, as repository-key.asc (text) or repository-key.gpg (binary).`
      : ''
  }
${
  withSecrets
    ? '- The files hold passwords and private keys: keep this folder from others, give each host its own folder only, and remove it there afterwards.'
    : `- There are no secrets in these files: ${new Set(secrets).size} places hold \`{{secret:NAME}}\`, and install.sh refuses to work until they are filled in. \`quorate export --format files --with-secrets\` fills them in; or write your own values (letters and digits for passwords, PEM for certificates and keys), the same one for the same name on every host.`
}

## Order

1. Carry \`hosts/NAME\` to each host.
2. On every host, in any order: \`./install.sh prepare\`, or \`./install.sh prepare BUNDLE\`. Nothing starts yet.
3. On ${etcd.join(', ')}: \`./install.sh etcd\`.
4. One after the other, each once the one before is done: \`./install.sh start\` on ${order.join(', then ')}.

A part that fails says which step, and why, as far as the host knows; it may be run again. Hosts that were installed in this way are not taken over
by \`quorate deploy\`; \`quorate import\` reads them into a plan.

## Afterwards

    patronictl -c /etc/patroni/config.yml list
`;
}

/** Each cluster after the one it follows, its first member before the others; then hosts without a member. */
export function startOrder(state: FreshDeployment['state']): readonly string[] {
  const members = orderClusters(state).flatMap(({ cluster }) => {
    const first = cluster.members.find((member) => member.role === 'primary') ?? cluster.members[0];
    return [...cluster.members]
      .sort((one, other) => Number(other === first) - Number(one === first))
      .map((member) => member.host);
  });
  const others = state.hosts.map(({ host }) => host.name).filter((name) => !members.includes(name));
  return [...members, ...others];
}
