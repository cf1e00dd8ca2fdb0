import { useEffect, useState } from 'react';
import type { RunEntry } from '../../../electron/api/streamTypes.ts';
import { api, messageOf } from '../../api/client.ts';
import { type DeployView, noDeployView, reduceDeploy } from '../../run/deployView.ts';
import { LogLines } from '../../run/logLines.ts';
import type { PastRun } from './historyStore.ts';

/** The log of a run as far as it was read. */
export interface ReadLog {
  readonly state: 'reading' | 'read' | 'missing';
  readonly view: DeployView;
  readonly log: LogLines;
  readonly problem: string | undefined;
}

const againMilliseconds = 1500;

/** Reads the log of a run, slice by slice, and goes on reading while the run goes on. */
export function useRunLog(planFile: string, { id, outcome }: PastRun): ReadLog {
  const [read, setRead] = useState<ReadLog>(unread);
  const going = outcome === 'going';
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let afterLine = 0;
    let view = noDeployView;
    const log = new LogLines();
    const look = async () => {
      for (let more = true; more; ) {
        const slice = await api.projects.runLog.query({ planFile, run: id, afterLine });
        if (stopped) return;
        if (slice === null) {
          setRead({ ...unread(), state: 'missing' });
          return;
        }
        // JSON leaves out what is undefined.
        const entries = slice.entries.map(
          ({ line, at, event }) => ({ seq: line, at, event: { type: 'deploy', event } }) as RunEntry,
        );
        view = reduceDeploy(view, entries);
        log.take(entries);
        ({ more, lastLine: afterLine } = slice);
      }
      setRead({ state: 'read', view, log, problem: undefined });
      if (going) timer = setTimeout(attempt, againMilliseconds);
    };
    const attempt = () => {
      look().catch((thrown: unknown) => {
        if (!stopped) setRead((before) => ({ ...before, problem: messageOf(thrown) }));
      });
    };
    attempt();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [planFile, id, going]);
  return read;
}

function unread(): ReadLog {
  return { state: 'reading', view: noDeployView, log: new LogLines(), problem: undefined };
}
