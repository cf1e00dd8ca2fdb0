import type { Refusal } from '../changes/refusal.ts';
import type { Step } from '../deployment/step.ts';
import type { Operation } from '../operations/operation.ts';
import { Problem } from '../problem.ts';
import { listOf, type Phrase, type PhraseValue, say } from '../wording/phrase.ts';
import type { Next, Past, Stage } from './procedure.ts';

/** Something that the operator's side is to keep otherwise, before hosts learn of it. */
export interface NamedTurn {
  /** Unique in its rotation. */
  readonly id: string;
  readonly title: Phrase;
}

/** The hosts of a plan beside what the operator's side keeps for them. */
export interface RotationWorld<Position> {
  readonly refusals: readonly Refusal[];
  /** How the hosts differ from what is kept. */
  readonly steps: readonly Step[];
  readonly planAgain: readonly string[];
  /** What is not well on the hosts, such as an etcd member that is not healthy. */
  readonly unwell: readonly Phrase[];
  /** See `passwordArrivals`. */
  readonly arrivals: ReadonlyMap<string, Operation>;
  /** How far the rotation is, as it is kept. */
  readonly position: Position;
}

/** What is rotated, and in which turns. */
export interface RotationKind<Position> {
  /** Whether something is kept that not every host may have yet. */
  begun(position: Position): boolean;
  /** @param start the position when the run began @param done the turns of this run, oldest first */
  nextTurn(position: Position, start: Position, done: readonly string[]): NamedTurn | undefined;
  arrange(steps: readonly Step[], world: RotationWorld<Position>): readonly Step[];
}

const turnPrefix = 'turn/';
/** Stages of one turn; a rotation that needs more goes round in circles. */
const maxStages = 6;
const settleSeconds = 90;

/**
 * The stages of a rotation. Each turn changes what the operator's side keeps, and nothing else; the hosts are brought to it, must be well, and only
 * then comes the next one. A run that was cut off anywhere goes on from what is kept and what the hosts have.
 * @throws Problem `rotate-not-settled` (no) before anything is changed, when hosts differ from the plan in anything else;
 * `rotate-unsettled`, `rotate-unwell` (no)
 */
export function nextOfRotation<Position>(
  world: RotationWorld<Position>,
  past: Past<RotationWorld<Position>>,
  kind: RotationKind<Position>,
): Next<RotationWorld<Position>, undefined> {
  const { refusals, steps, planAgain, unwell, position } = world;
  if (refusals.length > 0) return { kind: 'refused', refusals, steps };
  const start = (past.stages[0]?.before ?? world).position;
  const turns = past.stages.filter(({ id }) => id.startsWith(turnPrefix));
  const done = turns.map(({ id }) => id.slice(turnPrefix.length));
  if (done.length === 0) refuseOther(kind.begun(start) ? steps.filter((step) => !isOurs(step)) : steps);
  const last = turns.at(-1);
  const since = past.stages.length - (last === undefined ? 0 : past.stages.indexOf(last) + 1);
  const number = past.stages.length + 1;
  if (since > maxStages) throw unsettled(steps.length > 0 ? steps.map(({ id }) => id) : planAgain);
  if (steps.length > 0)
    return {
      kind: 'stage',
      stage: {
        id: `hosts-${number}`,
        title: say`Bringing it to the hosts`,
        steps: kind.arrange(steps, world),
        again: planAgain,
      },
    };
  if (unwell.length > 0 || planAgain.length > 0) return { kind: 'stage', stage: settle(number) };
  const turn = kind.nextTurn(position, start, done);
  if (turn === undefined) return { kind: 'done', result: undefined };
  return { kind: 'stage', stage: { id: `${turnPrefix}${turn.id}`, title: turn.title, steps: [], turn: turn.id } };
}

/** What a rotation that was cut off has left to do; everything else nobody has asked for here. */
function isOurs({ id, host }: Step): boolean {
  // The note says what the turn is about, and comes first.
  return /\/(?:files|reload|restart|host\/note)$/.test(id) || id.startsWith(`${host}/sql/`);
}

function refuseOther(steps: readonly Step[]): void {
  if (steps.length === 0) return;
  const ids: PhraseValue = listOf(
    steps.map(({ id }) => id),
    'comma',
  );
  throw new Problem(
    'rotate-not-settled',
    'no',
    say`Nothing was rotated, because the hosts are not as the plan says: there is more to change: ${ids}. Run quorate deploy first.`,
  );
}

function settle<Position>(number: number): Stage<RotationWorld<Position>> {
  return {
    id: `settle-${number}`,
    title: say`Waiting until the hosts are well`,
    steps: [],
    gate: {
      waitsFor: say`etcd is healthy and every member follows`,
      seconds: settleSeconds,
      open: (now) => now.steps.length > 0 || (now.unwell.length === 0 && now.planAgain.length === 0),
      problem: (now) =>
        new Problem(
          'rotate-unwell',
          'no',
          say`The rotation stopped between two steps that each work, because the hosts are not well: ${listOf(now.unwell)}. Mend that, then run this again: it goes on from here.`,
        ),
    },
  };
}

function unsettled(left: readonly string[]): Problem {
  return new Problem(
    'rotate-unsettled',
    'no',
    say`The hosts do not come to what they were brought: ${listOf(left, 'comma')} is still to do. Look at quorate status, then run this again.`,
  );
}
