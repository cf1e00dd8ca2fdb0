import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';

const head = 'quorate: 1\nname: orders\ntopology: three-node\n';
const hosts = 'hosts:\n  - { name: n1, address: 10.0.0.1 }\n';
const clusters = 'clusters:\n  - name: pg-orders\n    members:\n      - { host: n1, seq: 1, role: primary }\n';
const small = head + hosts + clusters;

/** Every problem as one line: place, field, code, message, suggestion. */
function problems(text: string): string[] {
  const result = parsePlan(text);
  if (result.ok) return [];
  return result.problems.map(({ line, column, field, code, message, suggestion }) =>
    [`${line}:${column}`, field, code, message, ...(suggestion === undefined ? [] : [`-> ${suggestion}`])].join(' | '),
  );
}

function parsed(text: string) {
  const result = parsePlan(text);
  if (!result.ok) throw new Error(problems(text).join('\n'));
  return result.parsed;
}

describe('parsePlan', () => {
  it('reads a small plan and fills in the rest', () => {
    const { plan, file } = parsed(small);
    expect(plan.sites).toEqual([{ name: 'dc1', role: 'primary' }]);
    expect(plan.clusters[0]?.members[0]?.name).toBe('pg-orders-1');
    expect(plan.hosts[0]?.roles).toEqual(['postgres', 'etcd', 'haproxy']);
    expect(file.sites).toEqual([]);
  });

  it('reads the same plan with a byte order mark, with CRLF, and with an end marker', () => {
    const { plan } = parsed(small);
    for (const text of [`\ufeff${small}`, small.replaceAll('\n', '\r\n'), `---\n${small}...\n`])
      expect(parsed(text).plan).toEqual(plan);
  });

  it('names line, column, field, what was found and what is allowed', () => {
    const text = `${head.replace('three-node', 'three_node').replace('orders', '007')}hosts:
  - { nmae: n1, address: 10.0.0.1 }
  - name: "a\\nb"
    address: 5
    roles: [postgress]
clusters: []
objectives: { rpo: 1 MegaByte, rto: -1 }
postgres:
  port: "5432"
  users: [{ name: app, password: hunter2 }]
  colour: blue
patroni:
  timing: { ttl: 1e400 }
security: { tls: yes }
network:
  links:
    - { between: [a], rtt: true }
sites:
`;
    expect(problems(text)).toMatchInlineSnapshot(`
      [
        "2:7 | name | wrong-type | found the number 7; allowed: text | -> "7"",
        "3:11 | topology | not-allowed | found the text "three_node"; allowed: two-node, three-node, five-node, dual-dc, geo-dr - did you mean "three-node"? | -> three-node",
        "5:5 | hosts[0].name | missing | this field is required; allowed: text",
        "5:7 | hosts[0].nmae | unknown-key | unknown key "nmae" - did you mean "name"?; allowed here: name, address, site, zone, roles, ssh | -> name",
        "6:11 | hosts[1].name | invalid | found the text "a\\nb": must be one line without control characters",
        "7:14 | hosts[1].address | wrong-type | found the number 5; allowed: text | -> "5"",
        "8:13 | hosts[1].roles[0] | not-allowed | found the text "postgress"; allowed: postgres, etcd, haproxy - did you mean "postgres"? | -> postgres",
        "9:11 | clusters | out-of-range | found a list of 0 entries; allowed: at least 1 entry",
        "10:20 | objectives.rpo | invalid | found the text "1 MegaByte"; allowed: a size such as 1MiB, 512kB or a number of bytes",
        "10:37 | objectives.rto | out-of-range | found the number -1; allowed: more than 0",
        "12:9 | postgres.port | wrong-type | found the text "5432"; allowed: a number | -> 5432",
        "13:24 | postgres.users[0].password | unknown-key | unknown key "password"; secrets are never in a plan: they are generated and kept by the secrets service; allowed here: name, login, superuser, createdb, createrole, replication, bypassrls, connectionLimit, memberOf",
        "14:3 | postgres.colour | unknown-key | unknown key "colour"; allowed here: version, template, port, dataDirectory, walDirectory, parameters, databases, users, hba, packages, clients",
        "16:18 | patroni.timing.ttl | wrong-type | found a number without an end; allowed: a number",
        "17:18 | security.tls | wrong-type | found the text "yes"; allowed: true or false | -> true",
        "20:18 | network.links[0].between | out-of-range | found a list of 1 entry; allowed: at least 2 entries",
        "20:28 | network.links[0].rtt | invalid | found true; allowed: a duration such as 2ms, 30s, 5min, 1h or a number of seconds",
        "21:7 | sites | wrong-type | found an empty value; allowed: a list",
      ]
    `);
  });

  it('takes as the rate of a copy what pg_basebackup takes, in bytes per second', () => {
    const rate = (text: string) => `${small}patroni: { basebackup: { maxRate: ${text} } }\n`;
    for (const [text, bytes] of [
      ['32KiB', 32_768],
      ['50 MiB', 52_428_800],
      ['1GiB', 1_073_741_824],
    ] as const)
      expect(parsed(rate(text)).plan.patroni.basebackup).toEqual({ maxRate: bytes });
    const allowed = 'allowed: a size per second from 32KiB to 1GiB, such as 50MiB';
    const place = '10:35 | patroni.basebackup.maxRate | invalid |';
    expect(problems(rate('32kB'))).toEqual([`${place} found the text "32kB"; ${allowed}`]);
    expect(problems(rate('1073741825'))).toEqual([`${place} found the number 1073741825; ${allowed}`]);
    expect(problems(rate('fast'))).toEqual([
      `${place} found the text "fast"; allowed: a size such as 1MiB, 512kB or a number of bytes`,
    ]);
  });

  it.each([
    ['empty', ''],
    ['comments only', '# nothing yet\n'],
    ['a list', '- a\n'],
    ['a newer program', 'quorate: 2\nfuture: true\n'],
    ['an older program', 'quorate: 0\n'],
    ['duplicate keys', `${small}name: other\n`],
    ['anchors and aliases', 'a: &x [1]\nb: *x\n'],
    ['tabs', 'hosts:\n\t- a\n'],
    ['two documents', `${small}---\n${small}`],
    ['tags', 'name: !!binary abc\n'],
    ['broken YAML', 'hosts: [1, 2\nname: "x\n'],
    ['keys that are not text', '? [a, b]\n: 1\n'],
    ['keys that objects inherit', `${small}postgres: { parameters: { __proto__: { a: 1 }, constructor: on } }\n`],
    ['a control character', `${small}access: { dns: "a\\u0000b" }\n`],
  ])('refuses %s', (_, text) => {
    expect(problems(text)).toMatchSnapshot();
  });

  it('never repeats a secret, and says where secrets live', () => {
    const [problem] = problems(`${small}postgres: { users: [{ name: app, password: hunter2 }] }\n`);
    expect(problem).toContain('secrets are never in a plan');
    expect(problem).not.toContain('hunter2');
  });

  it('refuses 10 MB without reading it, and what exhausts the stack', () => {
    expect(problems('a: 1\n'.repeat(2_000_000))).toEqual([
      '1:1 | plan | too-large | the plan has 10000000 characters, more than the 1048576 allowed',
    ]);
    for (const text of ['['.repeat(20_000), '- '.repeat(20_000), 'a: {'.repeat(20_000)])
      expect(problems(text)).toEqual([expect.stringContaining('the text is nested too deeply')]);
  }, 60_000);

  it('reports a bounded number of problems', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: 1\n`).join('');
    expect(problems(small + keys)).toHaveLength(100);
    expect(problems('a: 1\n'.repeat(5000))).toHaveLength(100);
  });

  it('answers with a plan or with places in the text, whatever the text is', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\t', ': ', '- ', '{', ']', '&a ', '*a', '"', '|\n', '#'),
    );
    const broken = fc
      .tuple(fc.nat(small.length), fc.nat(8), piece)
      .map(([at, gone, inserted]) => small.slice(0, at) + inserted + small.slice(at + gone));
    fc.assert(
      fc.property(fc.oneof(broken, broken, fc.string({ unit: 'binary' })), (text) => {
        const result = parsePlan(text);
        const lines = text.split(/\r?\n/).length;
        for (const { line, column, message } of result.ok ? [] : result.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('locates values, keys of blocks, and the nearest ancestor of what is not written', () => {
    const { locate } = parsed(small);
    expect(locate(['hosts', 0, 'address'])).toEqual({ line: 5, column: 26 });
    expect(locate(['hosts', 0, 'address'], 'key')).toEqual({ line: 5, column: 17 });
    expect(locate(['clusters', 0, 'members'])).toEqual({ line: 8, column: 5 });
    expect(locate(['hosts', 0, 'zone'])).toEqual({ line: 5, column: 5 });
    expect(locate(['hosts', 7])).toEqual({ line: 4, column: 1 });
    expect(locate(['patroni', 'timing', 'ttl'])).toEqual({ line: 1, column: 1 });
  });
});
