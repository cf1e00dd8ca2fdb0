import { describe, expect, it } from 'vitest';
import { parseHostTable } from '../../core/hostLists/hostTable.ts';
import { parseSshConfig } from '../../core/hostLists/sshConfig.ts';

describe('parseHostTable', () => {
  it.each([
    ['a spreadsheet', 'n1\t10.0.0.1\tdc1\track1\nn2\t10.0.0.2\tdc1\track2\n'],
    ['CSV', 'n1,10.0.0.1,dc1,rack1\r\nn2,10.0.0.2,dc1,rack2'],
    ['CSV of a German spreadsheet', 'n1;10.0.0.1;dc1;rack1\nn2;"10.0.0.2";dc1;rack2'],
    ['headings in another order', 'Rack,IP,Hostname,Site\nrack1,10.0.0.1,n1,dc1\nrack2,10.0.0.2,n2,dc1'],
    ['Chinese headings', '主机名,地址,机房,机柜\nn1,10.0.0.1,dc1,rack1\nn2,10.0.0.2,dc1,rack2'],
    ['white space', '# my hosts\nn1 10.0.0.1 dc1 rack1\n\nn2   10.0.0.2 dc1 rack2'],
    ['the address first', '10.0.0.1,n1,dc1,rack1\n10.0.0.2,n2,dc1,rack2'],
  ])('reads %s', (_, text) => {
    expect(parseHostTable(text)).toEqual({
      rows: [
        { name: 'n1', address: '10.0.0.1', site: 'dc1', zone: 'rack1' },
        { name: 'n2', address: '10.0.0.2', site: 'dc1', zone: 'rack2' },
      ],
      skippedLines: [],
    });
  });

  it('reads roles, quoted delimiters and IPv6, and says which lines it left out', () => {
    const { rows, skippedLines } = parseHostTable(
      'name,address,roles\nn1,fd00::1,"postgres, etcd"\nlonely\nn3,10.0.0.3,ETCD\n',
    );
    expect(rows).toEqual([
      { name: 'n1', address: 'fd00::1', roles: ['postgres', 'etcd'] },
      { name: 'n3', address: '10.0.0.3', roles: ['etcd'] },
    ]);
    expect(skippedLines).toEqual([3]);
  });
});

describe('parseSshConfig', () => {
  it('takes the first value of any matching block, as ssh does', () => {
    const { hosts, notFollowed } = parseSshConfig(`
      Include conf.d/*
      User fallback
      Host db1 db2
        HostName %h.example.org
        Port=2222
      Host db2
        HostName 10.0.0.9
        IdentityFile "~/keys/my key"
      Host !db1 db*
        ProxyJump admin@jump:2200
      Host *
        User never
        Port 22
      Match user root
        Port 99
    `);
    expect(hosts).toEqual([
      { alias: 'db1', address: 'db1.example.org', user: 'fallback', port: 2222, key: undefined, jump: undefined },
      {
        alias: 'db2',
        address: 'db2.example.org',
        user: 'fallback',
        port: 2222,
        key: '~/keys/my key',
        jump: 'admin@jump:2200',
      },
    ]);
    expect(notFollowed).toEqual(['Include conf.d/*', 'Match user root']);
  });
});
