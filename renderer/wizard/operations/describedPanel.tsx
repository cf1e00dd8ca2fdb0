import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type DescribedVerb, namesFor } from '../../../core/procedures/describedVerb.ts';
import { type DescribedVerbId, describedVerbs } from '../../../core/procedures/describedVerbs.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { TypedName } from '../../components/typedName.tsx';
import { startRun, useRuns } from '../../run/runStore.ts';
import { useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { Foresight, useForesight } from './foresight.tsx';
import { OperationRun } from './operationRun.tsx';

interface DescribedPanelProps {
  readonly id: DescribedVerbId;
  readonly plan: Plan;
  readonly status: StatusDocument;
}

/** A procedure that describes itself: its choices, its question, and its run. */
export function DescribedPanel({ id, plan, status }: DescribedPanelProps) {
  const t = useText();
  const phrase = usePhrase();
  const verb: DescribedVerb = describedVerbs[id];
  const planFile = useWizard(({ project }) => project?.planFile);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const { operation, starting } = useRuns();
  const run = operation?.kind === id ? operation : undefined;
  const busy = starting !== undefined || (operation !== undefined && operation.view.end === undefined);
  const fields = verb.fields.map((field) => {
    const names = namesFor(field, plan);
    const [only, ...more] = names ?? [];
    const value = chosen[field.name] ?? (more.length === 0 ? only : undefined) ?? '';
    return { field, names, value: names === undefined || names.includes(value) ? value : '' };
  });
  const choices = Object.fromEntries(fields.map(({ field, value }) => [field.name, value]));
  const complete = fields.every(({ value }) => value !== '');
  const title = phrase(verb.title);
  const foresees = verb.foresee !== undefined;
  const look = useForesight(asking && foresees ? planFile : undefined, id, choices);
  // What is known to be refused, or to do nothing, need not be begun.
  const ready =
    !foresees || (look.seen !== undefined && look.seen.stages.length > 0 && look.seen.objections.length === 0);
  // One that has just been done stays, with what it came to.
  if (run === undefined && verb.offered?.(status) === false) return null;
  // It was refused for what a loss would mean meanwhile: asked for again, it is confirmed by the plan's name.
  const end = run?.view.end;
  const risky = end?.outcome === 'problem' && end.code === 'redundancy-falls';
  const expected = risky ? plan.name : verb.typed?.(choices);
  const close = () => {
    setAsking(false);
    setTyped('');
  };
  const begin = () => {
    close();
    void startRun(id, risky && typed === plan.name ? { choices, confirmed: plan.name } : { choices });
  };
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <p className="dim">{phrase(verb.about)}</p>
      <div className="row">
        {fields.map(({ field, names, value }) =>
          names === undefined ? (
            <input
              key={field.name}
              className="cell cell-framed run-select"
              aria-label={phrase(field.title)}
              placeholder={phrase(field.title)}
              disabled={busy}
              maxLength={63}
              autoComplete="off"
              spellCheck={false}
              value={value}
              onChange={({ currentTarget }) => setChosen({ ...chosen, [field.name]: currentTarget.value })}
            />
          ) : (
            <select
              key={field.name}
              className="cell cell-framed run-select"
              aria-label={phrase(field.title)}
              disabled={busy}
              value={value}
              onChange={({ currentTarget }) => setChosen({ ...chosen, [field.name]: currentTarget.value })}
            >
              <option value="">{t('operation.choose', { what: phrase(field.title) })}</option>
              {names.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          ),
        )}
        <Button variant="default" size="xs" disabled={busy || !complete} onClick={() => setAsking(true)}>
          {t('operation.open')}
        </Button>
      </div>
      {run !== undefined && (
        <OperationRun run={run} label={title}>
          {run.view.end?.outcome === 'done' && <Notice severity="info">{phrase(run.view.end.result.said)}</Notice>}
        </OperationRun>
      )}
      {asking && (
        <Dialog title={title} onClose={close}>
          <p>{phrase(verb.question(plan, choices))}</p>
          {foresees && <Foresight {...look} />}
          {expected !== undefined && <TypedName name={expected} typed={typed} onType={setTyped} />}
          <div className="dialog-buttons">
            <Button variant="default" onClick={close}>
              {t('switchover.keep')}
            </Button>
            <Button disabled={!ready || (expected !== undefined && typed !== expected)} onClick={begin}>
              {title}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
