import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** Without TLS, passwords' proofs, data and the control of failover cross the network in the clear. */
export const tlsOff = defineRule(
  {
    id: 'tls-off',
    title: 'TLS is on',
    reference:
      'etcd, Patroni and PostgreSQL documentation on TLS; whoever reaches etcd or the REST API controls the cluster',
  },
  (plan, report) => {
    if (!plan.security.tls)
      report(
        'warning',
        ['security', 'tls'],
        say`TLS is off: data crosses the network in the clear, and whoever reaches etcd or the REST API of Patroni controls the cluster.`,
        [fixOf(say`Turn TLS on`, [['security', 'tls'], true])],
      );
  },
);
