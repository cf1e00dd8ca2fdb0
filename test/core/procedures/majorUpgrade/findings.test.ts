import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePgUpgrade } from '../../../../core/procedures/majorUpgrade/findings.ts';
import { phraseText } from '../../../../core/wording/phrase.ts';

const output = `Performing Consistency Checks on Old Live Server
------------------------------------------------
Checking cluster versions                                     ok
Checking for presence of required libraries                   fatal

Your installation references loadable libraries that are missing from the
new installation.
Failure, exiting
`;

describe('what pg_upgrade --check said', () => {
  it('is nothing where it has no objection, and unknown where it was not asked', () => {
    expect(parsePgUpgrade('status 0\n== output\n*Clusters are compatible*\n')).toEqual([]);
    expect(parsePgUpgrade('')).toBeUndefined();
    expect(parsePgUpgrade('*Clusters are compatible*')).toBeUndefined();
  });

  it('names each library with the databases that need it', () => {
    const found = parsePgUpgrade(`status 1
== output
${output}
== file loadable_libraries.txt
could not load library "$libdir/one": ERROR:  could not access file "$libdir/one": No such file or directory
In database: app
In database: other
could not load library "$libdir/two": ERROR:  could not access file "$libdir/two": No such file or directory
In database: app
`);
    expect(found?.map(({ database, object }) => `${database}: ${object?.slice(0, 29)}`)).toEqual([
      'app: could not load library "$libd',
      'other: could not load library "$libd',
      'app: could not load library "$libd',
    ]);
    expect(phraseText(found?.[0]?.said ?? '')).toMatch(/^database app: .*one.*postgres\.packages/);
  });

  it('names each object with its database and what to do', () => {
    const found = parsePgUpgrade(`status 1
== output
${output}
== file tables_using_reg.txt
In database: app
  public.t.c
  public.u.d
In database: other
  sales.v.e

== file postfix_ops.txt
In database: app
  (oid=16400) public.! (pg_catalog.int8)

== file preload_libraries.txt
pg_cron
`);
    expect(found?.map(({ database, object }) => [database, object])).toEqual([
      ['app', 'public.t.c'],
      ['app', 'public.u.d'],
      ['other', 'sales.v.e'],
      ['app', '(oid=16400) public.! (pg_catalog.int8)'],
      [undefined, 'pg_cron'],
    ]);
    expect(found?.map(({ said }) => phraseText(said))[4]).toMatch(/^shared_preload_libraries names pg_cron/);
  });

  it('is what it printed where it wrote no list, from the check that failed on', () => {
    const [only, ...more] = parsePgUpgrade(`status 1\n== output\n${output}`) ?? [];
    expect(more).toEqual([]);
    expect(phraseText(only?.said ?? '')).toBe(
      'pg_upgrade says: Checking for presence of required libraries                   fatal Your installation references loadable libraries that are missing from the new installation.',
    );
  });

  it('tells of a list that nobody knows', () => {
    const [one] = parsePgUpgrade('status 1\n== file brand_new.txt\nIn database: app\n  x.y\n') ?? [];
    expect(phraseText(one?.said ?? '')).toBe('database app: pg_upgrade names x.y in brand_new.txt');
  });

  it('makes something bounded and printable of whatever a host sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(3), (noise, files) => {
        const text = `status 1\n${noise}${`\n== file loadable_libraries.txt\n${noise}`.repeat(files)}`;
        const found = parsePgUpgrade(text) ?? [];
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThanOrEqual(50);
        for (const { said } of found) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
          expect(phraseText(said)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
        }
      }),
    );
  });
});
