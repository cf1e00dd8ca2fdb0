import './deploy.css';
import type { StepFailure } from '../../../electron/api/streamTypes.ts';
import { CopyButton } from '../../run/copyButton.tsx';
import { StateWord } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** Steps that did not work: why, most likely, what to do, and everything that was seen. */
export function FailureList({ failures }: { readonly failures: readonly StepFailure[] }) {
  const t = useText();
  const phrase = usePhrase();
  return failures.map((failure) => (
    <article key={failure.id} className="panel failure" aria-label={t('deploy.failureOf', { host: failure.host })}>
      <h2>
        <StateWord shape="bad" word={t('step-state.failed')} /> <span className="mono">{failure.host}</span>{' '}
        <span>{phrase(failure.said)}</span>
      </h2>
      <p className="dim">{t(`deploy.failedIn.${failure.phase}`, { status: failure.status ?? 0 })}</p>
      {failure.causes.length === 0 ? (
        failure.explained === undefined && <p>{t('deploy.noCause')}</p>
      ) : (
        <dl className="causes">
          {failure.causes.map((one) => (
            <div key={one.id}>
              <dt>{t('deploy.likelyCause')}</dt>
              <dd>{phrase(one.said.cause)}</dd>
              <dt>{t('deploy.evidence')}</dt>
              <dd lang="en">
                <code>{one.evidence}</code>
              </dd>
              <dt>{t('deploy.whatToDo')}</dt>
              <dd>
                <strong>{phrase(one.said.fix)}</strong>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {failure.explained !== undefined && <p>{phrase(failure.explained)}</p>}
      {failure.explained === undefined && (
        <details>
          <summary>{t('deploy.showOutput')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll */}
          <pre className="failure-text" lang="en" tabIndex={0}>
            {failure.output}
          </pre>
          <CopyButton text={failure.output} what={t('deploy.outputOf', { host: failure.host })} />
        </details>
      )}
      <details>
        <summary>{t('deploy.showCommand')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll */}
        <pre className="failure-text" lang="en" tabIndex={0}>
          {failure.command}
        </pre>
      </details>
    </article>
  ));
}
