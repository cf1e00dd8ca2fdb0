import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidrContains, isLoopback, isUnspecified, parseAddress, parseCidr } from '../../../core/plan/address.ts';

describe('parseAddress', () => {
  it.each([
    ['10.0.0.1', 'ipv4', '10.0.0.1'],
    ['255.255.255.255', 'ipv4', '255.255.255.255'],
    ['2001:DB8:0:0:1:0:0:1', 'ipv6', '2001:db8::1:0:0:1'],
    ['2001:db8::1', 'ipv6', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', 'ipv6', '2001:db8:0:1:1:1:1:1'],
    ['::', 'ipv6', '::'],
    ['::1', 'ipv6', '::1'],
    ['fe80::', 'ipv6', 'fe80::'],
    ['::ffff:192.0.2.1', 'ipv6', '::ffff:192.0.2.1'],
    ['::ffff:c000:201', 'ipv6', '::ffff:192.0.2.1'],
    ['1:2:3:4:5:6:7.8.9.10', 'ipv6', '1:2:3:4:5:6:708:90a'],
    ['DB1.Example.com.', 'name', 'db1.example.com'],
    ['n1', 'name', 'n1'],
    ['3com.example', 'name', '3com.example'],
  ])('reads %s as %s %s', (text, kind, canonical) => {
    expect(parseAddress(text)).toEqual({ kind, canonical });
  });

  it.each(
    '10.0.0.256 10.0.0 010.0.0.1 10.0.0.1/24 1.2.3.4.5 1::2::3 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7::8 :1:2:3:4:5:6:7 12345:: fe80::1%eth0 ::1.2.3 1.2.3.4::1 g:: -n1 n1- a..b .a a_b 42 a.42'
      .split(' ')
      .concat('', ' ', 'n1 ', 'n1;id', 'n1\n', '$(id)', '../n1', 'a'.repeat(64), 'é.example'),
  )('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('gives every spelling of an address one canonical form, which is stable', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const parsed = parseAddress(text);
        expect(parsed?.kind).toBe('ipv6');
        expect(parseAddress(parsed?.canonical ?? '')).toEqual(parsed);
        expect(parseAddress(text.toUpperCase())).toEqual(parsed);
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseAddress(text)).toEqual({ kind: 'ipv4', canonical: text });
      }),
    );
  });
});

describe('networks', () => {
  it('keeps the host bits and knows the members', () => {
    const network = parseCidr('10.0.1.100/23');
    expect(network).toEqual({ address: '10.0.1.100', prefix: 23, family: 'ipv4' });
    if (!network) throw new Error('unreachable');
    expect(cidrContains(network, '10.0.0.7')).toBe(true);
    expect(cidrContains(network, '10.0.2.7')).toBe(false);
    expect(cidrContains(network, 'n1.example')).toBe(false);
    expect(cidrContains(network, '::ffff:10.0.0.7')).toBe(false);
  });

  it.each([
    ['0.0.0.0/0', '203.0.113.9', true],
    ['::/0', '2001:db8::1', true],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['192.0.2.1/32', '192.0.2.1', true],
    ['192.0.2.1/32', '192.0.2.0', false],
  ])('%s contains %s: %s', (text, address, expected) => {
    const network = parseCidr(text);
    expect(network && cidrContains(network, address)).toBe(expected);
  });

  it.each(['10.0.0.1', '10.0.0.1/33', '10.0.0.1/', '10.0.0.1/08', '10.0.0.1/-1', '::/129', 'n1/24', '10.0.0.1/24/8'])(
    'refuses %s',
    (text) => expect(parseCidr(text)).toBeUndefined(),
  );
});

describe('addresses that name no host', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '0:0::1', '::ffff:127.0.0.1', 'localhost', 'LocalHost.', 'db.localhost'])(
    '%s is loopback',
    (address) => expect(isLoopback(address)).toBe(true),
  );
  it.each(['128.0.0.1', '::2', 'localhost.example', 'notlocalhost'])('%s is not loopback', (address) =>
    expect(isLoopback(address)).toBe(false),
  );
  it.each([
    ['0.0.0.0', true],
    ['::', true],
    ['::ffff:0.0.0.0', true],
    ['0.0.0.1', false],
    ['::ffff:0:1', false],
    ['n1', false],
  ])('%s unspecified: %s', (address, expected) => expect(isUnspecified(address)).toBe(expected));
});
