import { type Refusal, refusal } from '../changes/refusal.ts';
import type { HandOver } from '../deployment/handOver.ts';
import type { PortMove, PortMoves } from '../deployment/planMoves.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { isLeading } from '../patroni/answers.ts';
import { Problem } from '../problem.ts';
import { say } from '../wording/phrase.ts';
import { handOverStage } from './leaderGoes.ts';
import type { ForeseenStage, Next, Past } from './procedure.ts';

interface MovingWorld {
  readonly facts: ReadonlyMap<string, HostFacts>;
  readonly moves?: PortMoves | undefined;
}

/** What differs beside the ports is settled in so many turns, or does not settle. */
const maxTurns = 6;

/**
 * What comes next while members listen on other ports than the plan gives them. Everything else is brought to what the plan says first
 * (`settle-N`). Then a member at a time restarts on its new ports, and every HAProxy looks for it there (`move-HOST`): replicas first. Each leader
 * hands over to one that has moved (`hand-over-CLUSTER`), and moves as a replica. Who has moved and who has not is told by the hosts, so that a run
 * that was cut off goes on from there, and one with the earlier plan goes back.
 * @returns undefined where nothing of it is left to do
 * @throws Problem `no-leader`, `no-candidate`, `ports-stay` (no) where the next member cannot move
 */
export function nextMove<World extends MovingWorld>(
  { facts, moves: all }: World,
  past: Past<World>,
): Next<World, undefined> | undefined {
  if (all === undefined) return undefined;
  const first = past.stages.length === 0;
  const { settle, moves, handOvers, plan } = all;
  const against = [...all.refusals, ...settle.refusals, ...(first ? handOvers.flatMap(stuck) : [])];
  if (against.length > 0) return { kind: 'refused', refusals: against, steps: settle.steps };
  const turn = past.stages.filter(({ id }) => id.startsWith('settle-')).length + 1;
  if (settle.steps.length + settle.planAgain.length > 0 && turn <= maxTurns)
    return {
      kind: 'stage',
      stage: {
        id: `settle-${turn}`,
        title: say`Bringing everything but the ports of members to what the plan says`,
        steps: settle.steps,
        ...(first ? { foreseen: foreseen(all) } : {}),
        again: settle.planAgain,
      },
    };
  const [next] = moves;
  if (next === undefined) return undefined;
  const { cluster, member } = next;
  const leader = cluster.members.find(({ host }) => isLeading(facts.get(host)?.patroni));
  if (leader === undefined)
    throw new Problem(
      'no-leader',
      'no',
      say`${cluster.name} has no leader, and ${member.name} moves to its new ports only where somebody leads: look at quorate status, then run again.`,
    );
  const handing = handOvers.find((one) => one.cluster === cluster);
  if (member === leader && handing !== undefined) {
    const [nobody] = stuck(handing);
    if (nobody !== undefined) throw new Problem('no-candidate', 'no', nobody.said);
    return { kind: 'stage', stage: { ...handOverStage<World>(plan, [handing], `hand-over-${cluster.name}`) } };
  }
  if (past.has(moveId(next)))
    throw new Problem(
      'ports-stay',
      'no',
      say`Patroni of ${member.name} has restarted with its new ports, and the host says that it still listens on others: look at its journal there (journalctl -u patroni), then run again.`,
    );
  const later = first ? foreseen({ ...all, moves: moves.slice(1) }) : [];
  const changes = next.changes();
  return {
    kind: 'stage',
    stage: {
      ...stageOf(next, changes.steps),
      ...(later.length === 0 ? {} : { foreseen: later }),
      again: changes.planAgain,
    },
  };
}

function moveId({ member }: PortMove): string {
  return `move-${member.host}`;
}

function stageOf(move: PortMove, steps: ForeseenStage['steps']): ForeseenStage {
  const { member } = move;
  return {
    id: moveId(move),
    title: say`${member.name} moves to its new ports: Patroni and PostgreSQL restart there`,
    steps,
  };
}

/** What will follow. The leader's own move is one of a replica by then, which nobody notices but readers: it is named, and not predicted from now. */
function foreseen({ moves, handOvers, plan }: PortMoves): readonly ForeseenStage[] {
  return moves.flatMap((move): readonly ForeseenStage[] => {
    const handing = handOvers.find(({ cluster, leader }) => cluster === move.cluster && leader === move.member.name);
    if (handing === undefined) return [stageOf(move, move.changes().steps)];
    const { id, title, steps } = handOverStage(plan, [handing], `hand-over-${move.cluster.name}`);
    return [{ id, title, steps }, stageOf(move, [])];
  });
}

function stuck({ cluster, leader, host, candidate }: HandOver): readonly Refusal[] {
  if (candidate !== undefined) return [];
  return [
    refusal(
      host.name,
      'leader-offline',
      say`${leader} leads ${cluster.name} and has to restart on other ports, and no other member that follows could take over meanwhile. Bring another member to follow first (quorate status), then run again`,
    ),
  ];
}
