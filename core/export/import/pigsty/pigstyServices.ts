import { say } from '../../../wording/phrase.ts';
import { readDirectory } from '../directories.ts';
import { type ImportDraft, set } from '../importDraft.ts';
import type { Subject } from '../subject.ts';

const serviceNames = ['primary', 'replica', 'default', 'offline'] as const;

/** Ports, pooling and TLS, which all clusters of a plan have alike. */
export function readServices(draft: ImportDraft, all: Subject): void {
  // /pg is a link of Pigsty's own to the place that pg_fs_main names.
  const data = all.read('pg_data');
  if (typeof data?.value !== 'string' || !/^\/pg(?:\/|$)/.test(data.value))
    readDirectory(draft, data, { section: 'postgres', key: 'dataDirectory' });
  set(draft, 'postgres', 'port', all.read('pg_port')?.number(['postgres', 'port']));
  set(draft, 'patroni', 'port', all.read('patroni_port')?.number(['patroni', 'port']));
  set(draft, 'pgbouncer', 'port', all.read('pgbouncer_port')?.number(['pgbouncer', 'port']));
  set(
    draft,
    'pgbouncer',
    'poolMode',
    all.read('pgbouncer_poolmode')?.word(['transaction', 'session', 'statement'], ['pgbouncer', 'poolMode']),
  );
  readTls(draft, all);
  const ports: Record<string, unknown> = {};
  const stats = all.read('haproxy_exporter_port')?.number(['haproxy', 'ports', 'stats']);
  if (stats !== undefined) ports.stats = stats;
  for (const service of all.read('pg_default_services')?.items() ?? []) {
    const fields = service.fields();
    const name = serviceNames.find((one) => one === fields?.get('name')?.value);
    if (name === undefined) {
      service.ignored(say`is no service of a plan: nothing listens on its port`);
      continue;
    }
    const port = fields?.get('port')?.number(['haproxy', 'ports', name]);
    if (port !== undefined) ports[name] = port;
    fields?.get('name')?.understood(['haproxy', 'ports', name]);
    const pooled = name === 'primary' || name === 'replica';
    const dest = fields?.get('dest');
    if (pooled === (dest?.value === 'postgres'))
      dest?.ignored(
        pooled
          ? say`this service of a plan goes through the pooler`
          : say`this service of a plan goes to PostgreSQL itself`,
      );
    else dest?.understood(undefined, say`as in a plan`);
    service.ignored(say`the services of a plan choose their servers themselves`);
  }
  if (Object.keys(ports).length > 0) set(draft, 'haproxy', 'ports', ports);
  const dest = all.read('pg_default_service_dest');
  if (dest?.value === 'postgres')
    dest.ignored(
      say`the services primary and replica of a plan go through the pooler: clients that need sessions use the port of the service default`,
    );
  else dest?.understood(undefined, say`as in a plan`);
}

/** A plan has one switch for TLS everywhere. Pigsty's are apart, and PostgreSQL and etcd have it always. */
function readTls(draft: ImportDraft, all: Subject): void {
  const rest = all.read('patroni_ssl_enabled');
  const pool = all.read('pgbouncer_sslmode');
  if (Object.keys(draft.hints).length > 0 || rest?.asBoolean() === true) {
    set(draft, 'security', 'tls', rest?.boolean(['security', 'tls']));
    pool?.understood(['security', 'tls']);
    return;
  }
  const said = say`PostgreSQL and etcd have TLS in Pigsty whatever this says, and a plan has one switch for everything: it is on, and clients must use TLS`;
  rest?.defaulted(said, ['security', 'tls']);
  pool?.defaulted(said, ['security', 'tls']);
}
