import type { Step } from '../../../../core/deployment/step.ts';
import type { HostFacts } from '../../../../core/facts/deploymentFacts.ts';
import type { MajorNote } from '../../../../core/facts/majorState.ts';
import type { MajorFacts, MajorRequest, MajorWorld } from '../../../../core/procedures/majorUpgrade/majorWorld.ts';
import { bareHost, planOf } from '../../deployment/deploymentFixture.ts';

const oldIdentifier = '7000000000000000015';
const newIdentifier = '7000000000000000017';

interface Member {
  patroni: boolean;
  running: 'old' | 'new' | undefined;
  packages: boolean;
  /** Entries of the new directory. */
  prepared: boolean;
  copied: boolean;
  note: (MajorNote & { newIdentifier?: string }) | undefined;
  aside: string[];
}

/** Three hosts whose PostgreSQL is upgraded from 15 to 17, as far as the stages can tell. n1 leads. */
export class SimulatedMajor {
  readonly plan = planOf(3, { postgres: { version: 15 } });
  readonly target = planOf(3, { postgres: { version: 17 } });
  readonly hosts: Readonly<Record<string, Member>>;
  paused = false;
  identifier = oldIdentifier;
  planFile = 15;
  findings = 'status 0\n';
  /** What was done, in order. */
  readonly done: string[] = [];

  constructor() {
    const member = (): Member => ({
      patroni: true,
      running: 'old',
      packages: false,
      prepared: false,
      copied: false,
      note: undefined,
      aside: [],
    });
    this.hosts = { n1: member(), n2: member(), n3: member() };
  }

  /** Who takes writes: whoever runs, is under Patroni, and has the data that etcd knows. */
  writable(): readonly string[] {
    return Object.entries(this.hosts)
      .filter(([name, one]) => name === 'n1' && one.running !== undefined)
      .map(([, one]) => one.running ?? '');
  }

