import './preflight.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../../components/notice.tsx';
import { EndNotice } from '../../run/endNotice.tsx';
import { countResults, noPreflightView, type PreflightView, preflightMatrix } from '../../run/preflightView.ts';
import { startRun, stopRun, useRuns } from '../../run/runStore.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { durationText } from '../../run/timeText.ts';
import { useAttachedRuns } from '../../run/useAttachedRuns.ts';
import { useNow } from '../../run/useNow.ts';
import { judge } from '../../stores/judge.ts';
import { goTo, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { useStepName } from '../stepName.ts';
import { CheckDetail } from './checkDetail.tsx';
import { CheckMatrix, type Selected } from './checkMatrix.tsx';
import { NewKeys } from './newKeys.tsx';
import { ProblemList } from './problemList.tsx';
import { RttMap } from './rttMap.tsx';

/** Whether the real hosts are fit for the plan. */
export function PreflightScreen() {
  const t = useText();
  useAttachedRuns();
  const text = useWizard((state) => state.text);
  const { preflight, problem } = useRuns();
  const [selected, setSelected] = useState<Selected>();
  const judged = judge(text);
  if (judged.kind !== 'plan') return null;
  const hosts = judged.plan.hosts.map((host) => host.name);
  const view = preflight?.view ?? noPreflightView;
  const running = preflight !== undefined && view.end === undefined;
  const rows = preflight === undefined ? [] : preflightMatrix(view, hosts);
  const recheck = (names?: readonly string[]) =>
    void startRun('preflight', names === undefined ? {} : { hosts: names });

  return (
    <section className="preflight">
      <h1>{t('preflight.title')}</h1>
      <p className="lead">{t('preflight.lead')}</p>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {preflight === undefined ? (
        <div className="panel empty-state">
          <h2>{t('preflight.emptyTitle', { count: hosts.length })}</h2>
          <p className="dim">{t('preflight.emptyText')}</p>
        </div>
      ) : (
        <>
          <PreflightHead view={view} running={running} onStop={() => void stopRun(preflight.id, 'at-once')} />
          <EndNotice end={view.end} />
          <NewKeys view={view} running={running} onTrusted={recheck} />
          <ProblemList
            results={view.results}
            withNewKey={view.newKeys.map((key) => key.host)}
            hosts={hosts}
            running={running}
            onRecheck={recheck}
          />
          <CheckMatrix
            rows={rows}
            hosts={hosts}
            running={running}
            selected={selected}
            onSelect={setSelected}
            onRecheck={(host) => recheck([host])}
          />
          {selected !== undefined && (
            <CheckDetail
              selected={selected}
              results={view.results.filter((one) => one.id === selected.check && one.host === selected.host)}
            />
          )}
          {view.rtt.length > 0 && <RttMap rtt={view.rtt} hosts={hosts} />}
        </>
      )}
    </section>
  );
}

function PreflightHead({
  view,
  running,
  onStop,
}: {
  readonly view: PreflightView;
  readonly running: boolean;
  readonly onStop: () => void;
}) {
  const t = useText();
  const now = useNow(running);
  const counts = countResults(view.results);
  const seconds = ((view.endedAt ?? now) - (view.beganAt ?? now)) / 1000;
  const phase =
    view.phase === 'asking'
      ? t('preflight.asking', { done: view.answered.length, count: view.asked.length })
      : t(`preflight.phase.${view.phase}`);
  return (
    <div className="run-head">
      <div className="counts">
        <StateWord shape="good" word={t('preflight.passed', { count: counts.pass })} />
        <StateWord shape={counts.warn === 0 ? 'none' : 'warn'} word={t('preflight.warned', { count: counts.warn })} />
        <StateWord shape={counts.fail === 0 ? 'none' : 'bad'} word={t('preflight.failed', { count: counts.fail })} />
      </div>
      <span className="dim" role="status">
        {phase}
      </span>
      <span className="dim number">{durationText(seconds)}</span>
      {running && (
        <Button variant="default" size="xs" disabled={view.stopping} onClick={onStop}>
          {t('preflight.stop')}
        </Button>
      )}
    </div>
  );
}

/** The way on: first the checks, then the deployment. */
export function PreflightFoot() {
  const t = useText();
  const stepName = useStepName();
  const { preflight, starting } = useRuns();
  const end = preflight?.view.end;
  const running = preflight !== undefined && end === undefined;
  const ok = end?.outcome === 'preflight' && end.report.ok;
  const state = running ? 'running' : ok ? 'ok' : end === undefined ? 'first' : 'again';
  return (
    <>
      <span className="dim">{t(`preflight.next.${state}`)}</span>
      {end !== undefined && (
        <Button variant="default" onClick={() => (ok ? void startRun('preflight') : goTo('deploy'))}>
          {ok ? t('preflight.runAgain') : t('shell.continue', { step: stepName('deploy') })}
        </Button>
      )}
      {ok ? (
        <Button onClick={() => goTo('deploy')}>{t('shell.continue', { step: stepName('deploy') })}</Button>
      ) : (
        <Button disabled={running || starting !== undefined} onClick={() => void startRun('preflight')}>
          {t(end === undefined ? 'preflight.run' : 'preflight.runAgain')}
        </Button>
      )}
    </>
  );
}
