import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { type Phrase, say } from '../../wording/phrase.ts';
import type { Change, ChangeWorld } from '../change.ts';
import { renamesIn } from '../renames.ts';

/** Hosts that keep their address and get another name. */
export function renamedHosts(before: DeployedRecord, { plan, wanted }: ChangeWorld): readonly Change[] {
  return [...renamesIn(before, wanted)].map(([then, now]) =>
    hostRenamed(
      now,
      plan.hosts.findIndex(({ name }) => name === now),
      renamePhrase(then, now),
    ),
  );
}

/** @param index of the host in the plan */
export function hostRenamed(
  host: string,
  index: number,
  said: Phrase,
  verdict: Change['verdict'] = 'converge',
): Change {
  return { id: 'host-renamed', subject: host, verdict, path: ['hosts', index, 'name'], host, said };
}

/** What becomes of a host that gets another name. */
export function renamePhrase(then: string, now: string): Phrase {
  return say`${then} is called ${now} from now on: it gets certificates of its own under the new name, its etcd member restarts and takes the name on, and its data stay as they are`;
}
