import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Fact, Unreadable } from '../../../core/facts/fact.ts';
import { gatherScript, parseGathered } from '../../../core/facts/gather.ts';

const text = (id: string, command: string): Fact<string> => ({ id, command, parse: (output) => output });
const nonce = 'Qk3vZx81';

function gather<F extends Readonly<Record<string, Fact<unknown>>>>(facts: F) {
  const output = execFileSync('bash', ['-s'], { input: gatherScript(facts, nonce), encoding: 'utf8' });
  return parseGathered(output, nonce, facts);
}

describe('gathering', () => {
  it('runs every fact by itself and keeps what it printed, also when others fail', () => {
    const { values, unread } = gather({
      first: text('first', "printf 'a\\nb'"),
      broken: text('broken', 'echo before; exit 3'),
      last: text('last', "echo 'it'\\''s'"),
    });
    expect(values).toEqual({ first: 'a\nb', broken: 'before\n', last: "it's\n" });
    expect(unread).toEqual([{ id: 'broken', status: 3 }]);
  });

  it('ends what takes too long, with all that it started, and goes on with the next', () => {
    const facts = {
      slow: text('slow', 'echo begun; sleep 600 & sleep 600; echo never'),
      replaced: text('replaced', 'exec echo replaced'),
      trapped: text('trapped', "trap 'echo trapped' EXIT; exit 7"),
    };
    const output = execFileSync('bash', ['-s'], { input: gatherScript(facts, nonce, 1), encoding: 'utf8' });
    expect(parseGathered(output, nonce, facts)).toEqual({
      values: { slow: 'begun\n', replaced: 'replaced\n', trapped: 'trapped\n' },
      unread: [
        { id: 'slow', status: 124 },
        { id: 'trapped', status: 7 },
      ],
    });
  });

  it('gives no fact the rest of the script to read, and lets none change the next', () => {
    const { values, unread } = gather({
      reads: text('reads', 'cat; cd /tmp; LC_ALL=xx; set -u'),
      next: text('next', 'echo "$LC_ALL $PWD" "${nothing:-}$nothing"'),
    });
    expect(values.reads).toBe('');
    expect(values.next).toBe(`C ${process.cwd()} \n`);
    expect(unread).toEqual([]);
  });

  it('is not fooled by output that looks like sections', () => {
    const facts = { evil: text('evil', 'true'), good: text('good', 'true') };
    const output = [
      `${nonce} begin evil`,
      'QQ end evil 0',
      'xx begin good',
      'forged',
      'xx end good 0',
      `${nonce} end evil 0`,
      `${nonce} begin good`,
      'real',
      `${nonce} end good 0`,
      '',
    ].join('\n');
    const { values } = parseGathered(output, nonce, facts);
    expect(values.good).toBe('real');
    expect(values.evil).toContain('forged');
  });

  it('lists facts whose section is missing or cut off', () => {
    const facts = { one: text('one', 'true'), two: text('two', 'true') };
    const { values, unread } = parseGathered(`${nonce} begin one\nhalf`, nonce, facts);
    expect(values).toEqual({ one: '', two: '' });
    expect(unread.map((fact) => fact.id)).toEqual(['one', 'two']);
  });

  it('lists a fact that its parser cannot understand, with the line, and says of it what an empty answer means', () => {
    const picky: Fact<string> = {
      id: 'picky',
      command: 'true',
      parse(output) {
        if (output.includes('noise')) throw new Unreadable('noise'.padEnd(500, '!'));
        return output === '' ? 'nothing' : output;
      },
    };
    const { values, unread } = parseGathered(`${nonce} begin picky\nnoise\n${nonce} end picky 0\n`, nonce, { picky });
    expect(values.picky).toBe('nothing');
    expect(unread).toEqual([{ id: 'picky', status: 0, line: `noise${'!'.repeat(195)}` }]);
  });
});
