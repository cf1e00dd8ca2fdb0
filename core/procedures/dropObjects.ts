import { StepList } from '../deployment/stepList.ts';
import { dropDatabase, dropUser } from '../operations/dropObjects.ts';
import type { Operation } from '../operations/operation.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { Problem } from '../problem.ts';
import { databaseName, roleName } from '../render/sql/sqlText.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { clusterNamed, type DescribedVerb } from './describedVerb.ts';

interface Kind {
  readonly stage: 'drop-database' | 'drop-user';
  /** Whether the plan has it: then the next deployment would make it again. */
  planned(plan: Plan, cluster: Cluster, name: string): boolean;
  /** @throws Problem `render.unsafe-value` for a name that no plan can make: what is called so belongs to PostgreSQL, to this program or to somebody else */
  check(name: string): unknown;
  readonly inPlan: (name: string) => Phrase;
  readonly dropping: (name: string, cluster: string) => Phrase;
  readonly gone: (name: string, cluster: string) => Phrase;
  drop(host: string, port: number, name: string): Operation;
}

/** A deployment never drops anything; these do, one thing at a time, and only what the plan does not have. */
function dropVerb(text: Pick<DescribedVerb, 'title' | 'about' | 'question' | 'typed'>, kind: Kind): DescribedVerb {
  return {
    ...text,
    fields: [
      { name: 'cluster', kind: 'cluster', title: say`Cluster` },
      { name: 'name', kind: 'name', title: say`Name` },
    ],
    hosts: (plan, { cluster }) => clusterNamed(plan, cluster).members.map(({ host }) => host),

    next({ plan, status, reached }, past, { cluster: chosen, name = '' }) {
      const cluster = clusterNamed(plan, chosen);
      if (past.has(kind.stage)) return { kind: 'done', result: { changed: true, said: kind.gone(name, cluster.name) } };
      kind.check(name);
      if (kind.planned(plan, cluster, name)) throw new Problem('drop-planned', 'no', kind.inPlan(name));
      if (cluster.standbyOf !== undefined)
        throw new Problem(
          'drop-follows',
          'no',
          say`${cluster.name} follows ${cluster.standbyOf.cluster}, and has what that one has: drop it there.`,
        );
      const leads = status.clusters.find((one) => one.name === cluster.name)?.leader;
      const leader = cluster.members.find((one) => one.name === leads);
      if (leader === undefined)
        throw new Problem(
          'drop-no-leader',
          'no',
          say`Nobody leads ${cluster.name}, so nothing can be dropped there. Look at quorate status first.`,
        );
      if (!reached.has(leader.host))
        throw new Problem(
          'drop-unreachable',
          'unreachable',
          say`${leader.name} leads ${cluster.name}, and its host ${leader.host} cannot be reached. Mend that first; quorate status says why.`,
        );
      const steps = new StepList();
      steps.add(kind.drop(leader.host, plan.postgres.port, name));
      const title = kind.dropping(name, cluster.name);
      return { kind: 'stage', stage: { id: kind.stage, title, steps: steps.all(), pointOfNoReturn: true } };
    },
  };
}

/** Removes a database that the plan does not have. */
export const dropDatabaseVerb = dropVerb(
  {
    title: say`Drop a database`,
    about: say`Drop a database that the plan no longer has, with everything in it.`,
    typed: ({ name = '' }) => name,
    question: (_plan, { cluster = '', name = '' }) =>
      say`The database ${name} of ${cluster} is removed with everything in it, on every member, and its connections end. Only a backup brings it back.`,
  },
  {
    stage: 'drop-database',
    planned: (plan, cluster, name) => postgresOf(plan, cluster).databases.some((one) => one.name === name),
    check: databaseName,
    inPlan: (name) =>
      say`The database ${name} is in the plan: take it out and deploy first, or the next deployment makes it again, empty.`,
    dropping: (name, cluster) => say`Dropping the database ${name} of ${cluster}`,
    gone: (name, cluster) => say`There is no database ${name} in ${cluster} any more.`,
    drop: dropDatabase,
  },
);

/** Removes a user that the plan does not have. */
export const dropUserVerb = dropVerb(
  {
    title: say`Drop a user`,
    about: say`Drop a user that the plan no longer has and that owns nothing any more.`,
    question: (_plan, { cluster = '', name = '' }) =>
      say`The user ${name} of ${cluster} is removed: its sessions end, and its privileges go in every database. A user that still owns something is left as it is, and what it owns is said.`,
  },
  {
    stage: 'drop-user',
    planned: (plan, cluster, name) => postgresOf(plan, cluster).users.some((one) => one.name === name),
    check: (name) => roleName(name, 'postgres.users: name'),
    inPlan: (name) =>
      say`The user ${name} is in the plan: take it out and deploy first, or the next deployment makes it again.`,
    dropping: (name, cluster) => say`Dropping the user ${name} of ${cluster}`,
    gone: (name, cluster) => say`There is no user ${name} in ${cluster} any more.`,
    drop: dropUser,
  },
);
