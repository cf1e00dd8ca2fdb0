import { describe, expect, it } from 'vitest';
import { recordOf } from '../../../../core/changes/recordOf.ts';
import { Problem } from '../../../../core/problem.ts';
import { foreseeMajor, nextOfMajor, nextOfMajorReturn } from '../../../../core/procedures/majorUpgrade/majorUpgrade.ts';
import { type MajorRequest, type MajorWorld, noteIn } from '../../../../core/procedures/majorUpgrade/majorWorld.ts';
import { Past } from '../../../../core/procedures/procedure.ts';
import { phraseText } from '../../../../core/wording/phrase.ts';
import { planOf } from '../../deployment/deploymentFixture.ts';
import { SimulatedMajor } from './simulatedMajor.ts';

/** Runs the stages. @param steps how many steps until it is killed; undefined: never */
function run(
  hosts: SimulatedMajor,
  next: typeof nextOfMajor,
  request: Partial<MajorRequest> = {},
  steps = Number.POSITIVE_INFINITY,
) {
  let past = new Past<MajorWorld>();
  const stages: string[] = [];
  let left = steps;
  for (;;) {
    const world = hosts.world(request);
    const now = next(world, past);
    if (now.kind === 'refused') throw new Error('refused');
    if (now.kind === 'done') return { result: now.result, stages };
    const { stage } = now;
    stages.push(stage.id);
    if (stage.turn === 'plan') hosts.planFile = 17;
    if (stage.turn === 'plan-back') hosts.planFile = 15;
    for (const one of stage.steps) {
      if (left === 0) return { result: undefined, stages };
      left -= 1;
      hosts.apply(one, noteIn(hosts.world(request)));
      expect(hosts.writable().length).toBeLessThan(2);
    }
    expect(stage.gate?.open(hosts.world(request)) ?? true).toBe(true);
    past = past.with({ id: stage.id, before: world, seconds: 10 });
  }
}

const expectUpgraded = (hosts: SimulatedMajor) => {
  for (const one of Object.values(hosts.hosts))
    expect({ running: one.running, patroni: one.patroni, note: one.note }).toEqual({
      running: 'new',
      patroni: true,
      note: undefined,
    });
  expect({ paused: hosts.paused, planFile: hosts.planFile }).toEqual({ paused: false, planFile: 17 });
};

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
}

/** The world with something else in it. */
const changed = (change: (world: MajorWorld) => Partial<MajorWorld>) => {
  const world = new SimulatedMajor().world();
  return { ...world, ...change(world) };
};

const onHost = (world: MajorWorld, host: string, change: object) => {
  const facts = world.major.get(host);
  if (facts === undefined) throw new Error(`no ${host}`);
  return { major: new Map([...world.major, [host, { ...facts, ...change }]]) };
};

