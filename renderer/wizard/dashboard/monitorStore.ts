import { create } from 'zustand';
import type { LagSample, MonitorNews } from '../../../electron/api/streamTypes.ts';
import { api, messageOf } from '../../api/client.ts';
import { noteDeployed } from '../../stores/wizard.ts';

interface MonitorState {
  readonly planFile: string | undefined;
  readonly news: MonitorNews | undefined;
  readonly samples: readonly LagSample[];
  readonly problem: string | undefined;
}

const nothing: MonitorState = { planFile: undefined, news: undefined, samples: [], problem: undefined };

/** What the monitor of the open project tells. */
export const useMonitor = create<MonitorState>(() => nothing);

const maxSamples = 900;
const againMilliseconds = 1500;

/** Takes in news: samples that came before, as after a lost connection, are left out. */
export function withNews(state: MonitorState, news: MonitorNews): MonitorState {
  const last = state.samples.at(-1)?.at ?? 0;
  const fresh = news.samples.filter((sample) => sample.at > last);
  return { ...state, news, problem: undefined, samples: [...state.samples, ...fresh].slice(-maxSamples) };
}

/** Watches a project until the returned function is called. A monitor that ends, as after a deployment, is asked for anew. */
export function watchProject(planFile: string): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe(): void } | undefined;
  if (useMonitor.getState().planFile !== planFile) useMonitor.setState({ ...nothing, planFile });
  const again = () => {
    if (!stopped) timer = setTimeout(watch, againMilliseconds);
  };
  const watch = () => {
    subscription = api.hosts.watch.subscribe(
      { planFile },
      {
        // JSON leaves out what is undefined.
        onData: (news) => {
          useMonitor.setState((state) => withNews(state, news as MonitorNews));
          // Somebody may have deployed or removed it from a command line meanwhile.
          if (news.deployed !== 'never') noteDeployed(planFile, news.deployed === 'deployed');
        },
        onComplete: again,
        onError(thrown) {
          useMonitor.setState({ problem: messageOf(thrown) });
          again();
        },
      },
    );
  };
  watch();
  return () => {
    stopped = true;
    clearTimeout(timer);
    subscription?.unsubscribe();
  };
}
