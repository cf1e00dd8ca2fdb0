import type { HostFacts } from '../../facts/deploymentFacts.ts';
import type { AdoptedServer } from '../../facts/hostState.ts';
import type { SingleServer } from '../../facts/singleServer.ts';
import {
  type AdoptableServer,
  keepServer,
  makeCopyingRoles,
  noteAdoption,
  takeServer,
} from '../../operations/adoptOperations.ts';
import { awaitLeader } from '../../operations/serviceOperations.ts';
import type { FileTools } from '../../operations/writeFiles.ts';
import { replicationRole, rewindRole } from '../../plan/clusterRoles.ts';
import type { DesiredState } from '../../render/desiredHost.ts';
import { clusterSecrets } from '../../render/secretNames.ts';
import { printable } from '../../shell/printable.ts';
import { type Phrase, say } from '../../wording/phrase.ts';
import { type HostWork, pathsOf } from '../hostWork.ts';
import { prepareHosts } from '../planDeployment.ts';
import type { Step } from '../step.ts';
import { StepList } from '../stepList.ts';
import { judgeServer } from './judgeServer.ts';
import { baseConfig } from './serverSettings.ts';

/** How a PostgreSQL that was there before becomes the first member of a cluster. */
export interface AdoptionPlan {
  /** Name of its host. */
  readonly host: string;
  /** Whether Patroni runs it, so that the rest is what any deployment does. */
  readonly taken: boolean;
  /** What keeps it from being adopted. */
  readonly objections: readonly Phrase[];
  /** What becomes otherwise, for a person to know before. */
  readonly changes: readonly Phrase[];
  /** Everything that can be done while it serves. */
  readonly prepare: readonly Step[];
  /** What stops it, and starts it under Patroni. */
  readonly take: readonly Step[];
}

/**
 * Plans an adoption from the hosts as they are.
 * @param facts of the hosts, the adopted one among them as `seenAsAdopted` gives it
 * @param adopted what is noted on the host of an adoption that was begun
 */
export function planAdoption(
  host: string,
  adopted: AdoptedServer | undefined,
  state: DesiredState,
  facts: ReadonlyMap<string, HostFacts>,
  tools: FileTools,
): AdoptionPlan {
  const hosts = state.hosts.flatMap((desired): HostWork[] => {
    const known = facts.get(desired.host.name);
    return known === undefined ? [] : [{ desired, facts: known }];
  });
  const nothing = { host, taken: false, objections: [], changes: [], prepare: [], take: [] };
  if (adopted?.state === 'taken') return { ...nothing, taken: true };
  const work = hosts.find(({ desired }) => desired.host.name === host);
  if (work === undefined) return { ...nothing, objections: [say`it is not in the plan`] };
  const { desired } = work;
  const { member } = desired;
  const unit = work.facts.units.get('patroni.service')?.active ?? '';
  if (adopted === undefined && (work.facts.patroni !== undefined || ['active', 'activating'].includes(unit)))
    return {
      ...nothing,
      objections: [
        say`a Patroni runs there already, and only a PostgreSQL that runs by itself is adopted. quorate import --from reads a cluster of Patroni's into a plan`,
      ],
    };
  const { single } = work.facts;
  // Stopped by a run that was cut off, it was judged before.
  const stopped = adopted !== undefined && single?.cluster?.running !== true;
  const judged = stopped
    ? { objections: [], changes: [], settings: undefined }
    : judgeServer({ desired, state, facts }, single);
  if (judged.objections.length > 0 || member === undefined)
    return { ...nothing, objections: judged.objections, changes: judged.changes };
  const systemIdentifier = facts.get(host)?.directories.get(member.dataDirectory)?.systemIdentifier;
  const server: AdoptableServer | undefined =
    adopted ??
    (single?.cluster === undefined || systemIdentifier === undefined
      ? undefined
      : {
          major: single.cluster.major,
          name: single.cluster.name,
          directory: single.cluster.directory,
          systemIdentifier,
        });
  if (server === undefined)
    return { ...nothing, objections: [say`pg_controldata does not tell what ${member.dataDirectory} holds`] };
  if (adopted !== undefined && systemIdentifier !== adopted.systemIdentifier)
    return {
      ...nothing,
      objections: [
        say`${printable(adopted.directory, 500)} holds another database than the one whose adoption was begun`,
      ],
    };
  const settings = judged.settings && baseConfig(judged.settings.kept);
  const secrets = clusterSecrets(state.plan, member.cluster);
  const prepare = (noting: boolean) => {
    const steps = new StepList();
    prepareHosts(steps, hosts, state, tools, { noting, holding: ['patroni.service'] });
    if (adopted === undefined) steps.add(keepServer(host, server, settings ?? ''));
    // A server that is stopped has them: it stops only when nothing is left to prepare.
    if (!stopped && !hasCopyingRoles(single)) steps.add(makeCopyingRoles(host, server, secrets));
    return steps.all();
  };
  const take = new StepList();
  take.add(takeServer(host, server, member.member.name, settings, pathsOf(work, 'patroni')));
  take.add(awaitLeader(host, member));
  take.add(noteAdoption(host, server, 'taken'));
  return {
    ...nothing,
    changes: judged.changes,
    // What changes nothing is no deployment that others would have to know of.
    prepare: prepare(false).length === 0 ? [] : prepare(true),
    take: take.all(),
  };
}

/** Whether the roles by which members copy each other are there, whoever made them: those that were there before become the cluster's own. */
function hasCopyingRoles(single: SingleServer | undefined): boolean {
  const names = single?.content?.roles.map(({ name }) => name) ?? [];
  return [replicationRole, rewindRole].every((name) => names.includes(name));
}
