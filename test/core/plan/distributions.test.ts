import { describe, expect, it } from 'vitest';
import { packagesForRoles } from '../../../core/plan/distributions.ts';

describe('packagesForRoles', () => {
  it('names what each role needs, once, with the etcd library that Patroni does not pull in by itself on trixie', () => {
    expect(packagesForRoles('trixie', ['postgres', 'etcd', 'haproxy', 'postgres'])).toEqual([
      'etcd-client',
      'etcd-server',
      'haproxy',
      'patroni',
      'pgbouncer',
      'postgresql-17',
      'python3-etcd',
    ]);
    expect(packagesForRoles('bookworm', ['etcd'])).toEqual(['etcd-client', 'etcd-server']);
  });
});
