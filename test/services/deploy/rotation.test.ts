import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chosenPasswords } from '../../../core/components/passwordChoice.ts';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import type { Step } from '../../../core/deployment/step.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { nextOfRotation } from '../../../core/procedures/rotation.ts';
import type { DesiredState } from '../../../core/render/desiredHost.ts';
import { paths } from '../../../core/systems/debian/paths.ts';
import { prepareSecrets } from '../../../electron/services/deploy/prepareSecrets.ts';
import { replacement } from '../../../electron/services/deploy/rotateAuthority.ts';
import { newPasswords } from '../../../electron/services/deploy/rotatePasswords.ts';
import { type Rotation, rotationWorld } from '../../../electron/services/deploy/runRotation.ts';
import { pendingPasswords } from '../../../electron/services/secrets/renewPasswords.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { bareHost, deployedFacts, planOf, projectId, stateOf } from '../../core/deployment/deploymentFixture.ts';

const plan = planOf(3);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const certificatesIn = (pem: string) =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
const known = new Map<string, boolean>();
/** Whether a text of authorities vouches for the first certificate of another text. */
const trusts = (authorities: string, certificate: string): boolean => {
  const key = `${sha256(authorities)} ${sha256(certificate)}`;
  const [leaf = ''] = certificatesIn(certificate);
  const answer =
    known.get(key) ??
    certificatesIn(authorities).some((pem) => new X509Certificate(leaf).verify(new X509Certificate(pem).publicKey));
  known.set(key, answer);
  return answer;
};

/** A host with its files, and what its services have read of them. */
class Host {
  readonly disk = new Map<string, string>();
  readonly applied = new Map<string, ReadonlyMap<string, string>>();
  etcdTrusts = '';
  haproxyTrusts = '';
  /** Patroni reads the authorities anew only when its certificate is another one. */
  rest = { shows: '', trusts: '' };
  postgres = { shows: '', trusts: '' };
  pool = '';
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  file(path: string): string {
    return this.disk.get(path) ?? '';
  }

  reads(component: string, files: readonly string[]): void {
    this.applied.set(component, new Map(files.map((path) => [path, sha256(this.file(path))])));
    if (component === 'etcd') this.etcdTrusts = this.file(`${paths.etcdTls}/ca.crt`);
    if (component === 'haproxy') this.haproxyTrusts = this.file(`${paths.haproxyTls}/ca.crt`);
    if (component === 'pgbouncer') this.pool = this.file(`${paths.pgbouncerTls}/host.crt`);
    if (component !== 'patroni') return;
    const shows = this.file(`${paths.patroniTls}/rest.crt`);
    if (shows !== this.rest.shows) this.rest = { shows, trusts: this.file(`${paths.patroniTls}/ca.crt`) };
    this.postgres = {
      shows: this.file(`${paths.patroniTls}/server.crt`),
      trusts: this.file(`${paths.patroniTls}/ca.crt`),
    };
  }
}

class Killed extends Error {}

let directory: string;
let store: SecretStore;
let state: DesiredState;
let base: ReadonlyMap<string, HostFacts>;
let hosts: Map<string, Host>;
let sqlMark: string;
let roles: string;
let clientTrusts: string;

const pathsOf = (host: string, component: string) =>
  (state.hosts.find((one) => one.host.name === host)?.files ?? [])
    .filter((file) => file.component === component)
    .map(({ path }) => path);

function factsNow(): Map<string, HostFacts> {
  return new Map(
    [...base].map(([name, facts]) => {
      const host = hosts.get(name);
      const files = new Map(
        [...facts.files].map(([path, file]) => [path, { ...file, sha256: sha256(host?.file(path) ?? '') }]),
      );
      const sql = facts.sql && { ...facts.sql, applied: sqlMark };
      return [name, { ...facts, files, sql, state: { ...facts.state, applied: host?.applied ?? new Map() } }];
    }),
  );
}

