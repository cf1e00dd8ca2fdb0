import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateWords } from '../../../core/export/checklist/checklistFormat.ts';
import type { Evidence } from '../../../core/export/exportFormat.ts';
import { findFormat } from '../../../core/export/formats.ts';
import { reviewStyle, reviewStyleHash } from '../../../core/export/review/reviewStyle.ts';
import { completePlan } from '../../../core/plan/complete.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type PlanInput, planSchema, topologyIds } from '../../../core/plan/schema.ts';
import { resultOf } from '../../../core/preflight/observation.ts';
import { simulateAll } from '../../../core/quorum/simulateAll.ts';
import { failureBudget } from '../../../core/timing/failureBudget.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { planText, readPlan } from '../planFixture.ts';
import { environment, planOf, topologyInputs } from '../render/renderPlans.ts';

function documents(plan: Plan, format: string, more: { evidence?: Evidence; planText?: string } = {}) {
  const input = {
    plan,
    timing: resolveTiming(plan),
    templates: {},
    environment,
    target: 'v4',
    planText: '',
    ...more,
  } as const;
  return (
    findFormat(format)
      ?.run({ ...input, madeAt: '2026-01-01T00:00:00.000Z' })
      .files.map((file) => file.text) ?? []
  );
}

const svgOf = (plan: Plan) => documents(plan, 'diagram')[0] ?? '';
const mermaidOf = (plan: Plan) => documents(plan, 'diagram')[1] ?? '';
const reviewOf = (plan: Plan, text = '') => documents(plan, 'review', { planText: text })[0] ?? '';
const checklistOf = (plan: Plan, evidence?: Evidence) =>
  documents(plan, 'checklist', evidence === undefined ? {} : { evidence })[0] ?? '';

const tag = /<(\/?[a-z0-9]+|!doctype html|\?xml)((?:\s+[\w:-]+="[^"<>]*")*)\s*\??\/?>/gi;
const allowed = new Set(
  'a body br circle code desc g h1 h2 head html meta p path rect section span style svg table tbody td text th thead title tr ?xml'.split(
    ' ',
  ),
);

/** The names of all tags, in order; throws where a `<` or `>` is no tag of ours, or a tag could run or load something. */
function structure(text: string): readonly string[] {
  const rest = text.replace(tag, '');
  const at = rest.search(/[<>]/);
  if (at >= 0) throw new Error(`a stray mark: ${rest.slice(Math.max(0, at - 60), at + 60)}`);
  return [...text.matchAll(tag)].map(([whole, name = '', attributes = '']) => {
    const plain = name.replace('/', '').toLowerCase();
    if (plain !== '!doctype html' && !allowed.has(plain)) throw new Error(`a tag that is not ours: ${whole}`);
    if (/\s(on\w+|href|src|style|srcdoc|action)=/i.test(attributes)) throw new Error(`it may run or load: ${whole}`);
    return name;
  });
}

const pieces = [
  '</title><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='x",
  ']]><svg/onload=x>',
  '&lt;b&gt;',
  '`code` **bold** [a](javascript:x)',
  '| a | b |',
  '- [x] done',
  '%%{init: {}}%%',
  '"]; click h0 "javascript:x"',
  '#quot; end',
  '\u202Eright to left',
  '# heading',
  '<!--',
  ['$', '{x}'].join(''),
];
const hostile = fc
  .tuple(fc.constantFrom(...pieces), fc.string({ maxLength: 12, unit: 'binary' }))
  .map(([one, other]) => `${one}${other}`.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '').slice(0, 63))
  .filter((text) => text.length > 0);

/** A plan in which every name that people choose is one of these texts. */
function named(words: readonly string[]): Plan {
  const word = (index: number) => `${index}${words[index % words.length] ?? ''}`.slice(0, 60);
  const input: PlanInput = {
    quorate: 1,
    name: word(0),
    topology: 'geo-dr',
    sites: [
      { name: word(1), role: 'primary' },
      { name: word(2), role: 'standby' },
    ],
    hosts: [3, 4, 5, 6].map((index) => ({
      name: word(index),
      address: word(index + 10),
      site: word(index < 5 ? 1 : 2),
      zone: word(index + 20),
    })),
    clusters: [
      {
        name: word(30),
        members: [
          { host: word(3), seq: 1, role: 'primary' },
          { host: word(4), seq: 2, role: 'replica' },
        ],
      },
      { name: word(31), members: [{ host: word(5), seq: 1, role: 'primary' }], standbyOf: { cluster: word(30) } },
    ],
    access: { dns: word(40), vip: { address: word(41), interface: word(42).slice(0, 15) } },
    postgres: { parameters: { [word(43)]: word(44) }, users: [{ name: word(45) }], databases: [{ name: word(46) }] },
  };
  return completePlan(planSchema.parse(input));
}

