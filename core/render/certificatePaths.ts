import type { Host } from '../plan/plan.ts';
import { paths } from '../systems/debian/paths.ts';

/** Where the services of a host read certificates, with TLS. */
export function certificatePaths(host: Host, isMember: boolean): readonly string[] {
  return [
    ...(host.roles.includes('etcd') ? [`${paths.etcdTls}/ca.crt`, `${paths.etcdTls}/host.crt`] : []),
    ...(isMember
      ? [
          ...['ca', 'clients-ca', 'host', 'rest', 'server'].map((name) => `${paths.patroniTls}/${name}.crt`),
          `${paths.pgbouncerTls}/host.crt`,
        ]
      : []),
    ...(host.roles.includes('haproxy') ? [`${paths.haproxyTls}/ca.crt`, `${paths.haproxyTls}/host.pem`] : []),
  ];
}
