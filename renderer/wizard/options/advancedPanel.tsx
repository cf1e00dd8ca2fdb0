import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanPath } from '../../../core/plan/planPath.ts';
import { etcdDataDirectory } from '../../../core/systems/debian/paths.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { PlanField } from '../../components/planField.tsx';
import { type TextKey, useText } from '../../text/language.ts';
import { sizeText } from '../objectives/sizeText.ts';

interface Advanced {
  readonly path: PlanPath;
  readonly unit: 's' | 'ms' | '';
  readonly otherwise: number | string;
}

/** Values that follow from others until somebody sets them: the derived one stands in each empty field. */
export function AdvancedPanel({ plan }: { readonly plan: Plan }) {
  const t = useText();
  return (
    <div className="option-columns">
      {groupsOf(plan).map(({ title, fields }) => (
        <div key={title} className="panel option-panel">
          <h2>{t(title)}</h2>
          <div className={title === 'advanced.directories' ? 'fields-wide' : 'fields fields-narrow'}>
            {fields.map(({ path, unit, otherwise }) => (
              <PlanField
                key={path.join('.')}
                path={path}
                numeric
                label={String(
                  path.at(-1) === 'port' ? path[0] : path.at(-1) === 'dataDirectory' ? path.join('.') : path.at(-1),
                )}
                {...(unit === '' ? {} : { unit })}
                otherwise={String(otherwise)}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function groupsOf(plan: Plan): { readonly title: TextKey; readonly fields: readonly Advanced[] }[] {
  const { patroni, haproxy, etcd } = resolveTiming(plan);
  const timing = (key: string, otherwise: number): Advanced => ({
    path: ['patroni', 'timing', key],
    unit: 's',
    otherwise,
  });
  const check = (key: string, otherwise: number, unit: 's' | '' = 's'): Advanced => ({
    path: ['haproxy', 'checks', key],
    unit,
    otherwise,
  });
  const plain = (section: string, key: string, otherwise: number | string): Advanced => ({
    path: [section, key],
    unit: '',
    otherwise,
  });
  const port = (key: keyof Plan['haproxy']['ports']): Advanced => ({
    path: ['haproxy', 'ports', key],
    unit: '',
    otherwise: plan.haproxy.ports[key],
  });
  return [
    {
      title: 'advanced.patroni',
      fields: [
        timing('ttl', patroni.ttlSeconds),
        timing('loopWait', patroni.loopWaitSeconds),
        timing('retryTimeout', patroni.retryTimeoutSeconds),
        timing('primaryStartTimeout', patroni.primaryStartTimeoutSeconds),
        timing('primaryStopTimeout', patroni.primaryStopTimeoutSeconds),
        timing('safetyMargin', patroni.safetyMarginSeconds),
      ],
    },
    {
      title: 'advanced.haproxy',
      fields: [
        check('inter', haproxy.interSeconds),
        check('fastinter', haproxy.fastinterSeconds),
        check('downinter', haproxy.downinterSeconds),
        check('rise', haproxy.rise, ''),
        check('fall', haproxy.fall, ''),
        plain('haproxy', 'maxconn', plan.haproxy.maxconn),
      ],
    },
    {
      title: 'advanced.etcd',
      fields: [
        { path: ['etcd', 'heartbeat'], unit: 'ms', otherwise: etcd.heartbeatMilliseconds },
        { path: ['etcd', 'election'], unit: 'ms', otherwise: etcd.electionMilliseconds },
        plain('etcd', 'quota', sizeText(plan.etcd.quota)),
      ],
    },
    {
      title: 'advanced.pool',
      fields: [
        plain('pgbouncer', 'poolMode', plan.pgbouncer.poolMode),
        plain('pgbouncer', 'maxClientConnections', plan.pgbouncer.maxClientConnections),
        plain('pgbouncer', 'defaultPoolSize', plan.pgbouncer.defaultPoolSize),
        plain('pgbouncer', 'maxDbConnections', plan.pgbouncer.maxDbConnections),
      ],
    },
    {
      title: 'advanced.directories',
      fields: [
        plain('postgres', 'dataDirectory', '/var/lib/postgresql/<version>/<cluster>'),
        plain('postgres', 'walDirectory', '<postgres.dataDirectory>/pg_wal'),
        plain(
          'etcd',
          'dataDirectory',
          etcdDataDirectory({ ...plan, etcd: { ...plan.etcd, dataDirectory: undefined } }),
        ),
      ],
    },
    {
      title: 'advanced.ports',
      fields: [
        port('primary'),
        port('replica'),
        port('default'),
        port('offline'),
        port('stats'),
        plain('postgres', 'port', plan.postgres.port),
        plain('patroni', 'port', plan.patroni.port),
        plain('pgbouncer', 'port', plan.pgbouncer.port),
        plain('etcd', 'clientPort', plan.etcd.clientPort),
        plain('etcd', 'peerPort', plan.etcd.peerPort),
      ],
    },
  ];
}
