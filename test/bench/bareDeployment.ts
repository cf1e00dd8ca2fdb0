import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface BareHost {
  readonly name: string;
  readonly address: string;
  readonly key: string;
  /** Tar of the files that the deployment placed on this host, with owners and modes. */
  readonly filesTar: string;
}

/**
 * The floor of a deployment: what a person would write as a parallel shell script with the packages and the finished files at hand. It installs
 * the same packages from the same bundle, unpacks the same files and starts the same services, all hosts at once, then waits until the cluster
 * has a leader and two streaming replicas, and until HAProxy lets a connection through to the primary's pool.
 * @returns seconds until the services ran, the cluster had formed, and the primary service answered
 */
export async function bareDeployment(
  folder: string,
  hosts: readonly BareHost[],
  bundle: string,
  packages: readonly string[],
): Promise<{ started: number; formed: number; answering: number }> {
  const script = join(folder, 'bare.sh');
  await writeFile(script, bareScript(hosts, bundle, packages));
  const begin = performance.now();
  const child = spawn('bash', [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const marks = new Map<string, number>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const word of text.split(/\s+/)) if (word !== '') marks.set(word, (performance.now() - begin) / 1000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the bare script ended with ${code}`);
  const at = (mark: string) => {
    const seconds = marks.get(mark);
    if (seconds === undefined) throw new Error(`the bare script did not say '${mark}'`);
    return seconds;
  };
  return { started: at('started'), formed: at('formed'), answering: at('answering') };
}

function bareScript(hosts: readonly BareHost[], bundle: string, packages: readonly string[]): string {
  const ssh = (host: BareHost) =>
    `ssh -q -i ${host.key} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@${host.address}`;
  const install = [
    'set -e',
    'mkdir -p /tmp/bare',
    'tar -C /tmp/bare -xf -',
    'mkdir -p /etc/postgresql-common/createcluster.d',
    'echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/bare.conf',
    'printf "#!/bin/sh\\nexit 101\\n" > /usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d',
    'repo=$(dirname "$(find /tmp/bare -name Packages -o -name Packages.gz | head -n 1)")',
    'echo "deb [trusted=yes] file:$repo ./" > /tmp/bare.list',
    'options="-o Dir::Etc::sourcelist=/tmp/bare.list -o Dir::Etc::sourceparts=- -qq"',
    'export DEBIAN_FRONTEND=noninteractive',
    'apt-get $options update >/dev/null',
    `apt-get $options install -y --no-install-recommends ${packages.join(' ')} >/dev/null 2>&1`,
    'rm /usr/sbin/policy-rc.d',
  ].join('\n');
  const start =
    'systemctl daemon-reload; systemctl enable -q etcd patroni pgbouncer haproxy; systemctl start --no-block etcd patroni pgbouncer haproxy';
  const first = hosts[0];
  if (first === undefined) throw new Error('no hosts');
  const curl =
    "patronictl -c /etc/patroni/config.yml list -f json </dev/null 2>/dev/null | tr -d ' ' | grep -o '\"State\":\"[a-z]*\"' | sort | uniq -c | tr -s ' '";
  return `set -e
install=$(cat <<'END'
${install}
END
)
pids=
${hosts
  .map(
    (host) => `( ${ssh(host)} "$install" < ${bundle}
  ${ssh(host)} 'tar -C / -xpPf -' < ${host.filesTar}
  ${ssh(host)} '${start}' ) & pids="$pids $!"`,
  )
  .join('\n')}
for pid in $pids; do wait $pid; done
echo started
${ssh(first)} bash -s <<'END'
for try in $(seq 1 600); do
  n=$(${curl} | awk '/running|streaming/ { n += $1 } END { print n + 0 }')
  [ "$n" = ${hosts.length} ] && exit 0
  sleep 0.1
done
exit 1
END
echo formed
${ssh(first)} bash -s <<'END'
for try in $(seq 1 600); do
  if echo | timeout 1 openssl s_client -starttls postgres -connect 127.0.0.1:5433 2>/dev/null | grep -q 'BEGIN CERTIFICATE'; then exit 0; fi
  sleep 0.1
done
exit 1
END
echo answering
`;
}
