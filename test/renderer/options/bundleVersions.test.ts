import { expect, it } from 'vitest';
import { ageInDays, bundleVersions } from '../../../renderer/wizard/options/bundleVersions.ts';

const packaged = (name: string, version: string) => ({
  name,
  version,
  architecture: 'amd64',
  file: `pool/${name}.deb`,
  sizeBytes: 1,
  sha256: '0'.repeat(64),
});

it('names the upstream versions of what a cluster is made of, and nothing else', () => {
  const versions = bundleVersions([
    packaged('postgresql-15', '15.14-0+deb12u1'),
    packaged('postgresql-client-15', '15.14-0+deb12u1'),
    packaged('patroni', '3.0.1-1'),
    packaged('libc6', '2.36-9'),
    packaged('etcd-server', '3.4.23-4+b4'),
    packaged('haproxy', '1:2.6.12-1'),
  ]);
  expect(versions).toEqual(['etcd-server 3.4.23', 'haproxy 2.6.12', 'patroni 3.0.1', 'postgresql-15 15.14']);
});

it('counts whole days, and none for a builder whose clock was ahead', () => {
  const built = '2026-11-20T12:00:00.000Z';
  expect(ageInDays(built, Date.parse('2026-11-23T11:59:59Z'))).toBe(2);
  expect(ageInDays(built, Date.parse('2026-11-20T11:00:00Z'))).toBe(0);
});
