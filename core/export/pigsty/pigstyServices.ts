import type { Plan } from '../../plan/plan.ts';

/** Ports of everything, where they are not Pigsty's own defaults. */
export function serviceVariables(plan: Plan): object {
  const { postgres, patroni, pgbouncer, haproxy } = plan;
  const port = (name: string, value: number, usual: number) => (value === usual ? {} : { [name]: value });
  return {
    ...port('pg_port', postgres.port, 5432),
    ...port('patroni_port', patroni.port, 8008),
    ...port('pgbouncer_port', pgbouncer.port, 6432),
    ...port('haproxy_exporter_port', haproxy.ports.stats, 9101),
    ...services(plan),
  };
}

/** Pigsty has the four services in one list: a changed port needs the whole list. */
function services({ haproxy: { ports } }: Plan): object {
  if (ports.primary === 5433 && ports.replica === 5434 && ports.default === 5436 && ports.offline === 5438) return {};
  return {
    pg_default_services: [
      { name: 'primary', port: ports.primary, dest: 'default', check: '/primary', selector: '[]' },
      {
        name: 'replica',
        port: ports.replica,
        dest: 'default',
        check: '/read-only',
        selector: '[]',
        backup: '[? pg_role == `primary` || pg_role == `offline` ]',
      },
      { name: 'default', port: ports.default, dest: 'postgres', check: '/primary', selector: '[]' },
      {
        name: 'offline',
        port: ports.offline,
        dest: 'postgres',
        check: '/replica',
        selector: '[? pg_role == `offline` || pg_offline_query ]',
        backup: '[? pg_role == `replica` && !pg_offline_query]',
      },
    ],
  };
}
