import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { type DeploymentNote, deploymentNote } from '../../../core/facts/deploymentNote.ts';
import { DeploymentNotes } from '../../../electron/services/deploy/deploymentNotes.ts';
import { knowDeployments } from '../../../electron/services/projects/knownDeployments.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { bareHost } from '../../core/deployment/deploymentFixture.ts';
import { planText, readPlan } from '../../core/planFixture.ts';

const project = '11111111-2222-4333-8444-555555555555';
const names = ['n1', 'n2', 'n3'];
const textWith = (value: string) => planText({}, [[['postgres', 'parameters'], { work_mem: value }]]);

let folder: string;
let facts: Map<string, HostFacts>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-notes-'));
  const bare = bareHost();
  facts = new Map(names.map((name) => [name, { ...bare, state: { ...bare.state, project } }]));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One operator: a folder, and what its plan file says. */
class Operator {
  readonly name: string;
  readonly directory: string;
  text = textWith('1MB');

  constructor(name: string) {
    this.name = name;
    this.directory = join(folder, name);
  }

  /** @param reaches hosts that it comes to before it is killed */
  async deploy({ reaches = names, overNewer = false } = {}): Promise<'done' | 'refused'> {
    const secrets = await SecretStore.open(this.directory);
    const plan = readPlan(this.text);
    const notes = new DeploymentNotes({ plan, planText: this.text, secrets, directory: this.directory, overNewer });
    if ((await notes.others(facts, project)).length > 0) return 'refused';
    const wanted = await notes.begin({ operator: this.name, projectId: project }, facts);
    for (const host of reaches) put(host, deploymentNote.parse(wanted ?? ''));
    if (reaches.length === names.length) await notes.takeIn(facts);
    return 'done';
  }

  /** As `quorate project pull` does. */
  async pull(): Promise<void> {
    const [note] = held();
    if (note === undefined) throw new Error('nothing is deployed');
    this.text = note.plan;
    await knowDeployments(
      this.directory,
      held().flatMap(({ id, after }) => [...after, id]),
    );
  }
}

function put(host: string, note: DeploymentNote | undefined): void {
  const before = facts.get(host);
  if (before !== undefined) facts.set(host, { ...before, note });
}

const held = () => [...facts.values()].flatMap(({ note }) => note ?? []);
const deployed = () => [...new Set(held().map(({ plan }) => plan))];

async function twoWithCopies() {
  const [anna, ben] = [new Operator('anna@desk'), new Operator('ben@lap')];
  const secrets = await SecretStore.open(anna.directory);
  await secrets.set('user/pg/app', await secrets.getOrCreate('user/pg/app'));
  await anna.deploy();
  cpSync(anna.directory, ben.directory, { recursive: true });
  return { anna, ben };
}

describe('two operators with copies of one project', () => {
  // Every order of their deployments: each changes the plan before each of them, and takes in what it is refused for.
  const orders = Array.from({ length: 2 ** 5 }, (_, bits) =>
    Array.from({ length: 5 }, (_unused, index) => (bits >> index) & 1),
  );
  it.each(orders.map((order) => [order.map((one) => 'ab'[one]).join(''), order] as const))(
    'end in the state of one of them, and each is told of the other: %s',
    async (_name, order) => {
      const { anna, ben } = await twoWithCopies();
      // The copy was made after the last deployment: both know it.
      let last: Operator | undefined;
      for (const [turn, who] of order.entries()) {
        const operator = who === 0 ? anna : ben;
        const before = deployed();
        const wish = textWith(`${turn + 2}MB`);
        operator.text = wish;
        const first = await operator.deploy();
        expect(first).toBe(last === undefined || last === operator ? 'done' : 'refused');
        if (first === 'refused') {
          expect(deployed()).toEqual(before);
          await operator.pull();
          expect(operator.text).toBe(before[0]);
          operator.text = wish;
          expect(await operator.deploy()).toBe('done');
        }
        expect(deployed()).toEqual([wish]);
        last = operator;
      }
    },
  );

  it('may go on knowingly, and the other is told of that', async () => {
    const { anna, ben } = await twoWithCopies();
    anna.text = textWith('2MB');
    expect(await anna.deploy()).toBe('done');
    ben.text = textWith('3MB');
    expect([await ben.deploy(), await ben.deploy({ overNewer: true })]).toEqual(['refused', 'done']);
    expect([await anna.deploy(), deployed()]).toEqual(['refused', [ben.text]]);
  });

  it('are told of a deployment that was cut off after its first host, and the one who began it goes on', async () => {
    const { anna, ben } = await twoWithCopies();
    anna.text = textWith('2MB');
    await anna.deploy({ reaches: ['n1'] });
    ben.text = textWith('3MB');
    expect(await ben.deploy()).toBe('refused');
    expect([await anna.deploy(), deployed()]).toEqual(['done', [anna.text]]);
    expect(new Set(held().map(({ id }) => id)).size).toBe(1);
  });

  it('are told of other secrets', async () => {
    const { anna, ben } = await twoWithCopies();
    const secrets = await SecretStore.open(anna.directory);
    await secrets.set('haproxy/stats', await secrets.getOrCreate('haproxy/stats'));
    expect(await anna.deploy()).toBe('done');
    expect(await ben.deploy()).toBe('refused');
  });
});
