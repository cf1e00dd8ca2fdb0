import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInventory } from '../../../core/export/import/ansible/parseInventory.ts';
import { settingsOfHosts } from '../../../core/export/import/ansible/precedence.ts';
import { ansible, listed } from './ansibleListed.ts';
import { asIni, asYaml, inventories, values, type WrittenInventory } from './inventoryArbitrary.ts';

/** Variables of each host as plain data, without hosts that have none: Ansible leaves them out of its list. */
function hostVariables(text: string): Record<string, Record<string, unknown>> {
  const found = [...settingsOfHosts(parseInventory(text, 'hosts'))].map(
    ([host, settings]) => [host, Object.fromEntries([...settings].map(([name, { value }]) => [name, value]))] as const,
  );
  return JSON.parse(JSON.stringify(Object.fromEntries(found.filter(([, own]) => Object.keys(own).length > 0))));
}

const variables = fc.dictionary(fc.constantFrom('pg_version', 'pg_rto', 'v1', 'v2', 'v3'), values, { maxKeys: 4 });
const ways = [
  ['YAML', 'hosts.yml', asYaml],
  ['INI', 'hosts', asIni],
] as const;

describe.skipIf(!ansible)('the variables of hosts', () => {
  it.each(ways)(
    'are those that Ansible finds, whatever the levels, written as %s',
    (_, path, write) => {
      fc.assert(
        fc.property(inventories(variables), (inventory: WrittenInventory) => {
          const text = write(inventory);
          expect(hostVariables(text)).toEqual(listed({ path, text })._meta.hostvars);
        }),
        { numRuns: 12 },
      );
    },
    120_000,
  );

  it('are those that Ansible finds in an INI file with everything in it', () => {
    const text = [
      '# comment',
      '; another',
      'lonely ansible_port=2222',
      '10.0.0.9:2022',
      '[fd00::1]:22 a=1',
      '[b]',
      "db[01:03].x a=1 b='two words' c=[1,'x'] d={'k':True} e=yes f=True g=007 h=0x1F i=1_000 j= k=a=b # c=2",
      'db02.x a=2',
      '[a]',
      'db01.x q="say \\"x\\"" r=None s=(1,) t=1.50 u=-3 w=1e3',
      '[p:children]',
      'a',
      'b',
      '[a:vars]',
      'v1=from a',
      "quoted='ssh' # a comment",
      'bare=admin # no comment',
      'number=22 # a comment',
      '[b:vars]',
      'v1=from b',
      '[p:vars]',
      'v1 = from p',
      'v2= [1, 2',
      '[all:vars]',
      'v1=from all',
      'v2=from all',
      'v3={"a": true}',
      'v3={"a": 1, "b": [None, "x"]}',
    ].join('\r\n');
    expect(hostVariables(text)).toEqual(listed({ path: 'hosts', text })._meta.hostvars);
  });

  it('are those that Ansible finds in a YAML file with everything in it', () => {
    const text = [
      'all:',
      '  vars: &shared { flag: off, n: y, octal: 010, hex: 0x1f, big: 1_000, time: 1:30, float: 1.50, exp: 1e3, text: "off", none: ~ }',
      '  hosts:',
      '    lone: {}',
      '  children:',
      '    pg-b:',
      '      vars: { <<: *shared, v: b, ansible_group_priority: 5 }',
      '      hosts:',
      '        db[01:02]: { x: &x [1, 2], <<: { w: 3, y: 4 } }',
      '    pg-c: { hosts: { db01: { z: *x } }, vars: { v: c } }',
      'outside:',
      '  hosts:',
      '    db02:',
      '  children:',
      '    pg-c:',
      '  vars: { v: outside, raw: !unsafe "{{ 1 }}" }',
    ].join('\n');
    const plain = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replaceAll(/\{"__ansible_unsafe":("[^"]*")\}/g, '$1'));
    expect(hostVariables(text)).toEqual(plain(listed({ path: 'hosts.yml', text })._meta.hostvars));
  });
});
