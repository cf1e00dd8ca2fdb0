import './operations.css';
import { describedVerbIds } from '../../../core/procedures/describedVerbs.ts';
import { Notice } from '../../components/notice.tsx';
import { useRuns } from '../../run/runStore.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { useAttachedRuns } from '../../run/useAttachedRuns.ts';
import { useText } from '../../text/language.ts';
import { verdictShapes } from '../dashboard/liveHosts.ts';
import { isNothingHere, NothingHerePanel } from '../dashboard/nothingHere.tsx';
import { useWatched } from '../dashboard/useWatched.ts';
import { type PastRun, useHistory } from '../history/historyStore.ts';
import { DescribedPanel } from './describedPanel.tsx';
import { regionChoices } from './regionChoices.ts';
import { RegionsPanel } from './regionsPanel.tsx';
import { RotatePanel } from './rotatePanel.tsx';
import { SwitchoverPanel } from './switchoverPanel.tsx';
import { UndoPanel } from './undoPanel.tsx';

/** What is done to a cluster that runs, on purpose: hand over, move the writes between regions, take it away. */
export function OperationsScreen() {
  const t = useText();
  useAttachedRuns();
  const watched = useWatched();
  const running = useRuns(({ deploy }) => deploy !== undefined && deploy.view.end === undefined);
  // The journal is read again and again: only where it is asked.
  const { runs } = useHistory(watched?.verdict === 'not-deployed' ? watched.planFile : undefined);
  if (watched === undefined) return null;
  const { plan, news, problem, silent, verdict } = watched;
  const pairs = news === undefined ? [] : regionChoices(plan, news.status.clusters, silent);

  return (
    <section className="operations">
      <div className="run-head">
        <h1>{t('operations.title')}</h1>
        <span role="status">
          <StateWord shape={verdictShapes[verdict]} word={t(`dashboard.verdict.${verdict}`)} />
        </span>
      </div>
      <p className="lead">{t('operations.lead')}</p>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {running && <Notice severity="info">{t('operations.busy')}</Notice>}
      {news === undefined ? (
        <p className="dim">{t('dashboard.connecting')}</p>
      ) : isNothingHere(verdict) ? (
        <NothingHerePanel verdict={verdict} silent={silent} />
      ) : (
        <div className="operation-list">
          {news.status.clusters.map((cluster) => (
            <SwitchoverPanel key={cluster.name} cluster={cluster} plan={plan} silent={silent} />
          ))}
          {pairs.map((pair) => (
            <RegionsPanel key={pair.standby.name} pair={pair} />
          ))}
          {describedVerbIds.map((id) => (
            <DescribedPanel key={id} id={id} plan={plan} status={news.status} />
          ))}
          <RotatePanel />
          <UndoPanel plan={plan} busy={running} />
        </div>
      )}
      {verdict === 'not-deployed' && leftSomething(runs) && <UndoPanel plan={plan} busy={running} />}
    </section>
  );
}

/** Whether a deployment began that may have left something on the hosts, though there is no cluster to see. */
function leftSomething(runs: readonly PastRun[] | undefined): boolean {
  const last = runs?.find(({ what, rehearsal, outcome }) => !rehearsal && outcome !== 'refused' && isDeployment(what));
  return last?.what === 'deploy' && last.stepsDone + last.failedSteps.length + last.unknownSteps.length > 0;
}

function isDeployment(what: string): boolean {
  return what === 'deploy' || what === 'destroy';
}