describe('documents with hostile names', () => {
  it('are of the same structure as with tame ones, and run and load nothing', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 8 }), (words) => {
        const plan = named(words);
        const tame = named(words.map((text) => 'x'.repeat([...text].length)));
        expect(structure(svgOf(plan)).filter((name) => !name.endsWith('title'))).toEqual(
          structure(svgOf(tame)).filter((name) => !name.endsWith('title')),
        );
        structure(reviewOf(plan));
        for (const line of mermaidOf(plan).trimEnd().split('\n'))
          expect(line).toMatch(
            /^(flowchart TB| {2}subgraph s\d+\["[\p{L}\p{N} .,:/#;-]+"\]| {4}h\d+\["(?:[\p{L}\p{N} .,:/#;-]|<br\/>)+"\]| {2}end| {2}h\d+ (?:-->|-\.-|-\. follows \.->) h\d+)$/u,
          );
        for (const line of checklistOf(plan).split('\n')) {
          const text = line.replace(/^(# |## |- \[[ x]\] )/, '').replaceAll(/\\./g, '');
          expect(text).not.toMatch(/[`*[\]<>|#]/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('still say what the names are', () => {
    const text = reviewOf(named(['<b>&"']));
    expect(text).toContain('0&lt;b&gt;&amp;&quot;');
  });
});

describe('the review document', () => {
  it.each(topologyIds)('holds the whole design of %s in one file', (topology) => {
    const text = planText({ topology });
    const plan = readPlan(text);
    const review = reviewOf(plan, text);
    structure(review);
    for (const id of ['topology', 'hosts', 'objectives', 'budget', 'survival', 'findings', 'checked', 'parameters'])
      expect(review).toContain(`<section id="${id}">`);
    const { totals } = simulateAll(plan, 2);
    expect(review).toContain(`${totals.automatic} fail over by themselves, ${totals.manual} need a person`);
    const { worstSeconds } = failureBudget(resolveTiming(plan), 'hostLoss');
    expect(review).toContain(`<td>${worstSeconds} s</td>`);
    expect(review).toContain('patroni.timing.ttl');
    for (const host of plan.hosts) expect(review).toContain(host.address);
  });

  it('lets in no style but its own, and names no other place', () => {
    const review = reviewOf(planOf(topologyInputs['dual-dc']));
    expect(createHash('sha256').update(reviewStyle).digest('base64')).toBe(reviewStyleHash);
    expect(review).toContain(`style-src &#39;sha256-${reviewStyleHash}&#39;`);
    expect(review).toContain(`<style>${reviewStyle}</style>`);
    expect(review.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/|url\(|@import/);
  });

  it('keeps to single losses where pairs are too many to read', () => {
    const plan = readPlan(planText({ topology: 'three-node', hosts: 40 }));
    expect(reviewOf(plan)).toContain('There are 820 losses of up to two, too many for a document');
  });
});

describe('the checklist', () => {
  const plan = readPlan(planText());
  const checkedAt = '2026-01-02T03:04:05.000Z';
  const ticked = (text: string) => text.split('\n').filter((line) => line.startsWith('- [x]'));

  it('ticks nothing that only hosts can tell when no host was asked', () => {
    const text = checklistOf(plan);
    expect(text).toContain('No host was asked');
    expect(ticked(text).join()).not.toMatch(/fsync|leader|etcd member is healthy|backup|alert/i);
    expect(text).toMatch(/- \[ \] fsync latency \(not checked; quorate preflight PLAN checks it\)/);
    expect(text).toContain(`- [ ] Restoring a backup was tested (${stateWords.person})`);
  });

  it('ticks what was found right, with value and time, and nothing else', () => {
    const check = (id: string, host: string, result: 'pass' | 'fail', measured: string) =>
      resultOf(id, host, { result, measured, message: '', fix: null });
    const evidence: Evidence = {
      checkedAt,
      preflight: {
        ok: false,
        checks: [
          check('fsync', 'n1', 'pass', '2 ms'),
          check('fsync', 'n2', 'pass', '2 ms'),
          check('disk-space', 'n1', 'pass', '90 GB'),
          check('disk-space', 'n2', 'fail', '1 GB <full>'),
        ],
        rtt: [],
      },
      status: {
        healthy: false,
        hosts: 3,
        clusters: [
          {
            name: 'pg-main',
            leader: 'pg-main-1',
            paused: false,
            members: [member('pg-main-1', 'primary', 0), member('pg-main-2', 'replica', 2_000_000)],
          },
        ],
        reasons: [],
        etcd: [{ name: 'n1', healthy: true, leader: true, version: '3.4', clusterId: '77' }],
        haproxy: [],
        certificates: [],
        troubles: [],
        leftOut: [],
        unreachable: [{ host: 'n3', reason: 'no route' }],
      },
    };
    const text = checklistOf(plan, evidence);
    expect(text).toContain(
      '- [x] fsync latency (checked by machine: passed; 2 ms \\(n1, n2\\); 2026\\-01\\-02T03\\:04\\:05.000Z)',
    );
    expect(text).toContain(
      '- [ ] Free disk space (checked by machine: FAILED; 1 GB &lt;full&gt; \\(n2\\); 90 GB \\(n1\\);',
    );
    expect(text).toMatch(/- \[x\] Every cluster has a leader .*pg\\-main\\-1/);
    expect(text).toMatch(/- \[ \] Replication lag below 1 MB \(checked by machine: FAILED; .*2000000 bytes/);
    expect(text).toMatch(/- \[ \] Every host answers over SSH .*n3\\: no route/);
    // Checks that gave no result are not ticked either.
    expect(text).toMatch(/- \[ \] Round trip between hosts \(not checked/);
    expect(documents(plan, 'review', { evidence })[0]).toContain('1 GB &lt;full&gt;');
  });
});

function member(name: string, role: 'primary' | 'replica', lagBytes: number) {
  return {
    name,
    host: 'n1',
    own: true,
    role,
    state: 'running',
    timeline: 1,
    lagBytes,
    synchronous: false,
    postgres: null,
    patroni: null,
  };
}

describe('a draft whose hosts have no addresses yet', () => {
  const draft = readPlan(
    planText(
      {},
      [0, 1, 2].map((index) => [['hosts', index, 'address'], '']),
    ),
  );

  it.each(['pigsty', 'autobase', 'runbook', 'files'])('is refused by name where %s would hold them', (format) => {
    expect(() => documents(draft, format)).toThrow('n1 has no address yet. Give it in the plan.');
  });

  it.each(['diagram', 'review'])('is shown in the %s', (format) => {
    expect(documents(draft, format).join('')).toContain('n1');
  });
});
