import { StepList } from '../deployment/stepList.ts';
import { followNobody } from '../dr/regionOperations.ts';
import {
  answersOf,
  darkHosts,
  isPrimary,
  type MemberAnswer,
  type RegionWorld,
  runningHosts,
} from '../dr/regionWorld.ts';
import { Problem } from '../problem.ts';
import { paths } from '../systems/debian/paths.ts';
import { listOf, say } from '../wording/phrase.ts';
import { fenceStage } from './fencing.ts';
import type { Next, Past, Stage } from './procedure.ts';

/** What a person says about the region that loses its writes. */
export interface PromotionInput {
  /** Stop what can be reached of it. */
  readonly stopPrimary: boolean;
  /** Its hosts that, should they not be reached, take no writes as the person says; or `all`. */
  readonly fenced: 'all' | readonly string[];
  /**
   * The plan names the new roles already: a run that was cut off at its end has written them. Asked for again it must not be taken for a promotion in
   * the other direction, which the plan as it stands now would mean.
   */
  readonly rolesWritten: boolean;
}

export interface PromotionResult {
  readonly cluster: string;
  readonly leaderHost: string;
  readonly formerPrimary: string;
  /** Hosts whose fencing rests on the person's word. */
  readonly unreachable: readonly string[];
  /** WAL of the former primary that did not arrive; null when it could not be asked, so that only the time below is known. */
  readonly lossBytes: number | null;
  /** Commit time of the last transaction that had been replayed before the promotion, as PostgreSQL writes it. What arrived later was replayed then. */
  readonly lastReplayedAt: string | null;
  /** From the change of the configuration to a leader that takes writes. */
  readonly seconds: number;
}

const maxSeconds = 120;

/**
 * The stages that make a standby cluster writable: `fence` makes sure that the cluster it follows takes no writes any more, `promote` takes
 * `standby_cluster` out of its configuration and waits for a primary.
 * @throws Problem `dr-no-leader`, `dr-not-fenced`, and from the gate `dr-not-promoted`
 */
export function nextOfPromotion(
  world: RegionWorld,
  past: Past<RegionWorld>,
  input: PromotionInput,
): Next<RegionWorld, PromotionResult> {
  const { standby, upstream } = world.pair;
  const own = answersOf(world, standby);
  const primary = own.find(takesWrites);
  if (input.rolesWritten) {
    if (primary === undefined) return { kind: 'stage', stage: awaitPrimary(world) };
    const known = { unreachable: darkHosts(world, upstream), lossBytes: null, lastReplayedAt: null, seconds: 0 };
    return { kind: 'done', result: { ...names(world), ...known, leaderHost: primary.host } };
  }
  const promoted = past.of('promote');
  if (promoted !== undefined && primary !== undefined) {
    const first = past.of('fence')?.before ?? promoted.before;
    const written = answersOf(first, upstream).find(isPrimary)?.xlog?.location;
    const last = leaderOf(promoted.before);
    return {
      kind: 'done',
      result: {
        ...names(world),
        leaderHost: primary.host,
        unreachable: darkHosts(first, upstream),
        lossBytes: lossBytes(written, last),
        lastReplayedAt: last?.xlog?.replayed_timestamp ?? null,
        seconds: promoted.seconds,
      },
    };
  }
  const leader = leaderOf(world);
  if (leader === undefined)
    throw new Problem(
      'dr-no-leader',
      'no',
      say`No member of ${standby.name} that can be reached leads it, so there is nothing to promote. Look at \`quorate status\` and at its etcd members first.`,
    );
  if (leader.pause === true)
    throw new Problem(
      'cluster-paused',
      'no',
      say`${standby.name} is paused, and a paused Patroni promotes nobody. Resume it on ${leader.host}, then run this again: patronictl -c ${paths.patroniConfig} resume ${standby.name}`,
    );
  if (!past.has('fence')) return { kind: 'stage', stage: fence(world, input) };
  return { kind: 'stage', stage: promote(world, leader) };
}

function names({ pair }: RegionWorld) {
  return { cluster: pair.standby.name, formerPrimary: pair.upstream.name };
}

function leaderOf(world: RegionWorld): MemberAnswer | undefined {
  const own = answersOf(world, world.pair.standby);
  return own.find(({ role }) => role === 'standby_leader') ?? own.find(isPrimary);
}

function takesWrites(answer: MemberAnswer): boolean {
  return isPrimary(answer) && answer.state === 'running';
}

/** Makes sure that no member of the upstream takes writes any more. @throws Problem `dr-not-fenced` where nobody can be sure */
function fence(world: RegionWorld, { stopPrimary, fenced }: PromotionInput): Stage<RegionWorld> {
  const { upstream } = world.pair;
  const running = runningHosts(world, upstream);
  const unsure = darkHosts(world, upstream).filter((host) => fenced !== 'all' && !fenced.includes(host));
  if (unsure.length > 0)
    throw new Problem(
      'dr-not-fenced',
      'no',
      say`${listOf(unsure, 'comma')} of ${upstream.name} cannot be reached, which does not mean that nobody writes there. Switch these hosts off or cut their clients off, then say so (--fenced).`,
      { details: { unreachable: unsure } },
    );
  if (running.length > 0 && !stopPrimary)
    throw new Problem(
      'dr-not-fenced',
      'no',
      say`${upstream.name} still runs on ${listOf(running, 'comma')}. Two regions that both take writes can never be put together again: let it be stopped first (--stop-primary).`,
      { details: { running } },
    );
  return fenceStage(world, upstream);
}

function promote(world: RegionWorld, leader: MemberAnswer): Stage<RegionWorld> {
  const { standby } = world.pair;
  const steps = new StepList();
  steps.add(followNobody(leader.host, standby.name));
  return {
    ...awaitPrimary(world),
    id: 'promote',
    title: say`Promoting ${standby.name} on ${leader.host}`,
    steps: steps.all(),
    pointOfNoReturn: true,
  };
}

function awaitPrimary({ pair: { standby } }: RegionWorld): Stage<RegionWorld> {
  return {
    id: 'await',
    title: say`${standby.name} was promoted by a run that was cut off at its end: waiting until it takes writes`,
    steps: [],
    gate: {
      waitsFor: say`a member of ${standby.name} takes writes`,
      seconds: maxSeconds,
      open: (now) => answersOf(now, standby).some(takesWrites),
      problem: () =>
        new Problem(
          'dr-not-promoted',
          'no',
          say`${standby.name} has no member that takes writes ${maxSeconds} s after its configuration was changed. Its Patroni's journal says why: journalctl -u patroni.`,
        ),
    },
  };
}

/** At least this much was written there and had not arrived here; a clean stop sends the rest before it ends. */
function lossBytes(written: number | undefined, last: MemberAnswer | undefined): number | null {
  const received = last?.xlog?.received_location ?? last?.xlog?.location;
  return written === undefined || received === undefined ? null : Math.max(0, written - received);
}
