import './history.css';
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../../components/notice.tsx';
import { StateWord } from '../../run/stateMark.tsx';
import { durationText, momentText } from '../../run/timeText.ts';
import { useNow } from '../../run/useNow.ts';
import { useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { type PastRun, useHistory } from './historyStore.ts';
import { OthersPanel } from './othersPanel.tsx';
import { outcomeShapes, useWhat } from './outcomes.ts';
import { RunDetail } from './runDetail.tsx';

/** Everything that was done to the hosts of the plan, whoever did it and from where: the runs, and what one of them told. */
export function HistoryScreen() {
  const t = useText();
  const planFile = useWizard((state) => state.project?.planFile);
  const deployed = useWizard((state) => state.deployed);
  const { runs, problem } = useHistory(planFile);
  const [chosen, setChosen] = useState<string>();
  const [rehearsals, setRehearsals] = useState(true);
  if (planFile === undefined) return null;
  const listed = runs?.filter((run) => rehearsals || !run.rehearsal) ?? [];
  const open = listed.find(({ id }) => id === chosen) ?? listed[0];

  return (
    <section className="history">
      <div className="run-head">
        <h1>{t('history.title')}</h1>
        <span className="bar-space" />
        {runs?.some(({ rehearsal }) => rehearsal) === true && (
          <Checkbox
            size="xs"
            label={t('history.rehearsals')}
            checked={rehearsals}
            onChange={(event) => setRehearsals(event.currentTarget.checked)}
          />
        )}
      </div>
      <p className="lead">{t('history.lead')}</p>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {runs === undefined && problem === undefined && <p className="dim">{t('history.reading')}</p>}
      {runs !== undefined && open === undefined && (
        <div className="panel empty-state">
          <h2>{t('history.emptyTitle')}</h2>
          <p className="dim">{t('history.emptyText')}</p>
        </div>
      )}
      {open !== undefined && (
        <div className="history-columns">
          <ul className="run-list" aria-label={t('history.list')}>
            {listed.map((run) => (
              <RunRow key={run.id} run={run} open={run.id === open.id} onOpen={() => setChosen(run.id)} />
            ))}
          </ul>
          <RunDetail key={open.id} run={open} planFile={planFile} />
        </div>
      )}
      {deployed && <OthersPanel planFile={planFile} />}
    </section>
  );
}

interface RunRowProps {
  readonly run: PastRun;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function RunRow({ run, open, onOpen }: RunRowProps) {
  const t = useText();
  const what = useWhat();
  const now = useNow(run.outcome === 'going');
  const began = Date.parse(run.startedAt);
  const seconds = run.seconds ?? (run.outcome === 'going' ? (now - began) / 1000 : undefined);
  return (
    <li>
      <button type="button" className="run-row" aria-current={open ? 'true' : undefined} onClick={onOpen}>
        <strong className="run-what">{what(run)}</strong>
        <StateWord shape={outcomeShapes[run.outcome]} word={t(`history.outcome.${run.outcome}`)} />
        <span className="dim number">{momentText(began, now)}</span>
        <span className="dim number run-took">{seconds === undefined ? '' : durationText(seconds)}</span>
        {run.operator !== null && <span className="dim run-by">{run.operator}</span>}
      </button>
    </li>
  );
}
