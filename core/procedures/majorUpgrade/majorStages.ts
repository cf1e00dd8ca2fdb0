import { etcdOptions } from '../../deployment/factRequest.ts';
import type { Step } from '../../deployment/step.ts';
import { StepList } from '../../deployment/stepList.ts';
import { leadershipKeys } from '../../dr/scripts.ts';
import type { MajorNote } from '../../facts/majorState.ts';
import { endMajor, restoreMajor } from '../../operations/majorEnd.ts';
import {
  beginMajor,
  convertMajor,
  pauseForMajor,
  settleMajor,
  stopForMajor,
  switchMajor,
  tryMajor,
} from '../../operations/majorOperations.ts';
import type { Operation } from '../../operations/operation.ts';
import { Problem } from '../../problem.ts';
import { clusterKeys } from '../../render/patroniConfig.ts';
import { say } from '../../wording/phrase.ts';
import type { Gate, Stage } from '../procedure.ts';
import { majorStop } from './interruption.ts';
import { leaderIn, type MajorSide, type MajorWorld, majorMember, membersIn, noteIn } from './majorWorld.ts';

export type MajorStage = Stage<MajorWorld>;

/** How long Patroni may take to start a PostgreSQL and to let it lead: recovery, the lease, a watchdog. */
const leadSeconds = 180;

/** What a deployment of the new version would bring first: its packages, which nothing runs with yet. */
export function packagesStage({ target, request }: MajorWorld): MajorStage | undefined {
  const steps = new StepList();
  for (const step of target.differences.steps) if (/\/packages\/(bundle|install|hold)$/.test(step.id)) steps.add(step);
  if (steps.all().length === 0) return undefined;
  return {
    id: 'packages',
    title: say`Installing PostgreSQL ${request.to} beside the one that runs`,
    steps: steps.all(),
  };
}

/** pg_upgrade looks at the leader's data while they serve. */
export function tryStage(world: MajorWorld, leader: string): MajorStage {
  const steps = new StepList();
  steps.add(tryMajor(majorMember(world, leader)));
  return {
    id: 'try',
    title: say`Letting pg_upgrade look at the data on ${leader}, which go on serving`,
    steps: steps.all(),
  };
}

/** Stops the cluster so that every member has everything: paused, the leader first, and then those that follow it. */
export function stopStage(world: MajorWorld, leader: string, note: MajorNote): MajorStage {
  const { cluster, facts, request, major } = world;
  const steps = new StepList();
  const noted = cluster.members.map(({ host }) => steps.add(beginMajor(host, note)));
  const runs = facts.get(leader)?.patroni !== undefined;
  if (runs) steps.add(pauseForMajor(leader, cluster.name), noted);
  const stopped = steps.add(stopForMajor(majorMember(world, leader), true), noted);
  for (const { host } of cluster.members)
    if (host !== leader) steps.add(stopForMajor(majorMember(world, host), false), [stopped]);
  const state = major.get(leader);
  const stop = majorStop(state?.bytes, state?.content, request.method);
  return {
    id: 'stop',
    title: say`Stopping ${cluster.name}: from here nobody reads or writes until PostgreSQL ${request.to} leads`,
    steps: steps.all(),
    writesStop: stop,
    readsStop: stop,
    notes: [
      say`Until PostgreSQL ${request.to} is started, quorate upgrade PLAN --to ${request.to} --back returns to ${world.from}.`,
    ],
  };
}

/** pg_upgrade on the leader's host. */
export function convertStage(world: MajorWorld, note: MajorNote): MajorStage {
  const steps = new StepList();
  steps.add(convertMajor(majorMember(world, note.host), note.method));
  const state = world.major.get(note.host);
  const stop = majorStop(state?.bytes, state?.content, note.method);
  return {
    id: 'convert',
    title: say`Converting the data on ${note.host} to PostgreSQL ${note.to}`,
    steps: steps.all(),
    writesStop: stop,
    readsStop: stop,
    notes: [
      say`Nothing runs meanwhile. Should ${note.host} die, every other member that followed has all data in the old version.`,
    ],
  };
}

/** The new version leads: the point of no return. */
export function startStage(world: MajorWorld, note: MajorNote, identifier: string): MajorStage {
  const steps = new StepList();
  steps.add(clusterSwitch(world, note, identifier, true));
  for (const step of ownSteps(world.target, note.host)) steps.add(step);
  const state = world.major.get(note.host);
  const stop = majorStop(0, state?.content, 'link');
  return {
    id: 'start',
    title: say`Starting PostgreSQL ${note.to} on ${note.host}`,
    steps: steps.all(),
    turn: 'plan',
    writesStop: stop,
    readsStop: stop,
    pointOfNoReturn: true,
    gate: leadGate(note.host, world.cluster.name, identifier, note.to),
  };
}

/** The others copy the new data, everything becomes what the plan says, and the leader gathers what pg_upgrade does not take over. */
export function convergeStage(world: MajorWorld, note: MajorNote, turn: number): MajorStage {
  const { target } = world;
  const steps = new StepList();
  if (!note.settled) steps.add(settleMajor(majorMember(world, note.host)));
  addAll(steps, target.differences.steps);
  return {
    id: `converge-${turn}`,
    title: say`Copying the replicas anew, and gathering statistics`,
    steps: steps.all(),
    again: target.differences.planAgain,
  };
}

