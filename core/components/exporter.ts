import { exporterRole } from '../plan/clusterRoles.ts';
import { memberOn, portsOn } from '../plan/plan.ts';
import { bracketed } from '../render/checkedText.ts';
import { anywhere, clientSources } from '../render/clientSources.ts';
import { addressOf, type HostContext } from '../render/hostContext.ts';
import { addressOnHost, isName } from '../render/hostNetwork.ts';
import type { ComponentFile } from '../render/renderedFile.ts';
import { madeByQuorate } from '../render/yamlText.ts';
import { dropInPath, paths } from '../systems/debian/paths.ts';
import type { Component } from './component.ts';

const unit = 'prometheus-postgres-exporter';

/** Metrics of every PostgreSQL, for Prometheus. */
export const exporter = {
  id: 'exporter',
  choice: ['monitoring', 'exporter'],
  askedAs: (plan, { monitoring }) => ({ ...plan, monitoring }),
  runsOn: (plan, host) => plan.monitoring.exporter && memberOn(plan, host.name) !== undefined,
  packages: () => [unit],
  service: { name: unit, package: unit, start: 'afterLeader' },
  ports: [
    {
      service: 'exporter',
      title: 'postgres_exporter',
      path: ['monitoring', 'port'],
      usual: 9187,
      of: ({ monitoring }) => monitoring.port,
      // The kernel keeps fifteen characters of a program's name.
      programs: [unit.slice(0, 15)],
      change: 'free',
    },
  ],
  files: exporterFiles,
  accounts: ['prometheus'],
  leftovers: { units: [unit] },
  answers: (plan, host) => {
    const address = addressOnHost(addressOf(plan, host.name));
    return `exec 3<>/dev/tcp/${address}/${plan.monitoring.port} || exit 1
printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3
grep -q '^pg_up 1$' <&3`;
  },
} as const satisfies Component;

/**
 * It logs in through the socket as the system account that it runs as, so that there is no password. Everybody who may reach its port may read the
 * metrics: systemd lets in the networks that reach the databases, and nobody else (systemd.resource-control(5), IPAddressAllow). In a container the
 * kernel does not let it filter. There is no secret among the metrics.
 */
function exporterFiles(context: HostContext): readonly ComponentFile[] {
  const { plan, host, address, member } = context;
  if (member === undefined) return [];
  const sources = clientSources(context, member.cluster);
  const environment = [
    `# ${madeByQuorate}`,
    `DATA_SOURCE_NAME='user=${exporterRole} host=${paths.postgresSockets} port=${portsOn(plan, host.name).postgres} dbname=postgres'`,
    `ARGS="--web.listen-address=${isName(address) ? '' : bracketed(address)}:${plan.monitoring.port}"`,
  ];
  const dropIn = [
    `# ${madeByQuorate}`,
    '[Unit]',
    'After=network-online.target patroni.service',
    'Wants=network-online.target',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Restart=always',
    'RestartSec=5',
    'NoNewPrivileges=yes',
    ...(sources === anywhere ? [] : ['IPAddressDeny=any', `IPAddressAllow=${sources.join(' ')}`]),
  ];
  const file = { owner: 'root', onChange: 'restart' } as const;
  return [
    { ...file, path: paths.exporterDefaults, content: text(environment), mode: 0o640, group: 'prometheus' },
    { ...file, path: dropInPath(unit), content: text(dropIn), mode: 0o644, group: 'root' },
  ];
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
