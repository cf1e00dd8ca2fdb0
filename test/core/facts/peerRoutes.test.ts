import { describe, expect, it } from 'vitest';
import { peerRoutes } from '../../../core/facts/peerRoutes.ts';

const read = (output: string) => peerRoutes(['db1.example.net', '10.0.0.2']).parse(output);

describe('peerRoutes', () => {
  it('reads every number behind a name, and the source that leads there', () => {
    expect(
      read(
        'route db1.example.net 10.0.0.1 10.0.9.5\nroute db1.example.net FD00:0::1 fd00::5\nroute 10.0.0.2 10.0.0.2 \n',
      ),
    ).toEqual([
      { to: 'db1.example.net', address: '10.0.0.1', source: '10.0.9.5' },
      { to: 'db1.example.net', address: 'fd00::1', source: 'fd00::5' },
      { to: '10.0.0.2', address: '10.0.0.2', source: undefined },
    ]);
  });

  it.each([
    ['a name that means the host itself', 'route db1.example.net 127.0.1.1 127.0.0.1'],
    ['a link-local number', 'route db1.example.net fe80::1 fe80::2'],
    ['what nobody asked for', 'route evil.example 10.0.0.3 10.0.0.3'],
    ['no number', 'route db1.example.net all 10.0.0.3'],
    ['a network', 'route db1.example.net 0.0.0.0 0.0.0.0\nroute db1.example.net 0.0.0.0/0 10.0.0.1'],
    ['noise', 'bash: ip: command not found\n\nroute\n'],
  ])('leaves out %s', (_what, output) => {
    expect(read(output)).toEqual([]);
  });

  it('does not believe a source that means the host itself', () => {
    expect(read('route 10.0.0.2 10.0.0.2 127.0.0.1')).toEqual([
      { to: '10.0.0.2', address: '10.0.0.2', source: undefined },
    ]);
  });
});
