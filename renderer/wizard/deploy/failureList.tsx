import type { StepFailure } from '../../../electron/api/told.ts';
import { CopyButton } from '../../run/copyButton.tsx';
import { StateWord } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';

/** Steps that did not work: why, most likely, what to do, and everything that was seen. */
export function FailureList({ failures }: { readonly failures: readonly StepFailure[] }) {
  const t = useText();
  return failures.map((failure) => (
    <article key={failure.id} className="panel failure" aria-label={t('deploy.failureOf', { host: failure.host })}>
      <h2>
        <StateWord shape="bad" word={t('step-state.failed')} /> <span className="mono">{failure.host}</span>{' '}
        <span lang="en">{failure.title}</span>
      </h2>
      <p className="dim">{t(`deploy.failedIn.${failure.phase}`, { status: failure.status ?? 0 })}</p>
      {failure.causes.length === 0 ? (
        <p>{t('deploy.noCause')}</p>
      ) : (
        <dl className="causes">
          {failure.causes.map((one) => (
            <div key={one.id}>
              <dt>{t('deploy.likelyCause')}</dt>
              <dd lang="en">{one.cause}</dd>
              <dt>{t('deploy.evidence')}</dt>
              <dd lang="en">
                <code>{one.evidence}</code>
              </dd>
              <dt>{t('deploy.whatToDo')}</dt>
              <dd lang="en">
                <strong>{one.fix}</strong>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <details>
        <summary>{t('deploy.showOutput')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll */}
        <pre className="failure-text" lang="en" tabIndex={0}>
          {failure.output}
        </pre>
        <CopyButton text={failure.output} what={t('deploy.outputOf', { host: failure.host })} />
      </details>
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