/** Nothing is under way any more; the old data lie aside. */
export function endStage(world: MajorWorld, note: MajorNote): MajorStage {
  return {
    id: 'end',
    title: say`Setting the data of PostgreSQL ${world.from} aside`,
    steps: endSteps(world, note, 'old'),
  };
}

/** The host that converts knows how far it is: it forgets last. */
function endSteps(world: MajorWorld, note: MajorNote, left: 'old' | 'new'): readonly Step[] {
  const steps = new StepList();
  const noted = membersIn(world).filter(({ facts }) => facts.note !== undefined);
  const others = noted
    .filter(({ host }) => host !== note.host)
    .map(({ host }) => steps.add(endMajor(majorMember(world, host), left)));
  if (noted.some(({ host }) => host === note.host)) steps.add(endMajor(majorMember(world, note.host), left), others);
  return steps.all();
}

/** Stops what runs of an upgrade that is to be taken back. */
export function haltStage(world: MajorWorld, note: MajorNote): MajorStage {
  const steps = new StepList();
  for (const { host } of world.cluster.members) {
    const { started } = note;
    steps.add(stopForMajor(majorMember(world, host), false, started && host === note.host ? 'new' : 'old'));
  }
  return { id: 'halt', title: say`Stopping what is left running of ${world.cluster.name}`, steps: steps.all() };
}

/** The old version leads again, on the host where it led. @param serves it was never stopped, and goes on */
export function returnStage(world: MajorWorld, note: MajorNote, serves: boolean): MajorStage {
  const steps = new StepList();
  if (!serves) steps.add(restoreMajor(majorMember(world, note.host)));
  steps.add(clusterSwitch(world, note, note.oldIdentifier, false, serves));
  for (const step of ownSteps(world.old, note.host)) steps.add(step);
  return {
    id: 'return',
    title: say`Starting PostgreSQL ${note.from} on ${note.host} again`,
    steps: steps.all(),
    turn: 'plan-back',
    gate: leadGate(note.host, world.cluster.name, note.oldIdentifier, note.from),
  };
}

/** The other members follow the old version again. */
export function rejoinStage({ old }: MajorWorld, turn: number): MajorStage {
  const steps = new StepList();
  addAll(steps, old.differences.steps);
  return {
    id: `rejoin-${turn}`,
    title: say`Letting the other members follow again`,
    steps: steps.all(),
    again: old.differences.planAgain,
  };
}

/** What was made for the new version goes. */
export function forgetStage(world: MajorWorld, note: MajorNote): MajorStage {
  return {
    id: 'forget',
    title: say`Removing what was made for PostgreSQL ${world.request.to}`,
    steps: endSteps(world, note, 'new'),
  };
}

function clusterSwitch(
  world: MajorWorld,
  note: MajorNote,
  identifier: string,
  starts: boolean,
  serves = false,
): Operation {
  const { target, cluster } = world;
  const own = target.plan.hosts.find(({ name }) => name === note.host);
  const host =
    own?.roles.includes('etcd') === true ? own : target.plan.hosts.find(({ roles }) => roles.includes('etcd'));
  if (host === undefined) throw new Error('the plan has no etcd');
  return switchMajor({
    member: majorMember(world, note.host),
    etcdOptions: etcdOptions(target.plan, host),
    keys: clusterKeys(cluster.name),
    identifier,
    known: [note.oldIdentifier, ...(note.newIdentifier === undefined ? [] : [note.newIdentifier])],
    forget: serves ? undefined : [...leadershipKeys, 'failover'],
    starts,
  });
}

/** What one host lacks of a side; what is noted of a deployment comes once all of it is there. */
function ownSteps({ differences }: MajorSide, host: string): readonly Step[] {
  return differences.steps.filter((step) => step.host === host && !/\/host\/(note|record)$/.test(step.id));
}

/** Steps of another list keep their order: each waits for what it waited for there. */
function addAll(steps: StepList, more: readonly Step[]): void {
  const handles = new Map<string, ReturnType<StepList['add']>>();
  for (const step of more)
    handles.set(
      step.id,
      steps.add(
        step,
        step.after.map((id) => handles.get(id)),
      ),
    );
}

function leadGate(host: string, cluster: string, identifier: string, major: number): Gate<MajorWorld> {
  return {
    waitsFor: say`PostgreSQL ${major} leads ${cluster}`,
    seconds: leadSeconds,
    open: (world) => leaderIn(world) === host && world.facts.get(host)?.patroni?.systemIdentifier === identifier,
    problem: (world) => {
      const note = noteIn(world);
      const back =
        note !== undefined && mayReturn(world, note)
          ? say` Or return to PostgreSQL ${note.from}: quorate upgrade PLAN --to ${note.to} --back.`
          : say``;
      return new Problem(
        'major-late',
        'no',
        say`PostgreSQL ${major} on ${host} does not lead ${cluster} after ${leadSeconds} s: journalctl -u patroni there says why. Mend that, then run this again: it goes on from there.${back}`,
      );
    },
  };
}

/**
 * Whether the old version can still be had without a loss: until the new one was started; of a copy until it has led, which its timeline shows, since
 * nobody can have written before.
 */
export function mayReturn(world: MajorWorld, note: MajorNote): boolean {
  if (!note.started) return true;
  const control = world.major.get(note.host)?.target.control;
  return note.method === 'copy' && (control === undefined || control.timeline <= 1);
}
