import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { type Failure, failureText } from '../../../core/quorum/failure.ts';
import { nextFailures } from '../../../core/quorum/nextFailures.ts';
import type { ClusterOutcome, SimulationResult } from '../../../core/quorum/simulationResult.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { sizeText } from '../objectives/sizeText.ts';
import { useFailureName } from './failureName.ts';
import { OutageBar } from './outageBar.tsx';

interface SimulationOutcomeProps {
  readonly plan: Plan;
  readonly result: SimulationResult;
  readonly failures: readonly Failure[];
  readonly onToggle: (failure: Failure) => void;
  readonly onReset: () => void;
}

/** Beyond this many hosts, looking one failure ahead takes too long for every press. */
const maxLookedAhead = 40;
const maxListed = 6;

/** What the failures do: who leads, whether clients can write, after how long, with what loss, and why. */
export function SimulationOutcome({ plan, result, failures, onToggle, onReset }: SimulationOutcomeProps) {
  const t = useText();
  const nameOf = useFailureName();
  const next = useMemo(
    () => (plan.hosts.length > maxLookedAhead ? [] : nextFailures(plan, failures)),
    [plan, failures],
  );
  return (
    <aside className="panel outcome-panel" aria-live="polite" aria-label={t('review.outcome')}>
      <h2>{t(failures.length === 0 ? 'review.healthy' : 'review.outcome')}</h2>
      {failures.length > 0 && (
        <div className="failed-list">
          {failures.map((failure) => (
            <button
              key={failureText(failure)}
              type="button"
              className="failed-chip"
              aria-label={t('review.restore', { failure: nameOf(failure) })}
              onClick={() => onToggle(failure)}
            >
              {nameOf(failure)} <span aria-hidden="true">×</span>
            </button>
          ))}
          <Button size="compact-xs" variant="subtle" onClick={onReset}>
            {t('review.reset')}
          </Button>
        </div>
      )}
      {result.clusters.map((cluster) => (
        <ClusterResult key={cluster.name} cluster={cluster} rtoSeconds={plan.objectives.rtoSeconds} />
      ))}
      {next.length > 0 && (
        <div className="outcome-next">
          <h3>{t('review.next')}</h3>
          <ul>
            {next.slice(0, maxListed).map(({ failure, writes }) => (
              <li key={failureText(failure)}>
                <button type="button" className="plain-button" onClick={() => onToggle(failure)}>
                  {nameOf(failure)}
                </button>
                <WritesPill writes={writes} />
              </li>
            ))}
          </ul>
          {next.length > maxListed && <p className="dim">{t('review.moreNext', { count: next.length - maxListed })}</p>}
        </div>
      )}
    </aside>
  );
}

function ClusterResult({ cluster, rtoSeconds }: { readonly cluster: ClusterOutcome; readonly rtoSeconds: number }) {
  const t = useText();
  const phrase = usePhrase();
  const { leader, leaderHost, writes, writesAtBest, reads, secondsToWritable: seconds, lossBytes, runbook } = cluster;
  const stops = seconds !== null && seconds.worst > 0;
  return (
    <section className="cluster-result">
      <h3>
        {cluster.name}
        {cluster.kind === 'standby' && <span className="dim"> · {t('review.standbyCluster')}</span>}
      </h3>
      <p>
        <WritesPill writes={writes} />
        {writesAtBest !== writes && (
          <span className="dim"> {t('review.atBest', { writes: t(`writes.${writesAtBest}`) })}</span>
        )}
      </p>
      <dl className="facts">
        <dt>{t('review.leader')}</dt>
        <dd>{leader === null ? t('review.nobody') : t('review.leaderOn', { leader, host: leaderHost ?? '' })}</dd>
        <dt>{t('review.writable')}</dt>
        <dd className="number">
          {seconds === null
            ? t('review.notByItself')
            : stops
              ? t('review.after', { typical: round(seconds.typical), worst: round(seconds.worst) })
              : t('review.always')}
        </dd>
        <dt>{t('review.reads')}</dt>
        <dd>{t(`reads.${reads}`)}</dd>
        <dt>{t('review.loss')}</dt>
        <dd className="number">
          {lossBytes === null
            ? t('review.lossUnbounded')
            : lossBytes === 0
              ? t('review.lossNone')
              : t('review.lossUpTo', { size: sizeText(lossBytes) })}
        </dd>
      </dl>
      {stops && <OutageBar seconds={seconds} rtoSeconds={rtoSeconds} />}
      <p className="reason">{phrase(cluster.said)}</p>
      {runbook !== null && (
        <p>
          <strong>{t('review.runbook')}</strong> {t(`runbook.${runbook}`)}
        </p>
      )}
      {cluster.splitBrain.exposed && <p className="outcome-warning">{phrase(cluster.splitBrain.said)}</p>}
      {cluster.degraded.length > 0 && (
        <ul className="degraded">
          {cluster.degraded.map(({ code, said }) => (
            <li key={code}>{phrase(said)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What becomes of writes, as shape, colour and word. */
export function WritesPill({ writes }: { readonly writes: ClusterOutcome['writes'] }) {
  const t = useText();
  return (
    <span className={`pill pill-${writes}`}>
      <svg viewBox="0 0 12 12" className="pill-sign" aria-hidden="true">
        <path d={signs[writes]} />
      </svg>
      {t(`writes.${writes}`)}
    </span>
  );
}

const signs = {
  unaffected: 'M2 6.500l3 3 5-7',
  automatic: 'M9.500 4.500A4 4 0 1 0 10 7M10 1.500v3h-3',
  manual: 'M6 1.500v5.500M6 9.500v1',
  lost: 'M2 2l8 8M10 2l-8 8',
} as const;

function round(seconds: number): string {
  return String(Math.round(seconds * 10) / 10);
}
