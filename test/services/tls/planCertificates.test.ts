import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import type { PeerRoute } from '../../../core/facts/peerRoutes.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { Leaf } from '../../../electron/services/tls/certificates.ts';
import { planCertificates } from '../../../electron/services/tls/planCertificates.ts';
import { planOf } from '../../core/deployment/deploymentFixture.ts';

const access = { vip: { address: '10.0.0.100/24', interface: 'eth0' }, dns: 'db.example.com' };
const route = (to: string, address: string, source: string): PeerRoute => ({ to, address, source });
const leaf = (leaves: readonly Leaf[], name: string): Leaf => {
  const found = leaves.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const namesOf = (plan: Plan, routes = {}) =>
  [...leaf(planCertificates(plan, routes), 'tls/n1').alternativeNames].sort().join(' ');

describe('planCertificates', () => {
  it('makes those that the files of the hosts ask for, and the operator’s', () => {
    const plan = planOf(3, { access });
    const made = planCertificates(plan, {}).flatMap(({ name }) => [`${name}.crt`, `${name}.key`]);
    const asked = secretsOf(plan).filter(({ kind, name }) => kind === 'tls' && !/ca\.crt$/.test(name));
    expect(made.filter((name) => !name.includes('operator')).sort()).toEqual(asked.map(({ name }) => name).sort());
  });

  it('lets none but what clients see carry a name or address of another host, of the virtual IP, or of the service', () => {
    const leaves = planCertificates(planOf(3, { access }), {});
    const foreign = ['n2', 'n3', '10.0.0.2', '10.0.0.3', '10.0.0.100', 'db.example.com'];
    for (const { name, alternativeNames, mayHold, authority } of leaves.filter((one) => one.commonName === 'n1')) {
      const carries = foreign.filter((one) => alternativeNames.includes(one) || mayHold?.(one) === true);
      expect([name, carries]).toEqual([name, authority === 'clients' ? foreign : []]);
    }
    expect(leaf(leaves, 'tls/clients/n1').usages).toEqual(['server']);
    expect(leaf(leaves, 'tls/rest/n1').usages).toEqual(['server']);
    expect(leaf(leaves, 'tls/member/n1')).toMatchObject({ usages: ['client'], alternativeNames: [] });
  });

  it('names every address that a host’s packets carry, as etcd’s peers see them', () => {
    const plan = planOf(3);
    const routes = { n1: [route('10.0.0.2', '10.0.0.2', '10.9.9.1'), route('10.0.0.3', '10.0.0.3', 'fd00::1')] };
    expect(namesOf(plan, routes)).toBe('10.0.0.1 10.9.9.1 127.0.0.1 ::1 fd00::1 localhost n1');
  });

  it.each([
    ['the address of another host', { n1: [route('10.0.0.2', '10.0.0.2', '10.0.0.3')] }],
    ['the virtual IP', { n1: [route('10.0.0.2', '10.0.0.2', '10.0.0.100')] }],
    [
      'an address that another host says is its own',
      { n1: [route('10.0.0.2', '10.0.0.2', '10.7.7.7')], n2: [route('10.0.0.1', '10.0.0.1', '10.7.7.7')] },
    ],
  ])('does not believe a host that claims %s', (_what, routes) => {
    expect(namesOf(planOf(3, { access }), routes)).toBe('10.0.0.1 127.0.0.1 ::1 localhost n1');
  });

  it.each(['ca', 'members-ca', 'operator'])('refuses a host of the name %s', (name) => {
    const plan = planOf(3);
    const hosts = plan.hosts.map((host, index) => (index === 0 ? { ...host, name } : host));
    expect(() => planCertificates({ ...plan, hosts }, {})).toThrow('kept for another certificate');
  });
});
