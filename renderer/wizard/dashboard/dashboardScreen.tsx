import './dashboard.css';
import { Button } from '@mantine/core';
import { connectionStrings } from '../../../core/access/connectionStrings.ts';
import { leftOutSaid } from '../../../core/health/leftOut.ts';
import { Notice } from '../../components/notice.tsx';
import { StateWord } from '../../run/stateMark.tsx';
import { clockText } from '../../run/timeText.ts';
import { goTo } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { AlertList } from './alertList.tsx';
import { ConnectionList } from './connectionList.tsx';
import { FailoverHistory } from './failoverHistory.tsx';
import { HostBoard } from './hostBoard.tsx';
import { LagChart } from './lagChart.tsx';
import { liveHosts, verdictShapes } from './liveHosts.ts';
import { LivePicture } from './livePicture.tsx';
import { isNothingHere, NothingHerePanel } from './nothingHere.tsx';
import { useLabHosts } from './useLabHosts.ts';
import { useWatched } from './useWatched.ts';

/** The running cluster: who leads, who follows how far behind, and how to reach it. */
export function DashboardScreen() {
  const t = useText();
  const phrase = usePhrase();
  const watched = useWatched();
  const lab = useLabHosts(watched?.plan);
  if (watched === undefined) return null;
  const { plan, planFile, news, samples, problem, silent, alerts, verdict } = watched;
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
      ) : isNothingHere(verdict) ? (
        <NothingHerePanel verdict={verdict} silent={silent} />
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
              <ConnectionList connections={connectionStrings(plan)} plan={plan} planFile={planFile} />
              <section className="panel" aria-label={t('operations.title')}>
                <h2>{t('operations.title')}</h2>
                <p className="dim">{t('operations.short')}</p>
                <Button variant="default" size="xs" onClick={() => goTo('operations')}>
                  {t('operations.open')}
                </Button>
              </section>
            </div>
          </div>
        </>
      )}
    </section>
  );
}
