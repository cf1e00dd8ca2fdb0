import { versionAtLeast } from '../plan/versionAtLeast.ts';
import { dropInPath, paths } from '../systems/debian/paths.ts';
import { fillTemplate } from './fillTemplate.ts';
import { globalMaxconn } from './haproxyConfig.ts';
import type { HostContext } from './hostContext.ts';
import type { ComponentFile } from './renderedFile.ts';
import { madeByQuorate } from './yamlText.ts';

/** etcd's drop-in: our configuration file, restarts, ordering. */
export function etcdDropIn({ templates }: HostContext): ComponentFile {
  const content = fillTemplate(templates, 'etcd.service.tmpl', { notice: madeByQuorate, configFile: paths.etcdConfig });
  return dropIn('etcd', content, 'restart');
}

/**
 * Patroni's drop-in. A change needs no restart, which would stop PostgreSQL: `daemon-reload` brings all of it into effect that
 * matters before the next start.
 */
export function patroniDropIn(context: HostContext): ComponentFile {
  const { templates, plan, host } = context;
  const content = fillTemplate(templates, 'patroni.service.tmpl', {
    notice: madeByQuorate,
    after: host.roles.includes('etcd') ? 'etcd.service' : '',
    start: { lines: guardsLeaderLock(context) ? startLines : [] },
    watchdog: { lines: plan.patroni.watchdog === 'off' ? [] : watchdogLines },
  });
  return dropIn('patroni', content.replaceAll(/ +$/gm, ''), 'none');
}

/** Patroni before 3.0.3 writes the leader key whoever has it by then (patroni pull request 2689): Debian 12's has to be kept from it. */
function guardsLeaderLock({ distribution }: HostContext): boolean {
  return !versionAtLeast(distribution.versions.patroni, '3.0.3');
}

const startLines = [
  '# Patroni before 3.0.3 may take the leader lock away from its new holder: it is started with a correction.',
  'ExecStart=',
  `ExecStart=${paths.patroniStart} ${paths.patroniConfig}`,
];

/** What starts Patroni where its leader lock has to be guarded; nothing where the packaged program does. */
export function patroniStart(context: HostContext): readonly ComponentFile[] {
  if (!guardsLeaderLock(context)) return [];
  const content = fillTemplate(context.templates, 'patroni-start.py.tmpl', { notice: madeByQuorate });
  return [
    {
      path: paths.patroniStart,
      content,
      mode: 0o755,
      owner: 'root',
      group: 'root',
      onChange: 'none',
    },
  ];
}

/** `-` ignores a host without the device (Patroni then decides by its mode), `+` runs as root. */
const watchdogLines = [
  '# Patroni runs as postgres and must be able to feed the watchdog.',
  'ExecStartPre=-+/sbin/modprobe softdog',
  'ExecStartPre=-+/bin/chown postgres /dev/watchdog',
];

export function pgbouncerDropIn({ templates, plan }: HostContext): ComponentFile {
  const { maxClientConnections } = plan.pgbouncer;
  const content = fillTemplate(templates, 'pgbouncer.service.tmpl', {
    notice: madeByQuorate,
    // Clients, and as many servers again at the very most, and some for itself.
    openFiles: Math.max(16_384, maxClientConnections * 2 + 1024),
  });
  return dropIn('pgbouncer', content, 'restart');
}

export function haproxyDropIn({ templates, plan }: HostContext): ComponentFile {
  const content = fillTemplate(templates, 'haproxy.service.tmpl', {
    notice: madeByQuorate,
    openFiles: globalMaxconn(plan) * 2 + 1024,
  });
  return dropIn('haproxy', content, 'restart');
}

function dropIn(unit: string, content: string, onChange: ComponentFile['onChange']): ComponentFile {
  return { path: dropInPath(unit), content, mode: 0o644, owner: 'root', group: 'root', onChange };
}
