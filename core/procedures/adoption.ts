import { type Refusal, refusal } from '../changes/refusal.ts';
import { StepList } from '../deployment/stepList.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { AdoptedServer } from '../facts/hostState.ts';
import { haltMember, noteAdoption, returnServer, settleAdoption } from '../operations/adoptOperations.ts';
import { isLeading } from '../patroni/answers.ts';
import { ownRoles, superuserRole } from '../plan/clusterRoles.ts';
import { memberOn, type Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { type DeploymentWorld, nextOfDeployment } from './deployment.ts';
import type { Interruption, Next, Past, Stage } from './procedure.ts';

/**
 * From the last commit under its own unit to the first one under Patroni: a checkpoint, its stop, Patroni's start, the lock in etcd, its promotion. Measured on lab hosts.
 */
export const takeStop: Interruption = { minSeconds: 2, typicalSeconds: 5, worstSeconds: 60 };

/** Each look brings the hosts nearer; more go round in circles. */
const maxPreparations = 4;

/**
 * The stages of an adoption: packages, files and etcd on every host, and a copy of what is needed to go back (`prepare-N`), while the server goes on; then it stops and
 * starts under Patroni (`take`); from there on it is a deployment, which copies the other members from it.
 */
export function nextOfAdoption(world: DeploymentWorld, past: Past<DeploymentWorld>): Next<DeploymentWorld, undefined> {
  const { adoption, refusals } = world;
  if (adoption === undefined) {
    if (refusals.length > 0) return { kind: 'refused', refusals };
    throw new Error('nobody looked at what is to be adopted');
  }
  if (adoption.taken) return nextOfDeployment(world, past);
  const { host, objections, changes, prepare, take } = adoption;
  const against = [
    ...objections.map((what) => refusal(host, 'adoption', what)),
    ...(objections.length > 0 ? refusals.filter((one) => !isAboutServer(one, host)) : refusals),
  ];
  if (against.length > 0) return { kind: 'refused', refusals: against, steps: [...prepare, ...take] };
  const taking: Stage<DeploymentWorld> = {
    id: 'take',
    title: say`Stopping PostgreSQL on ${host}, and starting it under Patroni`,
    steps: take,
    writesStop: takeStop,
    readsStop: takeStop,
  };
  const turn = past.stages.filter(({ id }) => id.startsWith('prepare-')).length + 1;
  if (prepare.length > 0 && turn <= maxPreparations)
    return {
      kind: 'stage',
      stage: {
        id: `prepare-${turn}`,
        title: say`Preparing the hosts, while PostgreSQL on ${host} goes on`,
        steps: prepare,
        notes: turn === 1 ? changes : [],
        foreseen: [taking],
        again: [],
      },
    };
  if (past.has('take'))
    throw new Problem(
      'adoption-late',
      'no',
      say`PostgreSQL on ${host} was started under Patroni, and nothing is noted of it: look at journalctl -u patroni there, then run this again.`,
    );
  return { kind: 'stage', stage: { ...taking, notes: past.stages.length === 0 ? changes : [], again: [] } };
}

/** Whether a refusal says no more than that the server is there: an objection says what to do about it. */
function isAboutServer({ host: at, code, check }: Refusal, host: string): boolean {
  return (
    at === host &&
    (['data-directory-not-empty', 'port-taken', 'foreign-service'].includes(code) ||
      ['leftovers', 'ports-free'].includes(check ?? ''))
  );
}

/** The hosts of a plan whose first member was adopted, on its way back. */
export interface ReturnWorld {
  readonly plan: Plan;
  /** The host of the adopted server. */
  readonly host: string;
  readonly facts: ReadonlyMap<string, HostFacts>;
}

/** What the way back, or giving it up, says at its end. */
export interface AdoptionResult {
  readonly changed: boolean;
  readonly said: Phrase;
}

/**
 * Gives an adopted server back to Debian's tools: the other members stop (`halt`), so that nobody takes over, and it runs by itself again (`return`). Only while it leads: then
 * nobody holds newer data.
 * @throws Problem `adoption-not-leading` (no)
 */
export function nextOfReturn(world: ReturnWorld, past: Past<ReturnWorld>): Next<ReturnWorld, AdoptionResult> {
  const { plan, host, facts } = world;
  const adopted = adoptedOn(facts, host);
  if (adopted === undefined)
    return {
      kind: 'done',
      result: past.has('return')
        ? {
            changed: true,
            said: say`PostgreSQL on ${host} runs by itself again, with everything that was written meanwhile. What was deployed beside it is still there: quorate destroy PLAN takes it away.`,
          }
        : { changed: false, said: say`Nothing was adopted on ${host}: there is nothing to take back.` },
    };
  const others = plan.hosts.flatMap(({ name }) => {
    const member = memberOn(plan, name)?.member;
    return name === host || member === undefined ? [] : [{ name, member }];
  });
  if (adopted.state === 'taken' && !isLeading(facts.get(host)?.patroni)) throw notLeading(plan, host);
  const stillRun = others.filter(({ name }) =>
    ['active', 'activating'].includes(facts.get(name)?.units.get('patroni.service')?.active ?? ''),
  );
  const steps = new StepList();
  if (adopted.state === 'taken' || (adopted.state === 'returning' && stillRun.length > 0)) {
    if (past.has('halt')) throw notLeading(plan, host);
    const noted = adopted.state === 'taken' ? steps.add(noteAdoption(host, adopted, 'returning')) : undefined;
    for (const { name, member } of others) steps.add(haltMember(name, member.name), [noted]);
    return {
      kind: 'stage',
      stage: {
        id: 'halt',
        title: say`Stopping the other members: nobody is to take over`,
        steps: steps.all(),
        again: [],
      },
    };
  }
  const own = [...ownRoles(plan).keys()].filter((name) => name !== superuserRole);
  steps.add(returnServer(host, adopted, own));
  return {
    kind: 'stage',
    stage: {
      id: 'return',
      title: say`Starting PostgreSQL on ${host} by itself, as before`,
      steps: steps.all(),
      writesStop: takeStop,
      readsStop: takeStop,
      again: [],
    },
  };
}

function notLeading(plan: Plan, host: string): Problem {
  const name = memberOn(plan, host)?.member.name ?? host;
  return new Problem(
    'adoption-not-leading',
    'no',
    say`${name} on ${host} does not lead, so another member may hold newer data, and going back would lose them. Hand over to it first (quorate switchover PLAN ${name}), then run this again; or give up the way back: quorate adopt PLAN ${host} --final.`,
  );
}

/** Gives up the way back: the directory belongs to the deployment from then on, and a removal takes it away. */
export function nextOfSettling(
  { host, facts }: ReturnWorld,
  past: Past<ReturnWorld>,
): Next<ReturnWorld, AdoptionResult> {
  const adopted = adoptedOn(facts, host);
  if (adopted === undefined)
    return {
      kind: 'done',
      result: past.has('settle')
        ? {
            changed: true,
            said: say`The data directory on ${host} belongs to the deployment now: a removal takes it away with everything in it.`,
          }
        : { changed: false, said: say`Nothing was adopted on ${host}.` },
    };
  if (adopted.state !== 'taken')
    throw new Problem(
      'adoption-unfinished',
      'no',
      say`The adoption on ${host} is not finished: go on with it (quorate adopt PLAN ${host}), or go back (--back).`,
    );
  const steps = new StepList();
  steps.add(settleAdoption(host, adopted));
  return {
    kind: 'stage',
    stage: {
      id: 'settle',
      title: say`Giving up the way back on ${host}`,
      steps: steps.all(),
      pointOfNoReturn: true,
      again: [],
    },
  };
}

function adoptedOn(facts: ReadonlyMap<string, HostFacts>, host: string): AdoptedServer | undefined {
  return facts.get(host)?.state.adopted;
}
