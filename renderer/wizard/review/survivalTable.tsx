import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import type { Failure } from '../../../core/quorum/failure.ts';
import { combinationResults, failureCandidates } from '../../../core/quorum/simulateAll.ts';
import { type SimulationResult, type Writes, writesInOrder } from '../../../core/quorum/simulationResult.ts';
import { useText } from '../../text/language.ts';
import { sizeText } from '../objectives/sizeText.ts';
import { useFailureName } from './failureName.ts';
import { WritesPill } from './simulationOutcome.tsx';

interface SurvivalTableProps {
  readonly plan: Plan;
  readonly onShow: (failures: readonly Failure[]) => void;
}

/** Simulating goes on for so long before the page may draw again. */
const sliceMilliseconds = 12;
const shownAtFirst = 100;

/** Every loss of one host or site and of any two, by what becomes of writes. */
export function SurvivalTable({ plan, onShow }: SurvivalTableProps) {
  const t = useText();
  const { results, done } = useCombinations(plan);
  const [wanted, setWanted] = useState<Writes | 'all'>('all');
  const [most, setMost] = useState(shownAtFirst);
  const totals = useMemo(() => {
    const counted = new Map<Writes, number>();
    for (const { writes } of results) counted.set(writes, (counted.get(writes) ?? 0) + 1);
    return counted;
  }, [results]);
  const found = wanted === 'all' ? results : results.filter(({ writes }) => writes === wanted);
  const total = failureCandidates(plan).length;

  return (
    <div>
      <p className="lead">{t('survival.lead', { count: total })}</p>
      <fieldset className="chips">
        <legend className="hidden">{t('survival.filter')}</legend>
        {(['all', ...writesInOrder] as const).map((writes) => (
          <label key={writes} className="chip">
            <input
              type="radio"
              name="survival"
              checked={wanted === writes}
              onChange={() => {
                setWanted(writes);
                setMost(shownAtFirst);
              }}
            />
            {writes === 'all' ? t('survival.all') : t(`writes.${writes}`)}{' '}
            <strong className="number">{writes === 'all' ? results.length : (totals.get(writes) ?? 0)}</strong>
          </label>
        ))}
        <span className="dim" role="status">
          {done ? '' : t('survival.working')}
        </span>
      </fieldset>
      <div className="table-frame survival">
        <table className="grid compact">
          <thead>
            <tr>
              <th scope="col">{t('survival.lost')}</th>
              <th scope="col">{t('review.writes')}</th>
              <th scope="col">{t('review.leader')}</th>
              <th scope="col" className="number">
                {t('survival.seconds')}
              </th>
              <th scope="col" className="number">
                {t('review.loss')}
              </th>
              <th scope="col">
                <span className="hidden">{t('survival.show')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, most).map((result) => (
              <SurvivalRow key={result.failed.join(' ')} result={result} onShow={onShow} />
            ))}
          </tbody>
        </table>
      </div>
      {found.length > most && (
        <Button variant="default" size="xs" onClick={() => setMost(most + 500)}>
          {t('survival.more', { count: found.length - most })}
        </Button>
      )}
    </div>
  );
}

interface SurvivalRowProps {
  readonly result: SimulationResult;
  readonly onShow: (failures: readonly Failure[]) => void;
}

function SurvivalRow({ result, onShow }: SurvivalRowProps) {
  const t = useText();
  const nameOf = useFailureName();
  const names = result.failures.map((failure) => nameOf(failure));
  const clusters = result.clusters.filter(({ kind }) => kind === 'primary');
  const slowest = clusters.map(({ secondsToWritable }) => secondsToWritable);
  const worst = slowest.includes(null) ? null : Math.max(...slowest.map((one) => one?.worst ?? 0));
  const typical = Math.max(...slowest.map((one) => one?.typical ?? 0));
  const losses = clusters.map(({ lossBytes }) => lossBytes);
  const loss = losses.includes(null) ? null : Math.max(0, ...losses.map((one) => one ?? 0));
  return (
    <tr>
      <th scope="row" className="survival-lost">
        {names.join(' · ')}
      </th>
      <td>
        <WritesPill writes={result.writes} />
      </td>
      <td>{clusters.map(({ leader, leaderHost }) => (leader === null ? '–' : leaderHost)).join(', ')}</td>
      <td className="number">
        {worst === null
          ? '–'
          : worst === 0
            ? t('survival.atOnce')
            : t('survival.range', { typical: Math.round(typical * 10) / 10, worst: Math.round(worst * 10) / 10 })}
      </td>
      <td className="number">{loss === null ? t('review.lossUnbounded') : loss === 0 ? '0' : `≤ ${sizeText(loss)}`}</td>
      <td>
        <button
          type="button"
          className="plain-button"
          aria-label={t('survival.showOf', { failures: names.join(', ') })}
          onClick={() => onShow(result.failures)}
        >
          {t('survival.show')}
        </button>
      </td>
    </tr>
  );
}

/** All combinations of one and two losses, as many as there are so far: thousands of hosts' pairs must not stop the page. */
function useCombinations(plan: Plan): { readonly results: readonly SimulationResult[]; readonly done: boolean } {
  const [state, setState] = useState<{ results: readonly SimulationResult[]; done: boolean }>({
    results: [],
    done: false,
  });
  useEffect(() => {
    const source = combinationResults(plan, 2);
    const results: SimulationResult[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const work = () => {
      const end = performance.now() + sliceMilliseconds;
      let done = false;
      while (performance.now() < end && !done) {
        const next = source.next();
        if (next.done === true) done = true;
        else results.push(next.value);
      }
      setState({ results: [...results], done });
      if (!done) timer = setTimeout(work, results.length > 500 ? 60 : 0);
    };
    work();
    return () => clearTimeout(timer);
  }, [plan]);
  return state;
}
