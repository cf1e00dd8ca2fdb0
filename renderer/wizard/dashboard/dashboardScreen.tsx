import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { connectionStrings } from '../../../core/access/connectionStrings.ts';
import { findAlerts } from '../../../core/health/alerts.ts';
import { leftOutSaid } from '../../../core/health/leftOut.ts';
import { listOf } from '../../../core/wording/phrase.ts';
import { Notice } from '../../components/notice.tsx';
import { StateWord } from '../../run/stateMark.tsx';
import { clockText } from '../../run/timeText.ts';
import { useAttachedRuns } from '../../run/useAttachedRuns.ts';
import { judge } from '../../stores/judge.ts';
import { goTo, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { AlertList } from './alertList.tsx';
import { ConnectionList } from './connectionList.tsx';
import { FailoverHistory } from './failoverHistory.tsx';
import { HostBoard } from './hostBoard.tsx';
import { LagChart } from './lagChart.tsx';
import { liveHosts, verdictOf, verdictShapes } from './liveHosts.ts';
import { LivePicture } from './livePicture.tsx';
import { useMonitor, watchProject } from './monitorStore.ts';
import { regionChoices } from './regionChoices.ts';
import { RegionsPanel } from './regionsPanel.tsx';
import { SwitchoverPanel } from './switchoverPanel.tsx';
import { useLabHosts } from './useLabHosts.ts';

/** The running cluster: who leads, who follows how far behind, and what to do about it. */
export function DashboardScreen() {
  const t = useText();
  const phrase = usePhrase();
  const planFile = useWizard((state) => state.project?.planFile);
  const text = useWizard((state) => state.text);
  const { news, samples, problem } = useMonitor();
  useAttachedRuns();
  useEffect(() => (planFile === undefined ? undefined : watchProject(planFile)), [planFile]);
  const judged = judge(text);
  const lab = useLabHosts(judged.kind === 'plan' ? judged.plan : undefined);
  if (judged.kind !== 'plan' || planFile === undefined) return null;
  const { plan } = judged;
  const silent = news?.status.unreachable.map(({ host }) => host) ?? [];
  const alerts = news === undefined || news.waitingFor.length > 0 ? [] : findAlerts(plan, news.status);
  const verdict = verdictOf(news, alerts);
  const hosts = news === undefined ? [] : liveHosts(plan, news);
  const members = plan.clusters.flatMap((cluster) => cluster.members.map((member) => member.name));

  return (
    <section className="dashboard">
      <div className="run-head">
        <h1>{t('dashboard.title')}</h1>
        <span role="status">
          <StateWord shape={verdictShapes[verdict]} word={t(`dashboard.verdict.${verdict}`)} />
        </span>
        <span className="bar-space" />
        {news !== undefined && (
          <span className="dim number">{t('dashboard.lookedAt', { time: clockText(news.at) })}</span>
        )}
      </div>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {news?.status.leftOut.map((one) => (
        <Notice key={one.host} severity="warning">
          {phrase(leftOutSaid(one))}
        </Notice>
      ))}
      {news === undefined ? (
        <p className="dim">{t('dashboard.connecting')}</p>
      ) : verdict === 'not-deployed' || verdict === 'removed' || verdict === 'foreign' ? (
        <div className="panel empty-state">
          <h2>{t(`dashboard.empty.${verdict}`)}</h2>
          <p className="dim">{t(`dashboard.emptyText.${verdict}`)}</p>
          {silent.length > 0 && (
            <p className="dim">{t('dashboard.emptySilent', { hosts: phrase(listOf(silent, 'comma')) })}</p>
          )}
          <Button variant="default" size="xs" onClick={() => goTo(verdict === 'foreign' ? 'review' : 'deploy')}>
            {t(verdict === 'foreign' ? 'dashboard.toReview' : 'dashboard.toDeploy')}
          </Button>
        </div>
      ) : (
        <>
          <AlertList alerts={alerts} />
          <HostBoard hosts={hosts} plan={plan} lab={lab} />
          <div className="dashboard-columns">
            <div>
              <LivePicture plan={plan} hosts={hosts} />
              <LagChart samples={samples} members={members} />
              <FailoverHistory changes={news.changes} notKept={news.changesNotKept} now={news.at} />
            </div>
            <div>
              {regionChoices(plan, news.status.clusters, silent).map((pair) => (
                <RegionsPanel key={pair.standby.name} pair={pair} />
              ))}
              {news.status.clusters.map((cluster) => (
                <SwitchoverPanel key={cluster.name} cluster={cluster} plan={plan} silent={silent} />
              ))}
              <ConnectionList connections={connectionStrings(plan)} plan={plan} planFile={planFile} />
            </div>
          </div>
        </>
      )}
    </section>
  );
}
