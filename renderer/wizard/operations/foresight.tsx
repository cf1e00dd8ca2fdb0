import { useEffect, useState } from 'react';
import { predictedPhrase, whatIfPhrase } from '../../../core/impact/sentences.ts';
import type { DescribedVerbId } from '../../../core/procedures/describedVerbs.ts';
import { api, messageOf } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

type Foreseen = Awaited<ReturnType<typeof api.procedures.foresee.query>>;

/** What a look has come to so far; both undefined while it goes on. */
export interface Look {
  readonly seen?: Foreseen;
  readonly problem?: string;
}

/** Asks what a procedure would do, once, as long as somebody is asked about it. @param planFile undefined: nothing is asked */
export function useForesight(
  planFile: string | undefined,
  kind: DescribedVerbId,
  choices: Readonly<Record<string, string>>,
): Look {
  const [look, setLook] = useState<Look>({});
  const chosen = JSON.stringify(choices);
  useEffect(() => {
    setLook({});
    if (planFile === undefined) return;
    let wanted = true;
    const tell = (told: Look) => {
      if (wanted) setLook(told);
    };
    api.procedures.foresee
      .query({ planFile, kind, choices: JSON.parse(chosen) as Record<string, string> })
      .then((seen) => tell({ seen }))
      .catch((thrown: unknown) => tell({ problem: messageOf(thrown) }));
    return () => {
      wanted = false;
    };
  }, [planFile, kind, chosen]);
  return look;
}

/** What a procedure would change, in which order, what that costs, and what is in its way. */
export function Foresight({ seen, problem }: Look) {
  const t = useText();
  const phrase = usePhrase();
  if (problem !== undefined) return <Notice severity="error">{problem}</Notice>;
  if (seen === undefined) return <p className="dim">{t('foresight.looking')}</p>;
  const { versions, stages, notes, objections } = seen;
  if (stages.length === 0 && objections.length === 0) return <Notice severity="info">{t('foresight.nothing')}</Notice>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll what is longer than its frame
    <section className="foresight" aria-label={t('foresight.order')} tabIndex={0}>
      {versions.length > 0 && (
        <table className="grid compact">
          <thead>
            <tr>
              <th scope="col">{t('foresight.host')}</th>
              <th scope="col">{t('foresight.package')}</th>
              <th scope="col">{t('foresight.from')}</th>
              <th scope="col">{t('foresight.to')}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ host, package: name, from, to }) => (
              <tr key={`${host} ${name}`}>
                <td>{host}</td>
                <td>{name}</td>
                <td>{from ?? '–'}</td>
                <td>{to}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {stages.length > 0 && (
        <>
          <h3>{t('foresight.order')}</h3>
          <ol className="operation-lines">
            {stages.map(({ id, said, predicted, whatIf }) => {
              const losses = whatIfPhrase(whatIf);
              return (
                <li key={id}>
                  {phrase(said)} <strong>{phrase(predictedPhrase(predicted))}</strong>{' '}
                  {losses !== undefined && <span className="dim">{phrase(losses)}</span>}
                </li>
              );
            })}
          </ol>
        </>
      )}
      {notes.map((note) => (
        <Notice key={phrase(note)} severity="info">
          {phrase(note)}
        </Notice>
      ))}
      {objections.map((why) => (
        <Notice key={phrase(why)} severity="error">
          {phrase(why)}
        </Notice>
      ))}
    </section>
  );
}
