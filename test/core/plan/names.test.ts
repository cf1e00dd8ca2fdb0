import { describe, expect, it } from 'vitest';
import { type NameKind, namePatterns } from '../../../core/plan/names.ts';

const hostile = [
  '',
  '-rf',
  ' a',
  'a b',
  'a;reboot',
  '$(id)',
  '`id`',
  "a'b",
  'a"b',
  'a\nb',
  'a\n',
  '..',
  '../../etc/passwd',
  'a/b',
  'a\\b',
  'a|b',
  'a&b',
  'a>b',
  'a*',
  'a{b',
  'a#b',
  'a%b',
  'a,b',
  'a=b',
  'é',
  'a\u202eb',
];

describe('namePatterns', () => {
  it.each(Object.keys(namePatterns) as NameKind[])(
    '%s refuses everything that a shell, path or file reads as syntax',
    (kind) => {
      expect(hostile.filter((name) => namePatterns[kind].test(name))).toEqual([]);
    },
  );

  it.each([
    ['host', 'db-1', 'a'.repeat(63)],
    ['dnsName', 'db-1.example.com', 'a'],
    ['cluster', 'pg-orders', `p${'g'.repeat(56)}`],
    ['site', 'dc_A', '1'],
    ['zone', 'rack1.row2', 'r'],
    ['database', 'order_items', '_x-y'],
    ['role', 'dbuser_app', 'App'],
    ['parameter', 'work_mem', 'auto_explain.log_min_duration'],
    ['interface', 'enp0s31f6', 'eth0.100'],
    ['login', 'deploy', 'john.doe@corp'],
  ] as const)('%s accepts usual names', (kind, ...names) => {
    expect(names.filter((name) => !namePatterns[kind].test(name))).toEqual([]);
  });

  it.each([
    ['host', 'a.b'],
    ['host', 'a'.repeat(64)],
    ['cluster', 'pg_orders'],
    ['cluster', '1pg'],
    ['cluster', `p${'g'.repeat(57)}`],
    ['role', 'pg_monitor'],
    ['interface', 'a'.repeat(16)],
    ['interface', '.'],
  ] as const)('%s refuses %s', (kind, name) => expect(namePatterns[kind].test(name)).toBe(false));
});
