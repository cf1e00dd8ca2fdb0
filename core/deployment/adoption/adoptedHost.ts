import { postgresPort } from '../../components/patroni.ts';
import type { HostFacts } from '../../facts/deploymentFacts.ts';
import type { DebianCluster } from '../../facts/singleServer.ts';

/**
 * A host whose PostgreSQL is being adopted, as the rest of a deployment sees it: what is adopted is no stranger there.
 * @param cluster undefined where Debian's tools know it no more
 * @param directory its data directory, as the plan has it
 */
export function seenAsAdopted(facts: HostFacts, cluster: DebianCluster | undefined, directory: string): HostFacts {
  const { adopted, ...state } = facts.state;
  // Once Patroni runs it, it is what any deployment finds.
  if (adopted?.state === 'taken' || (cluster === undefined && adopted === undefined)) return facts;
  const programs: readonly string[] = postgresPort.programs;
  const { dataDirectories, configurations, units } = facts.leftovers;
  const unit = cluster === undefined ? '' : `postgresql@${cluster.major}-${cluster.name}`;
  return {
    ...facts,
    state: { ...state, directories: [...state.directories, directory] },
    ports: facts.ports.filter(({ port, program }) => port !== cluster?.port || !programs.includes(program)),
    leftovers: {
      dataDirectories: dataDirectories.filter((path) => path !== directory),
      configurations,
      units: units.filter((one) => one !== unit),
    },
  };
}
