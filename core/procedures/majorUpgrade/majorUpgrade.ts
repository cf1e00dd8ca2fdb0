import type { MajorNote } from '../../facts/majorState.ts';
import { Problem } from '../../problem.ts';
import { linesOf, type Phrase, say } from '../../wording/phrase.ts';
import type { Next, Past, Stage } from '../procedure.ts';
import {
  convergeStage,
  convertStage,
  endStage,
  forgetStage,
  haltStage,
  mayReturn,
  packagesStage,
  rejoinStage,
  returnStage,
  startStage,
  stopStage,
  tryStage,
} from './majorStages.ts';
import { leaderIn, type MajorWorld, membersIn, noteIn } from './majorWorld.ts';
import { findingsIn, objectionsTo } from './objections.ts';

/** What a major upgrade says at its end. */
export interface MajorResult {
  readonly changed: boolean;
  readonly said: Phrase;
  /** `prepared`: everything is ready, and nothing was stopped. */
  readonly outcome: 'upgraded' | 'prepared' | 'nothing' | 'returned';
  /** Between the last moment in which the old version served and the first of the new one, at most; null where this run did not do all of it. */
  readonly stoppedSeconds: number | null;
}

type NextOfMajor = Next<MajorWorld, MajorResult>;

/** Each look brings the hosts nearer; more go round in circles. */
const maxStages = 8;

/**
 * The stages of a major upgrade: the packages beside (`packages`), pg_upgrade's look at the data (`try`); with the plan's name typed, everything stops
 * (`stop`), the data are converted (`convert`), the new version leads (`start`), the others are copied anew (`converge-N`), the old data lie aside (`end`).
 * A run that was cut off anywhere goes on from what is noted on the hosts.
 * @throws Problem `major-refused`, `major-findings` (no) before anything that runs is touched; `major-unsettled`, `major-unconfirmed` (no)
 */
export function nextOfMajor(world: MajorWorld, past: Past<MajorWorld>): NextOfMajor {
  const note = noteOf(world);
  if (note === undefined || isWhole(world)) {
    const first = firstStages(world, past);
    if (first !== undefined) return first;
  }
  const begun = note === undefined || isWhole(world) ? freshNote(world) : note;
  if (!world.request.confirmed) throw unconfirmed(world);
  const { newIdentifier } = begun;
  if (newIdentifier === undefined) {
    if (note === undefined || stillRuns(world)) return once(past, stopStage(world, begun.host, begun));
    return once(past, convertStage(world, begun));
  }
  const leader = leaderIn(world);
  const leads = leader !== undefined && world.facts.get(leader)?.patroni?.systemIdentifier === newIdentifier;
  if (!leads) return once(past, startStage(world, begun, newIdentifier));
  const { steps, planAgain } = world.target.differences;
  if (steps.length + planAgain.length > 0 || !begun.settled) {
    const turn = past.stages.filter(({ id }) => id.startsWith('converge-')).length + 1;
    if (turn > maxStages) throw unsettled(steps.map(({ id }) => id).join(', '));
    return { kind: 'stage', stage: convergeStage(world, begun, turn) };
  }
  return once(past, endStage(world, begun));
}

/** Until something stops: what may be done while everything serves. @returns undefined once all of it is done */
function firstStages(world: MajorWorld, past: Past<MajorWorld>): NextOfMajor | undefined {
  const { request, from } = world;
  if (past.has('end')) {
    const stoppedSeconds = stoppedIn(past);
    return {
      kind: 'done',
      result: { changed: true, said: upgradedText(world, stoppedSeconds), outcome: 'upgraded', stoppedSeconds },
    };
  }
  if (request.to === from)
    return {
      kind: 'done',
      result: {
        changed: false,
        said: say`Nothing to do: PostgreSQL ${from} is what runs. Newer packages of it come with quorate upgrade PLAN.`,
        outcome: 'nothing',
        stoppedSeconds: null,
      },
    };
  // A run that was cut off after its last stage has left nothing to do on the hosts.
  if (isThere(world))
    return {
      kind: 'done',
      result: { changed: false, said: upgradedText(world, null), outcome: 'upgraded', stoppedSeconds: null },
    };
  const objections = objectionsTo(world);
  if (objections.length > 0) {
    if (past.stages.length === 0) throw refused(objections);
    throw new Problem(
      'major-refused',
      'no',
      say`Nothing was stopped, and nothing that runs was changed:\n${lines(objections)}\nThen run this again.`,
    );
  }
  const packages = past.has('packages') ? undefined : packagesStage(world);
  if (packages !== undefined) return { kind: 'stage', stage: packages };
  const leader = leaderIn(world) ?? '';
  if (!past.has('try')) return { kind: 'stage', stage: tryStage(world, leader) };
  const findings = findingsIn(world, leader) ?? [];
  if (findings.length > 0)
    throw new Problem(
      'major-findings',
      'no',
      say`pg_upgrade --check finds what has to be put right first; nothing that runs was changed:\n${lines(findings)}\nThen run this again.`,
      { details: { findings: findings.length } },
    );
  if (request.confirmed) return undefined;
  return {
    kind: 'done',
    result: { changed: true, said: preparedText(world), outcome: 'prepared', stoppedSeconds: null },
  };
}