function apply(step: Step): void {
  const host = hosts.get(step.host);
  if (host === undefined) throw new Error(step.host);
  const [, component = '', verb = ''] = step.id.split('/');
  if (verb === 'files') for (const { path, content } of step.files) host.disk.set(path, store.fill(content));
  else if (component === 'sql') {
    roles = step.files.map(({ content }) => store.fill(content)).join('');
    sqlMark = sha256(store.fill(state.clusters[0]?.sql.join('\n') ?? ''));
  } else if (verb === 'reload' || verb === 'restart') host.reads(component, pathsOf(step.host, component));
  else expect(step.id).toMatch(/\/patroni\/passwords$/);
}

/** Who shows a certificate to whom, and is refused. */
function refused(): readonly string[] {
  const all = [...hosts.values()];
  const found = all.flatMap((one) =>
    all.flatMap((other) => {
      const shown = {
        'etcd to etcd': [other.etcdTrusts, one.file(`${paths.etcdTls}/host.crt`)],
        'etcd to Patroni': [other.file(`${paths.patroniTls}/ca.crt`), one.file(`${paths.etcdTls}/host.crt`)],
        'Patroni to etcd': [other.etcdTrusts, one.file(`${paths.patroniTls}/host.crt`)],
        'Patroni to REST': [other.rest.trusts, one.file(`${paths.patroniTls}/host.crt`)],
        'REST to Patroni': [other.file(`${paths.patroniTls}/ca.crt`), one.rest.shows],
        'REST to HAProxy': [other.haproxyTrusts, one.rest.shows],
        'replica to PostgreSQL': [other.postgres.trusts, one.file(`${paths.patroniTls}/host.crt`)],
        'PostgreSQL to replica': [other.file(`${paths.patroniTls}/clients-ca.crt`), one.postgres.shows],
        'PostgreSQL to clients': [clientTrusts, one.postgres.shows],
        'PgBouncer to clients': [clientTrusts, one.pool],
      };
      return Object.entries(shown).flatMap(([what, [trust = '', certificate = '']]) =>
        trusts(trust, certificate) ? [] : [`${what}: ${one.name} to ${other.name}`],
      );
    }),
  );
  return [...new Set(found)];
}

/** Steps in an order that their edges allow, another one for each seed. */
function inSomeOrder(steps: readonly Step[], seed: number): readonly Step[] {
  const left = [...steps];
  const done = new Set<string>();
  const ordered: Step[] = [];
  for (let turn = seed; left.length > 0; turn += seed + 1) {
    const ready = left.filter(({ after }) => after.every((id) => done.has(id)));
    const step = ready[turn % ready.length];
    if (step === undefined) throw new Error('the steps wait for each other');
    left.splice(left.indexOf(step), 1);
    done.add(step.id);
    ordered.push(step);
  }
  return ordered;
}

