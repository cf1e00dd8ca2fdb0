import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDebianVersions } from '../../../core/systems/debian/debianVersion.ts';

const hasDpkg = spawnSync('dpkg', ['--version']).status === 0;
const sign = (value: number) => Math.sign(value);

describe('versions of Debian packages', () => {
  it.each([
    ['15.20-0+deb12u1', '15.20-0+deb12u2', -1],
    ['15.9-1', '15.10-1', -1],
    ['1:1.0-1', '2.0-1', 1],
    ['1.0~rc1-1', '1.0-1', -1],
    ['1.0-1~deb12u1', '1.0-1', -1],
    ['1.0-1+b1', '1.0-1', 1],
    ['3.4.23-4+b4', '3.4.23-4+b10', -1],
    ['1.0', '1.0-0', 0],
    ['1.00', '1.0', 0],
    ['1.0a', '1.0+', -1],
    ['2.6.12-1+deb12u4', '2.6.12-1+deb12u4', 0],
    ['99999999999999999999.1', '99999999999999999999.2', -1],
  ])('%s against %s', (one, other, order) => {
    expect([sign(compareDebianVersions(one, other)), sign(compareDebianVersions(other, one))]).toEqual([
      order,
      order === 0 ? 0 : -order,
    ]);
  });

  it.skipIf(!hasDpkg)('are in the order in which dpkg has them', () => {
    const stretch = fc.string({ unit: fc.constantFrom('0', '1', '9', '10', 'a', 'Z', '~', '+', '.'), maxLength: 6 });
    const version = fc
      .tuple(fc.option(fc.nat(2), { nil: undefined }), fc.nat(20), stretch, fc.option(stretch, { nil: undefined }))
      .map(([epoch, first, rest, revision]) => {
        const end = revision === undefined || revision === '' ? '' : `-${revision}`;
        return `${epoch === undefined ? '' : `${epoch}:`}${first}${rest}${end}`;
      });
    const pairs = fc.sample(fc.tuple(version, version), { numRuns: 250, seed: 20261127 });
    const script = pairs
      .map(
        ([one, other]) =>
          `if dpkg --compare-versions '${one}' lt '${other}'; then echo -1; elif dpkg --compare-versions '${one}' eq '${other}'; then echo 0; else echo 1; fi`,
      )
      .join('\n');
    const said = spawnSync('bash', { input: script, encoding: 'utf8' }).stdout.trim().split('\n').map(Number);
    expect(pairs.map(([one, other]) => ({ one, other, order: sign(compareDebianVersions(one, other)) }))).toEqual(
      pairs.map(([one, other], index) => ({ one, other, order: said[index] })),
    );
  });
});
