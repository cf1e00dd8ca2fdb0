import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

const maxBytes = 8 * 1024 ** 3;
const leastBytes = 64 * 1024 ** 2;

/** etcd's backend fits into memory and lasts. */
export const etcdQuota = defineRule(
  {
    id: 'etcd-quota',
    title: "etcd's quota is 64 MiB to 8 GiB",
    reference: 'etcd 3.5, system limits: 8 GiB is the suggested maximum; the default is 2 GiB',
  },
  (plan, report) => {
    const { quota } = plan.etcd;
    if (quota >= leastBytes && quota <= maxBytes) return;
    report(
      'warning',
      ['etcd', 'quota'],
      quota > maxBytes
        ? say`A quota of ${quota} bytes is more than the 8 GiB that etcd suggests as a maximum.`
        : say`A quota of ${quota} bytes is soon used up; etcd then refuses every write, and no leader can be elected.`,
      [fixOf(say`Set 2 GiB`, [['etcd', 'quota'], '2GiB'])],
    );
  },
);