/**
 * Takes an upgrade back that was begun, while nothing is lost by it: what runs stops (`halt`), the old version leads again (`return`), the others
 * follow (`rejoin-N`), and what was made for the new one goes (`forget`).
 * @throws Problem `major-no-return` (no) once the new version may hold what the old one does not; `major-unsettled` (no)
 */
export function nextOfMajorReturn(world: MajorWorld, past: Past<MajorWorld>): NextOfMajor {
  const note = noteOf(world);
  if (note === undefined)
    return {
      kind: 'done',
      result: past.has('forget')
        ? {
            changed: true,
            said: say`${world.cluster.name} runs with PostgreSQL ${world.from} again, as before.`,
            outcome: 'returned',
            stoppedSeconds: null,
          }
        : {
            changed: false,
            said: say`No major upgrade is under way: there is nothing to take back.`,
            outcome: 'nothing',
            stoppedSeconds: null,
          },
    };
  const leader = leaderIn(world);
  const identifier = world.facts.get(leader ?? '')?.patroni?.systemIdentifier;
  const { steps, planAgain } = world.old.differences;
  const paused = [...world.facts.values()].some(({ patroni }) => patroni?.paused === true);
  if (leader !== undefined && identifier === note.oldIdentifier && !paused && past.has('return')) {
    const turn = past.stages.filter(({ id }) => id.startsWith('rejoin-')).length + 1;
    if (steps.length + planAgain.length === 0) return once(past, forgetStage(world, note));
    if (turn > maxStages) throw unsettled(steps.map(({ id }) => id).join(', '));
    return { kind: 'stage', stage: rejoinStage(world, turn) };
  }
  if (!mayReturn(world, note))
    throw new Problem(
      'major-no-return',
      'no',
      say`PostgreSQL ${note.to} was started, and what it holds since then the old data do not: going back would lose it. Go on with quorate upgrade PLAN --to ${note.to}. The old data lie in ${oldDirectories(world)}.`,
    );
  const onHost = world.major.get(note.host);
  const serves = !note.started && onHost?.old.running === true;
  if (!serves && stillRuns(world)) return once(past, haltStage(world, note));
  return once(past, returnStage(world, note, serves));
}

/** What is noted of this upgrade. @throws Problem `major-other` (no) where another one is under way */
function noteOf(world: MajorWorld): MajorNote | undefined {
  const note = noteIn(world);
  if (note === undefined || note.to === world.request.to) return note;
  throw new Problem(
    'major-other',
    'no',
    say`An upgrade from PostgreSQL ${note.from} to ${note.to} is under way: go on with --to ${note.to}, or take it back with --to ${note.to} --back.`,
  );
}

/** Whether everything runs with the old version, as before it was begun: then it is begun anew, with whoever leads now. */
function isWhole(world: MajorWorld): boolean {
  const note = noteIn(world);
  if (note === undefined) return true;
  const leader = leaderIn(world);
  const notPaused = world.cluster.members.every(({ host }) => {
    const patroni = world.facts.get(host)?.patroni;
    return patroni !== undefined && !patroni.paused && patroni.systemIdentifier === note.oldIdentifier;
  });
  return leader !== undefined && note.newIdentifier === undefined && notPaused;
}

/** Whether every member's host says that the new version was deployed to it, and lacks nothing of it. */
function isThere({ cluster, facts, request, target }: MajorWorld): boolean {
  const { steps, planAgain } = target.differences;
  return (
    steps.length + planAgain.length === 0 &&
    cluster.members.every(({ host }) => facts.get(host)?.deployed?.fixed['postgres.version'] === request.to)
  );
}

function freshNote(world: MajorWorld): MajorNote {
  const host = leaderIn(world) ?? '';
  return {
    from: world.from,
    to: world.request.to,
    method: world.request.method,
    host,
    oldIdentifier: world.facts.get(host)?.patroni?.systemIdentifier ?? '',
    started: false,
    settled: false,
  };
}