  world(request: Partial<MajorRequest> = {}): MajorWorld {
    const [cluster] = this.target.clusters;
    if (cluster === undefined) throw new Error('no cluster');
    const full: MajorRequest = { to: 17, method: 'copy', confirmed: true, ...request };
    const lead = this.hosts['n1'];
    const facts = new Map(
      Object.entries(this.hosts).map(([name, one]): [string, HostFacts] => {
        const follows = one.running === (lead?.running ?? one.running);
        const own = one.running === 'new' ? newIdentifier : oldIdentifier;
        const serves = one.patroni && one.running !== undefined;
        return [
          name,
          bareHost({
            units: new Map([
              [
                'patroni.service',
                {
                  loaded: true,
                  active: one.patroni ? 'active' : 'inactive',
                  enabled: one.patroni,
                  masked: false,
                  mainPid: 1,
                  needsDaemonReload: false,
                },
              ],
            ]),
            patroni: one.patroni
              ? {
                  name: `pg-orders-${name.slice(1)}`,
                  scope: 'pg-orders',
                  role: serves && name === 'n1' && own === this.identifier ? 'primary' : 'replica',
                  state: serves && follows ? 'running' : 'stopped',
                  systemIdentifier: one.running === undefined ? undefined : own,
                  pendingRestart: false,
                  members: [],
                  paused: this.paused,
                  dynamicConfig: {},
                }
              : undefined,
          }),
        ];
      }),
    );
    return {
      request: full,
      cluster,
      from: 15,
      old: { plan: this.plan, differences: { steps: this.#lacking('old'), planAgain: [], refusals: [] } },
      target: { plan: this.target, differences: { steps: this.#lacking('new'), planAgain: [], refusals: [] } },
      facts,
      major: new Map(Object.entries(this.hosts).map(([name, one]) => [name, this.#facts(name, one)])),
      unwell: [],
      ruleErrors: [],
    };
  }

  #facts(name: string, one: Member): MajorFacts {
    const control = (identifier: string, running: boolean) => ({
      identifier,
      state: running ? 'in production' : 'shut down',
      timeline: running && identifier === newIdentifier ? 2 : 1,
    });
    const converted = one.note?.newIdentifier !== undefined || one.copied || one.running === 'new';
    return {
      note: one.note,
      aside: one.aside,
      old: {
        entries: 20,
        running: one.running === 'old',
        control: control(oldIdentifier, one.running === 'old'),
        tablespaces: 0,
        walElsewhere: false,
      },
      target: {
        entries: one.prepared || converted ? 20 : 0,
        running: one.running === 'new',
        control: one.prepared || converted ? control(newIdentifier, one.running === 'new') : undefined,
        tablespaces: 0,
        walElsewhere: false,
      },
      freeBytes: 100 * 1024 ** 3,
      sameFileSystem: true,
      bytes: 1024 ** 3,
      content: name === 'n1' && one.running === 'old' ? { databases: 4, extensions: [], logicalSlots: [] } : undefined,
      findings: name === 'n1' ? this.findings : '',
    };
  }

  /** What hosts lack of a version, by what matters here. */
  #lacking(side: 'old' | 'new'): Step[] {
    return Object.entries(this.hosts).flatMap(([name, one]) => [
      ...(side === 'new' && !one.packages ? [step(name, 'packages/install')] : []),
      ...(one.patroni && one.running === side ? [] : [step(name, 'patroni/start')]),
    ]);
  }

  /** Does one step, as a host would. @throws Error for what would harm */
  apply({ id, host }: Pick<Step, 'id' | 'host'>, note: MajorNote | undefined): void {
    this.done.push(id);
    const one = this.hosts[host];
    if (one === undefined) throw new Error(`no host ${host}`);
    const all = Object.values(this.hosts);
    switch (id.slice(host.length + 1)) {
      case 'packages/install':
        one.packages = true;
        break;
      case 'major/try':
        if (!one.packages) throw new Error('pg_upgrade is not there');
        if (one.running !== 'old') throw new Error('only a server that runs is looked at');
        one.prepared = true;
        one.aside = [`/var/lib/postgresql/17/pg-orders`];
        break;
      case 'major/begin':
        if (one.note?.newIdentifier !== undefined) throw new Error('the data are converted already');
        one.note = { from: 15, to: 17, method: 'copy', host: 'n1', oldIdentifier, started: false, settled: false };
        break;
      case 'patroni/pause':
        if (!one.patroni) throw new Error('nobody to pause');
        this.paused = true;
        break;
      case 'major/stop':
        if (!this.paused && one.running === 'old')
          throw new Error('stopped without a pause: another member takes over');
        one.patroni = false;
        one.running = undefined;
        break;
      case 'major/convert':
        if (all.some(({ running, patroni }) => running !== undefined || patroni)) throw new Error('something runs');
        one.note = { ...expected(one.note), newIdentifier };
        break;
      case 'major/switch': {
        const forward = note?.newIdentifier !== undefined && id.startsWith('n1') && this.planFile === 17;
        if (forward) one.note = { ...expected(one.note), started: true };
        this.identifier = forward ? newIdentifier : oldIdentifier;
        this.paused = false;
        break;
      }
      case 'major/back': {
        const { newIdentifier: _, ...rest } = expected(one.note);
        one.note = { ...rest, started: false };
        break;
      }
      case 'patroni/start': {
        if (this.paused) throw new Error('in pause Patroni starts nothing');
        one.patroni = true;
        const wanted = this.identifier === newIdentifier ? 'new' : 'old';
        if (wanted === 'new' && host !== 'n1') one.copied = true;
        if (one.running !== undefined && one.running !== wanted) throw new Error('two versions of one cluster');
        one.running = wanted;
        break;
      }
      case 'major/settle':
        one.note = { ...expected(one.note), settled: true };
        break;
      case 'major/end':
        one.note = undefined;
        break;
      default:
        throw new Error(`nobody simulates ${id}`);
    }
  }
}

function expected(note: Member['note']) {
  if (note === undefined) throw new Error('nothing is noted');
  return note;
}

function step(host: string, name: string): Step {
  return {
    id: `${host}/${name}`,
    host,
    title: name,
    said: { template: name, values: [] },
    apply: 'true',
    verify: 'true',
    files: [],
    diffs: [],
    weight: 1,
    journals: [],
    after: [],
  };
}
