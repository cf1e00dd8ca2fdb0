import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Unreadable } from '../../../core/facts/fact.ts';
import { checks } from '../../../core/preflight/checks.ts';
import { judgedFacts } from '../../../core/preflight/judgedFacts.ts';
import { everyFact } from './everyFact.ts';
import { factOf, fixtureFolder, fixturesOf, plain, writeFixture } from './factFixture.ts';

const ids = Object.keys(everyFact).sort();

/** The ids of the facts that the source makes: `id`, then `command`. */
function idsInSource(): readonly string[] {
  const core = join(import.meta.dirname, '../../../core');
  const found = readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(core, file), 'utf8').matchAll(/\bid: '([a-z0-9-]+)',\s+(?:\/\/.*\s+)?command:/g),
    ]);
  return [...new Set(found.map(([, id]) => id ?? ''))].sort();
}

describe('the fixtures of facts', () => {
  it('are there for every fact of the program, and for no other', () => {
    expect(ids).toEqual(idsInSource());
    expect(readdirSync(fixtureFolder).sort()).toEqual(ids);
  });

  it('give names to the facts that checks of hosts judge', () => {
    expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(judgedFacts)));
    expect(ids).toEqual(expect.arrayContaining(Object.values(judgedFacts).flat()));
  });

  it.each(ids)('hold what a Debian 12 and a Debian 13 host printed for %s', (id) => {
    const releases = new Set(fixturesOf(id).map(({ release }) => release));
    expect([...releases]).toEqual(expect.arrayContaining(['bookworm', 'trixie']));
  });
});

describe.each(ids)('%s', (id) => {
  const fixtures = fixturesOf(id);

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('reads %s', (_name, fixture) => {
    const fact = factOf(id, fixture);
    expect(fact.id).toBe(id);
    if (process.env.UPDATE_GOLDEN === '1')
      writeFixture(fixture.path, { ...fixture, command: fact.command.split('\n') });
    else expect(fact.command.split('\n')).toEqual(fixture.command);
    expect(readValue(fact.parse, fixture.output)).toEqual(fixture.value);
  });

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'makes a value of whatever else a host prints, or says that it cannot: %s',
    (_name, fixture) => {
      const { parse } = factOf(id, fixture);
      // Of nothing at all it always makes a value: that is what is said of a host which did not answer.
      expect(() => parse('')).not.toThrow();
      for (const output of damaged(fixture.output)) expect(() => readValue(parse, output)).not.toThrow();
    },
  );
});

/** What a parser makes of lines: the line that it cannot understand, as `unreadable`. */
function readValue(parse: (output: string) => unknown, output: readonly string[]): unknown {
  try {
    return plain(parse(output.join('\n')));
  } catch (error) {
    if (error instanceof Unreadable) return { unreadable: error.line };
    throw error;
  }
}

/** The same output cut off, out of order, twice, with other line ends, with words that no command prints, and noise alone. */
function damaged(output: readonly string[]): readonly (readonly string[])[] {
  const noise = [
    'bash: warning: setlocale: LC_ALL: cannot change locale (xx)',
    '\u001b[31m=\t=\u0000',
    '-1 NaN 1e999 \\x2',
    '\ufffd'.repeat(3000),
  ];
  const half = output.slice(0, Math.ceil(output.length / 2));
  return [
    half,
    [...half.slice(0, -1), (half.at(-1) ?? '').slice(0, 7)],
    output.toReversed(),
    [...output, ...output],
    output.map((line) => `${line}\r`),
    output.map((line) => line.replaceAll(/\d+/g, 'many')),
    output.map((line) => line.replaceAll(/[\t ]+/g, '  ')),
    ...noise.map((line) => [line, ...output, line]),
    ...noise.map((line) => [line]),
  ];
}
