import { Notice } from '../../components/notice.tsx';
import type { DeployView } from '../../run/deployView.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { durationText, momentText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { CheckList } from '../deploy/checkList.tsx';
import { FailureList } from '../deploy/failureList.tsx';
import { HostLanes } from '../deploy/hostLanes.tsx';
import { LogPanel } from '../deploy/logPanel.tsx';
import type { PastRun } from './historyStore.ts';
import { outcomeShapes, useWhat } from './outcomes.ts';
import { RunFacts } from './runFacts.tsx';
import { useRunLog } from './useRunLog.ts';

/** One run: what it was, how it ended and why, and everything that it told. */
export function RunDetail({ run, planFile }: { readonly run: PastRun; readonly planFile: string }) {
  const t = useText();
  const phrase = usePhrase();
  const what = useWhat();
  const { state, view, log, problem } = useRunLog(planFile, run);
  const settled = settledView(view, run);
  const hosts = run.hosts.length > 0 ? run.hosts : view.hosts;
  return (
    <article className="run-detail" aria-label={what(run)}>
      <div className="panel">
        <div className="run-head">
          <h2>{what(run)}</h2>
          <StateWord shape={outcomeShapes[run.outcome]} word={t(`history.outcome.${run.outcome}`)} />
          <span className="dim number">{momentText(Date.parse(run.startedAt), Date.now())}</span>
          {run.seconds !== null && (
            <span className="dim number">{t('deploy.took', { time: durationText(run.seconds) })}</span>
          )}
        </div>
        {run.said !== null && (
          <Notice severity={run.outcome === 'failed' ? 'error' : 'warning'}>{phrase(run.said)}</Notice>
        )}
        {run.outcome === 'cut-off' && <Notice severity="warning">{t('history.cutOff')}</Notice>}
        <RunFacts run={run} />
      </div>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {view.refusals.length > 1 && (
        <Notice severity="warning">
          {t('history.refusals')}
          <ul>
            {view.refusals.map((one) => (
              <li key={one.message}>{phrase(one.said)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <FailureList failures={view.failures} />
      {view.steps.length > 0 && !run.rehearsal && <HostLanes view={settled} hosts={hosts} />}
      {view.checks.length > 0 && <CheckList checks={view.checks} />}
      {state === 'reading' && <p className="dim">{t('history.readingLog')}</p>}
      {state === 'missing' && <p className="dim">{t('history.noLog')}</p>}
      {state === 'read' && <LogPanel key={run.id} log={log} hosts={hosts} />}
    </article>
  );
}

/** Of a run that is over, nothing runs any more: a step without an end is one that nobody knows the end of. */
function settledView(view: DeployView, { outcome }: PastRun): DeployView {
  if (outcome === 'going') return view;
  return {
    ...view,
    steps: view.steps.map((one) => (one.state === 'running' ? { ...one, state: 'unknown' as const } : one)),
  };
}
