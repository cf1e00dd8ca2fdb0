import './planChanges.css';
import { Notice } from '../../components/notice.tsx';
import { type PlanChanges, useOwnChanges } from '../../run/changesStore.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { momentText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** How the plan differs from the one that was deployed last: value by value, and which of it a deployment carries out. Nothing before the first one. */
export function PlanChangesPanel() {
  const t = useText();
  const phrase = usePhrase();
  const { changes, problem } = useOwnChanges();
  if (problem !== undefined) return <Notice severity="error">{problem}</Notice>;
  if (changes === undefined || changes.state === 'never' || changes.state === 'removed') return null;
  if (changes.state === 'unknown') return <Notice severity="warning">{t('changes.unknown')}</Notice>;
  const { fields, refusals, notes, deployedAt } = changes;
  const since = deployedAt === null ? '' : momentText(Date.parse(deployedAt), Date.now());
  return (
    <div className="plan-changes">
      <div className="run-head">
        <h2 id="plan-changes">{t('changes.plan')}</h2>
        {fields.length === 0 ? (
          <StateWord shape="good" word={t('changes.none')} />
        ) : (
          <span>{t('changes.count', { count: fields.length })}</span>
        )}
        {since !== '' && <span className="dim number">{t('changes.since', { time: since })}</span>}
      </div>
      {refusals.length > 0 && (
        <Notice severity="error">
          {t('changes.refused')}
          <ul>
            {refusals.map((one) => (
              <li key={`${one.id} ${one.subject}`}>{phrase(one.said)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {fields.length > 0 && <FieldTable fields={fields} />}
      {notes.length > 0 && (
        <Notice severity="info">
          {t('changes.notes')}
          <ul>
            {notes.map((one) => (
              <li key={`${one.id} ${one.subject}`}>{phrase(one.said)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

function FieldTable({ fields }: { readonly fields: PlanChanges['fields'] }) {
  const t = useText();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll a table wider than its frame
    <section className="table-frame" aria-labelledby="plan-changes" tabIndex={0}>
      <table className="grid compact field-changes">
        <caption className="hidden">{t('changes.plan')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('changes.field')}</th>
            <th scope="col">{t('changes.before')}</th>
            <th scope="col">{t('changes.after')}</th>
            <th scope="col">{t('changes.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, before, after, implied, verdict }) => (
            <tr key={field}>
              <th scope="row">
                <code>{field}</code>
              </th>
              <Value text={before} kind="before" isDefault={implied === 'before'} />
              <Value text={after} kind="after" isDefault={implied === 'after'} />
              <td>
                <StateWord shape={verdict === 'converge' ? 'good' : 'bad'} word={t(`changes.verdict.${verdict}`)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ValueProps {
  readonly text: string | null;
  readonly kind: 'before' | 'after';
  readonly isDefault: boolean;
}

function Value({ text, kind, isDefault }: ValueProps) {
  const t = useText();
  if (text === null) return <td className="dim">{t('changes.notSet')}</td>;
  return (
    <td>
      <code className={`field-value field-${kind}`}>{text}</code>
      {isDefault && <span className="dim"> {t('changes.default')}</span>}
    </td>
  );
}
