import { useEffect, useState } from 'react';
import { api, messageOf } from '../../api/client.ts';

export type PastRun = Awaited<ReturnType<typeof api.projects.history.query>>['runs'][number];

/** Runs may begin and end from a command line meanwhile. */
const againMilliseconds = 4000;

/** Every run of a plan, newest first, kept up to date; undefined until the journal was read. */
export function useHistory(planFile: string | undefined): {
  readonly runs: readonly PastRun[] | undefined;
  readonly problem: string | undefined;
} {
  const [read, setRead] = useState<{ planFile: string; runs?: readonly PastRun[]; problem?: string }>();
  useEffect(() => {
    if (planFile === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = async () => {
      const found = await api.projects.history.query({ planFile }).then(
        ({ runs }) => ({ planFile, runs }),
        (thrown: unknown) => ({ planFile, problem: messageOf(thrown) }),
      );
      if (stopped) return;
      setRead(found);
      timer = setTimeout(look, againMilliseconds);
    };
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [planFile]);
  const own = read?.planFile === planFile ? read : undefined;
  return { runs: own?.runs, problem: own?.problem };
}
