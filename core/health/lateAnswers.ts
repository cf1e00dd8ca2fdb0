import { type HostStatus, type Service, services } from './statusDocument.ts';

/**
 * Bridges one missed answer: what a service said before stands in for it, marked as late. The second one in a row that misses is believed,
 * and so is a refusal at once.
 * @param before what was taken of the host last
 */
export function withLateAnswers(before: HostStatus | undefined, now: HostStatus): HostStatus {
  if (before === undefined || now.unreachable !== undefined) return now;
  const late = services.filter(
    (service) =>
      now.troubles?.[service] === 'timed-out' && answered(before, service) && !before.late?.includes(service),
  );
  if (late.length === 0) return now;
  const { cluster, instance, etcd, haproxy } = before;
  return {
    ...now,
    ...(late.includes('patroni') ? { cluster, instance } : {}),
    ...(late.includes('etcd') ? { etcd } : {}),
    ...(late.includes('haproxy') ? { haproxy } : {}),
    troubles: Object.fromEntries(
      services.flatMap((service) => {
        const trouble = now.troubles?.[service];
        return trouble === undefined || late.includes(service) ? [] : [[service, trouble]];
      }),
    ),
    late,
  };
}

/** What a host said last, all of it late: it is being asked again. */
export function allLate(before: HostStatus): HostStatus {
  return { ...before, late: services };
}

function answered({ instance, etcd, haproxy }: HostStatus, service: Service): boolean {
  return { patroni: instance, etcd, haproxy }[service] !== undefined;
}