/** A run until its end, or until it has done so many things and is killed. @returns how many it has done */
async function run<Position>(
  rotation: Rotation<Position>,
  { killedAfter = Infinity, seed = 0, check }: { killedAfter?: number; seed?: number; check: () => void },
): Promise<number> {
  const templates = await loadTemplates(process.cwd());
  const input = { plan, projectId, templates, packages: state.packages, secrets: store };
  let past = new Past<Awaited<ReturnType<typeof rotationWorld<Position>>>>();
  let count = 0;
  const tick = () => {
    count += 1;
    check();
    if (count >= killedAfter) throw new Killed();
  };
  for (;;) {
    const world = await rotationWorld(input, factsNow(), rotation);
    expect(world.unwell).toEqual([]);
    const next = nextOfRotation(world, past, rotation.kind);
    if (next.kind === 'done') return count;
    if (next.kind === 'refused') throw new Error(JSON.stringify(next.refusals));
    const { id, steps, turn } = next.stage;
    if (turn !== undefined) {
      await rotation.turn(turn, world.routes);
      tick();
    }
    for (const step of inSomeOrder(steps, seed)) {
      apply(step);
      tick();
    }
    past = past.with({ id, before: world, seconds: 0 });
  }
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-rotate-'));
  store = await SecretStore.open(directory);
  await prepareSecrets(plan, store);
  const bare = new Map(plan.hosts.map(({ name }) => [name, bareHost()]));
  base = deployedFacts(await stateOf(plan, bare));
  state = await stateOf(plan, base);
  hosts = new Map(plan.hosts.map(({ name }) => [name, new Host(name)]));
  for (const { host, files, components } of state.hosts) {
    const one = hosts.get(host.name);
    for (const { path, content } of files) one?.disk.set(path, store.fill(content));
    for (const id of components) one?.reads(id, pathsOf(host.name, id));
  }
  sqlMark = sha256(store.fill(state.clusters[0]?.sql.join('\n') ?? ''));
  roles = '';
  clientTrusts = store.get('tls/ca.crt')?.reveal() ?? '';
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Kills a rotation after so many things, and lets it run again until its end; then nothing is left to do on any host. */
async function killedAndRunAgain<Position>(
  make: () => Rotation<Position>,
  how: { killedAfter: number; seed: number; check: () => void },
): Promise<boolean> {
  let killed = false;
  try {
    await run(make(), how);
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    killed = true;
  }
  if (killed) await run(make(), { seed: how.seed, check: how.check });
  const templates = await loadTemplates(process.cwd());
  const input = { plan, projectId, templates, packages: state.packages, secrets: store };
  expect((await rotationWorld(input, factsNow(), make())).steps).toEqual([]);
  return killed;
}

const whole = process.env['QUORATE_FULL_MATRIX'] === '1';
/** Of the things that a replacement does, some seventy: every one where all is asked for. */
const momentsOf = (all: number, some: number) =>
  Array.from({ length: whole ? all : some }, (_, index) => ({
    killedAfter: 1 + Math.floor((index * all) / (whole ? all : some)),
    seed: index % 7,
  }));

describe('the replacement of the authority of the members', () => {
  const make = () => replacement({ plan, secrets: store, authorities: ['members'], clientsReady: false });
  const nobodyRefused = () => expect(refused()).toEqual([]);

  it.each([false, true])(
    'has nobody refused at any moment, and trusts the old one nowhere at its end; its key lost: %s',
    async (lost) => {
      const old = store.get('tls/members-ca.crt')?.reveal() ?? '';
      if (lost) await store.update((draft) => draft.delete('tls/members-ca.key'));
      nobodyRefused();
      expect(await run(make(), { seed: 3, check: nobodyRefused })).toBeGreaterThan(60);
      for (const host of hosts.values())
        for (const trust of [host.etcdTrusts, host.haproxyTrusts, host.rest.trusts, host.postgres.trusts])
          expect([certificatesIn(trust).length, trust.includes(old.trim())]).toEqual([1, false]);
      expect(store.names().filter((name) => /former|next|leaving/.test(name))).toEqual([]);
      expect(store.get('tls/ca.crt')?.reveal()).toBe(clientTrusts);
    },
  );

  it.each(momentsOf(72, 4))('converges when it is killed after $killedAfter things', async (moment) => {
    const old = store.get('tls/members-ca.crt')?.reveal() ?? '';
    await killedAndRunAgain(make, { ...moment, check: nobodyRefused });
    const now = store.get('tls/members-ca.crt')?.reveal() ?? '';
    expect([certificatesIn(now).length, now === old]).toEqual([1, false]);
  });

  it('is not begun on hosts that differ from the plan, and goes on after it was begun', async () => {
    hosts.get('n2')?.disk.set(paths.haproxyConfig, 'changed by hand');
    await expect(run(make(), { check: nobodyRefused })).rejects.toMatchObject({ code: 'rotate-not-settled' });
    expect(store.names().filter((name) => /former|next|leaving/.test(name))).toEqual([]);
  });
});

describe('the replacement of the authority of what clients see', () => {
  const begin = () => replacement({ plan, secrets: store, authorities: ['clients'], clientsReady: false });
  const finish = () => replacement({ plan, secrets: store, authorities: [], clientsReady: true });

  it.each([false, true])('waits until clients have both; its key lost: %s', async (lost) => {
    const nobodyRefused = () => expect(refused()).toEqual([]);
    if (lost) await store.update((draft) => draft.delete('tls/ca.key'));
    const old = clientTrusts;
    await run(begin(), { check: nobodyRefused });
    expect(certificatesIn(store.get('tls/ca.crt')?.reveal() ?? '')).toHaveLength(2);
    expect(await run(begin(), { check: nobodyRefused })).toBe(0);
    const members = store.get('tls/members-ca.crt')?.reveal();
    clientTrusts = store.get('tls/ca.crt')?.reveal() ?? '';
    await killedAndRunAgain(finish, { killedAfter: 5, seed: 1, check: nobodyRefused });
    const now = store.get('tls/ca.crt')?.reveal() ?? '';
    expect([certificatesIn(now).length, now.includes(old.trim())]).toEqual([1, false]);
    clientTrusts = now;
    nobodyRefused();
    expect(store.get('tls/members-ca.crt')?.reveal()).toBe(members);
  });
});

describe('new passwords', () => {
  const chosen = () => chosenPasswords(secretsOf(plan), []);
  const make = () => newPasswords({ secrets: store, names: [] }, chosen());
  const value = (name: string) => store.get(name)?.reveal() ?? '';

  /** Every password in a file of a host is one that the store still knows; roles change after all files, services read after the roles. */
  const inOrder = () => {
    const restOf = (host: Host) => /password: "?([A-Za-z0-9]+)/.exec(host.file(paths.patroniConfig))?.[1];
    const kept = [value('patroni/pg-orders/rest'), value('former/patroni/pg-orders/rest')];
    for (const host of hosts.values()) expect(kept).toContain(restOf(host));
    const all = [...hosts.values()];
    const written = all.every((host) => restOf(host) === kept[0]);
    const read = all.filter(
      (host) => host.applied.get('patroni')?.get(paths.patroniConfig) === sha256(host.file(paths.patroniConfig)),
    );
    if (value('former/patroni/pg-orders/rest') === '') return;
    if (roles !== '') expect(written).toBe(true);
    else expect(read.filter((host) => restOf(host) === kept[0])).toEqual([]);
  };

  it.each(momentsOf(24, 3))('converge when they are killed after $killedAfter things', async (moment) => {
    const before = new Map(chosen().map((name) => [name, value(name)]));
    await killedAndRunAgain(make, { ...moment, check: inOrder });
    for (const [name, old] of before) expect([name, value(name) !== old]).toEqual([name, true]);
    expect(pendingPasswords(store)).toEqual([]);
    expect(roles).toContain(value('postgres/pg-orders/replication'));
  });

  it('are those that were made when the run was killed, not others', async () => {
    await expect(run(make(), { killedAfter: 3, check: inOrder })).rejects.toBeInstanceOf(Killed);
    const made = value('postgres/pg-orders/replication');
    await run(make(), { check: inOrder });
    expect(value('postgres/pg-orders/replication')).toBe(made);
  });

  it('leave those of users alone unless they are named', () => {
    const needs = secretsOf(planOf(3, { postgres: { users: [{ name: 'app' }] } }));
    expect(chosenPasswords(needs, [])).not.toContain('user/pg-orders/app');
    expect(chosenPasswords(needs, ['app', 'user/pg-orders/app'])).toEqual(['user/pg-orders/app']);
    expect(() => chosenPasswords(needs, ['nobody'])).toThrow(expect.objectContaining({ code: 'password-unknown' }));
  });
});