/** Whether a PostgreSQL or a Patroni of any member runs. */
function stillRuns(world: MajorWorld): boolean {
  return membersIn(world).some(
    ({ host, facts: { old, target } }) =>
      old.running ||
      target.running ||
      ['active', 'activating'].includes(world.facts.get(host)?.units.get('patroni.service')?.active ?? ''),
  );
}

/** A stage that changes nothing of what it is there for would be done for ever. */
function once(past: Past<MajorWorld>, stage: Stage<MajorWorld>): NextOfMajor {
  if (past.has(stage.id)) throw unsettled(stage.id);
  return { kind: 'stage', stage };
}

function unsettled(left: string): Problem {
  return new Problem(
    'major-unsettled',
    'no',
    say`The hosts do not come to what they were brought (${left}). Look at quorate status, then run this again: it goes on from there.`,
  );
}

function refused(objections: readonly Phrase[]): Problem {
  return new Problem('major-refused', 'no', say`Nothing was changed:\n${lines(objections)}`, {
    details: { objections: objections.length },
  });
}

function unconfirmed({ target, from, request }: MajorWorld): Problem {
  return new Problem(
    'major-unconfirmed',
    'no',
    say`An upgrade from PostgreSQL ${from} to ${request.to} was begun, and the cluster may be stopped by it. Go on: quorate upgrade PLAN --to ${request.to} --confirm ${target.plan.name}. Or return to PostgreSQL ${from}: quorate upgrade PLAN --to ${request.to} --back.`,
  );
}

function lines(sentences: readonly Phrase[]) {
  return linesOf(sentences.map((one) => say`  ${one}`));
}

/** The point of no return, by how the data are converted. */
export function pointOfNoReturn({ from, request }: Pick<MajorWorld, 'from' | 'request'>): Phrase {
  return request.method === 'link'
    ? say`Both versions share their files: from the first start of PostgreSQL ${request.to} there is no way back to ${from}.`
    : say`The data are copied: until PostgreSQL ${request.to} leads there is a way back to ${from}. The old data stay whole, but what is written from then on is in the new ones alone.`;
}

function preparedText(world: MajorWorld): Phrase {
  const { request, target } = world;
  return say`PostgreSQL ${request.to} is installed beside, and pg_upgrade finds nothing against it. What comes next stops reads and writes. ${pointOfNoReturn(world)} To do it: quorate upgrade PLAN --to ${request.to} --confirm ${target.plan.name}`;
}

function upgradedText(world: MajorWorld, stopped: number | null): Phrase {
  const { cluster, request, from } = world;
  const said = say`${cluster.name} runs with PostgreSQL ${request.to}. The old data and packages are kept on every member's host, in ${oldDirectories(world)}: quorate upgrade PLAN --remove-old takes them away.`;
  return stopped === null
    ? said
    : say`${said} Reads and writes stopped for ${Math.round(stopped)} s at most, between PostgreSQL ${from} and ${request.to}.`;
}

function oldDirectories(world: MajorWorld): string {
  return `/var/lib/postgresql/${world.from}/${world.cluster.name}`;
}

function stoppedIn(past: Past<MajorWorld>): number | null {
  const stages = ['stop', 'convert', 'start'].map((id) => past.of(id));
  return stages.every((stage) => stage !== undefined)
    ? stages.reduce((sum, stage) => sum + (stage?.seconds ?? 0), 0)
    : null;
}

/** What an upgrade would do, as far as it can be said before the new packages are there. */
export interface MajorForesight {
  readonly objections: readonly Phrase[];
  readonly notes: readonly Phrase[];
  readonly stages: readonly Stage<MajorWorld>[];
}

/** Says what an upgrade would do; nothing is changed. */
export function foreseeMajor(world: MajorWorld): MajorForesight {
  const objections = objectionsTo(world);
  const leader = leaderIn(world);
  if (leader === undefined || objections.length > 0) return { objections, notes: [], stages: [] };
  const fresh = freshNote(world);
  const packages = packagesStage(world);
  const found = findingsIn(world, leader);
  const stages = [
    ...(packages === undefined ? [] : [packages]),
    tryStage(world, leader),
    stopStage(world, leader, fresh),
    convertStage(world, fresh),
    startStage(world, fresh, '0'),
  ];
  return {
    objections: found ?? [],
    notes: [
      pointOfNoReturn(world),
      found === undefined
        ? say`pg_upgrade itself looks at the data once its programs are there: quorate upgrade PLAN --to ${world.request.to} --prepare installs them beside, stops nothing, and says what it finds.`
        : say`pg_upgrade looked at the data when it was prepared last; --prepare lets it look again.`,
    ],
    stages,
  };
}