describe('a major upgrade', () => {
  it('goes from the packages to the end, and says how long it stopped', () => {
    const hosts = new SimulatedMajor();
    const { result, stages } = run(hosts, nextOfMajor);
    expect(stages).toEqual(['packages', 'try', 'stop', 'convert', 'start', 'converge-1', 'end']);
    expect(result?.stoppedSeconds).toBe(30);
    expect(phraseText(result?.said ?? '')).toContain('--remove-old');
    expectUpgraded(hosts);
  });

  it('stops nothing before the name of the plan was typed', () => {
    const hosts = new SimulatedMajor();
    const { result, stages } = run(hosts, nextOfMajor, { confirmed: false });
    expect(stages).toEqual(['packages', 'try']);
    expect(result?.outcome).toBe('prepared');
    expect(phraseText(result?.said ?? '')).toContain('--confirm orders');
    expect(hosts.done.filter((id) => id.includes('stop') || id.includes('pause'))).toEqual([]);
  });

  it('is the point of no return where the new version is started, and nowhere before; the plan file says so first', () => {
    const hosts = new SimulatedMajor();
    const marked: string[] = [];
    run(hosts, (world, past) => {
      const next = nextOfMajor(world, past);
      if (next.kind === 'stage' && next.stage.pointOfNoReturn === true) marked.push(next.stage.id);
      return next;
    });
    expect(marked).toEqual(['start']);
    expect(hosts.done.indexOf('n1/major/convert')).toBeLessThan(hosts.done.indexOf('n1/major/switch'));
  });

  it('stops the leader before the others, and pauses before that', () => {
    const hosts = new SimulatedMajor();
    run(hosts, nextOfMajor);
    const order = ['n1/patroni/pause', 'n1/major/stop', 'n2/major/stop', 'n1/major/convert'].map((id) =>
      hosts.done.indexOf(id),
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  const whole = new SimulatedMajor();
  run(whole, nextOfMajor);
  it.each(whole.done.map((id, index) => [id, index] as const))('killed before %s it goes on', (_id, index) => {
    const hosts = new SimulatedMajor();
    run(hosts, nextOfMajor, {}, index);
    expect(run(hosts, nextOfMajor).result?.outcome).toBe('upgraded');
    expectUpgraded(hosts);
  });

  it.each(whole.done.map((id, index) => [id, index] as const))(
    'killed before %s it is taken back, or says that it cannot be',
    (_id, index) => {
      const hosts = new SimulatedMajor();
      run(hosts, nextOfMajor, {}, index);
      const started = hosts.done.includes('n1/patroni/start');
      if (started && Object.values(hosts.hosts).some(({ note }) => note !== undefined)) {
        expect(refusal(() => run(hosts, nextOfMajorReturn))).toMatch(/^major-no-return: .*--to 17/);
        return;
      }
      const begun = Object.values(hosts.hosts).some(({ note }) => note !== undefined);
      const { result } = run(hosts, nextOfMajorReturn);
      expect(result?.outcome).toBe(begun ? 'returned' : 'nothing');
      if (started) return;
      for (const one of Object.values(hosts.hosts)) expect([one.running, one.note]).toEqual(['old', undefined]);
      expect([hosts.paused, hosts.planFile]).toEqual([false, 15]);
    },
  );

  it('has both ways in its words when it was begun and the name is not typed', () => {
    const hosts = new SimulatedMajor();
    run(hosts, nextOfMajor, {}, whole.done.indexOf('n1/major/convert'));
    expect(refusal(() => run(hosts, nextOfMajor, { confirmed: false }))).toMatch(
      /^major-unconfirmed: .*--to 17 --confirm orders.*--to 17 --back/,
    );
  });

  it('does not take up another version than the one that was begun', () => {
    const hosts = new SimulatedMajor();
    run(hosts, nextOfMajor, {}, whole.done.indexOf('n1/major/convert'));
    expect(refusal(() => run(hosts, nextOfMajor, { to: 18 }))).toMatch(/^major-other: .*--to 17/);
  });

  it('is done where a run was cut off behind its last stage: only the project folder has to learn of it', () => {
    const hosts = new SimulatedMajor();
    run(hosts, nextOfMajor);
    const world = hosts.world({ confirmed: false });
    const deployed = { ...recordOf(hosts.target), fixed: { 'postgres.version': 17 } };
    const facts = new Map([...world.facts].map(([name, one]) => [name, { ...one, deployed }]));
    const next = nextOfMajor({ ...world, facts }, new Past());
    expect(next.kind === 'done' && [next.result.outcome, next.result.changed]).toEqual(['upgraded', false]);
  });

  it('has nothing to do where the version runs', () => {
    const { result, stages } = run(new SimulatedMajor(), nextOfMajor, { to: 15 });
    expect([result?.outcome, stages]).toEqual(['nothing', []]);
  });
});

describe('a major upgrade is refused before anything is touched', () => {
  const regions = planOf(3, {
    postgres: { version: 17, dataDirectory: '/data/pg', walDirectory: '/wal', packages: ['postgresql-15-cron'] },
  });
  it.each([
    ['an older version', changed((world) => ({ request: { ...world.request, to: 14 } })), /no data go back to 14/],
    [
      'a data directory, a WAL directory and a package that do not follow the version',
      changed((world) => ({ target: { ...world.target, plan: regions } })),
      /postgres\.dataDirectory is \/data\/pg[\s\S]*postgres\.walDirectory is \/wal[\s\S]*write postgresql-\{version\}-cron/,
    ],
    [
      'two clusters',
      changed((world) => ({
        target: { ...world.target, plan: { ...world.target.plan, clusters: [world.cluster, world.cluster] } },
      })),
      /the plan has 2 clusters/,
    ],
    ['what the rules have against it', changed(() => ({ ruleErrors: [{ template: 'no', values: [] }] })), /\n {2}no$/],
    ['an unhealthy cluster', changed(() => ({ unwell: [{ template: 'n2 is down', values: [] }] })), /n2 is down/],
    [
      'a pause',
      changed((world) => ({
        facts: new Map(
          [...world.facts].map(([name, facts]) => [
            name,
            { ...facts, patroni: facts.patroni && { ...facts.patroni, paused: true } },
          ]),
        ),
      })),
      /pg-orders is paused/,
    ],
    [
      'hosts that differ from the plan',
      changed((world) => ({
        old: { ...world.old, differences: { ...world.old.differences, planAgain: ['more'] } },
      })),
      /Run quorate deploy first/,
    ],
    [
      'packages that are not on offer',
      changed((world) => ({
        target: {
          ...world.target,
          differences: {
            ...world.target.differences,
            refusals: [
              { host: 'n2', code: 'packages', message: '', said: { template: 'n2: no PostgreSQL 17', values: [] } },
            ],
          },
        },
      })),
      /n2: no PostgreSQL 17/,
    ],
    [
      'a full disk',
      changed((world) => onHost(world, 'n3', { freeBytes: 1024 ** 3 })),
      /n3: .* about 2 GiB .* 1 GiB are free/,
    ],
    [
      'a disk of which nothing is known',
      changed((world) => onHost(world, 'n3', { bytes: undefined })),
      /n3: nobody can tell/,
    ],
    [
      'tablespaces, and WAL elsewhere',
      changed((world) =>
        onHost(world, 'n1', {
          old: { ...world.major.get('n1')?.old, tablespaces: 2, walElsewhere: true },
        }),
      ),
      /2 tablespaces[\s\S]*pg_wal is a link/,
    ],
    [
      'an extension without a package for the new version, and slots',
      changed((world) =>
        onHost(world, 'n1', {
          content: {
            databases: 3,
            extensions: [
              { database: 'app', name: 'pg_cron', package: 'postgresql-15-cron', ready: false },
              { database: 'app', name: 'own', ready: false },
              { database: 'app', name: 'pg_trgm', package: 'postgresql-15', ready: false },
            ],
            logicalSlots: ['feed (app)'],
          },
        }),
      ),
      /pg_cron comes with postgresql-15-cron: put postgresql-\{version\}-cron[\s\S]*extension own came with no package[\s\S]*slots are not taken over: feed \(app\)/,
    ],
    [
      "somebody else's directory",
      changed((world) => onHost(world, 'n2', { target: { ...world.major.get('n2')?.target, entries: 3 } })),
      /n2: \/var\/lib\/postgresql\/17\/pg-orders is not empty/,
    ],
    [
      'links between file systems',
      changed((world) => ({
        request: { ...world.request, method: 'link' },
        ...onHost(world, 'n1', { sameFileSystem: false }),
      })),
      /leave --link out/,
    ],
  ])('%s', (_name, world, expected) => {
    const text = refusal(() => nextOfMajor(world, new Past()));
    expect(text).toMatch(/^major-refused: Nothing was changed/);
    expect(text).toMatch(expected);
    const { objections, stages } = foreseeMajor(world);
    expect(objections.length).toBeGreaterThan(0);
    expect(stages).toEqual([]);
  });

  it('by what pg_upgrade finds, and then nothing is stopped', () => {
    const hosts = new SimulatedMajor();
    hosts.findings = 'status 1\n== output\nx\n== file tables_using_reg.txt\nIn database: app\n  public.t.c\n';
    expect(refusal(() => run(hosts, nextOfMajor))).toMatch(
      /^major-findings: [\s\S]*database app: public\.t\.c has a type/,
    );
    expect(hosts.done.some((id) => id.includes('stop'))).toBe(false);
  });
});

it('foresees the stages with how long clients are stopped, by the size of the data and the way', () => {
  const stop = (request: Partial<MajorRequest>) =>
    foreseeMajor(new SimulatedMajor().world(request)).stages.find(({ id }) => id === 'stop')?.writesStop
      ?.worstSeconds ?? 0;
  expect(stop({ method: 'copy' })).toBeGreaterThan(stop({ method: 'link' }));
  expect(stop({ method: 'link' })).toBeGreaterThan(0);
});
