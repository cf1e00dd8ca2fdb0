import type { HostFacts } from '../facts/deploymentFacts.ts';
import { stateDirectory } from '../facts/hostState.ts';

/** Where the first content of a file is kept that a deployment replaces. */
export function replacedFile(path: string): string {
  return `${stateDirectory}/original${path}`;
}

/** Configuration files on a host that a deployment would write, and that none has written so far. @param ours the host is this project's */
export function replacedFilesOf(
  { files, state }: Pick<HostFacts, 'files' | 'state'>,
  ours: boolean,
): readonly string[] {
  const written = new Set(
    ours ? [...state.files, ...[...state.applied.values()].flatMap((sums) => [...sums.keys()])] : [],
  );
  return [...files.keys()].filter((path) => path.startsWith('/etc/') && !written.has(path)).sort();
}
