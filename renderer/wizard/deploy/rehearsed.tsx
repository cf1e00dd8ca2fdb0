import './deploy.css';
import type { FileDiff } from '../../../core/operations/operation.ts';
import { unifiedDiff } from '../../../core/operations/unifiedDiff.ts';
import type { DeployView, StepView } from '../../run/deployView.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** What a deployment would do: counted, then step by step with the changes of files. */
export function Rehearsed({ view }: { readonly view: DeployView }) {
  const t = useText();
  if (view.end === undefined || view.steps.length === 0) return null;
  const hosts = [...new Set(view.steps.map(({ step }) => step.host))];
  const diffs = view.steps.flatMap(({ step }) => step.diffs);
  const created = diffs.filter((diff) => isNew(diff)).length;
  return (
    <>
      <dl className="tallies">
        <Tally value={view.steps.length} name={t('deploy.tally.steps')} />
        <Tally value={hosts.length} name={t('deploy.tally.hosts')} />
        <Tally value={created} name={t('deploy.tally.newFiles')} />
        <Tally value={diffs.length - created} name={t('deploy.tally.changedFiles')} />
      </dl>
      {hosts.map((host) => (
        <HostSteps key={host} host={host} steps={view.steps.filter(({ step }) => step.host === host)} />
      ))}
    </>
  );
}

function Tally({ value, name }: { readonly value: number; readonly name: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function HostSteps({ host, steps }: { readonly host: string; readonly steps: readonly StepView[] }) {
  const t = useText();
  const phrase = usePhrase();
  const files = steps.reduce((sum, { step }) => sum + step.diffs.length, 0);
  return (
    <details className="panel host-steps" open={false}>
      <summary>
        <strong className="mono">{host}</strong> {t('deploy.hostSteps', { count: steps.length })}
        {files > 0 && ` · ${t('deploy.hostFiles', { count: files })}`}
      </summary>
      <ol>
        {steps.map(({ step }) => (
          <li key={step.id}>
            <span>{phrase(step.said)}</span>
            {step.diffs.map((diff) => (
              <FileChange key={diff.path} diff={diff} />
            ))}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** JSON leaves out what is undefined. */
function isNew(diff: FileDiff): boolean {
  return diff.before === undefined;
}

function FileChange({ diff }: { readonly diff: FileDiff }) {
  const t = useText();
  const phrase = usePhrase();
  const before = diff.unshown === undefined ? (diff.before ?? '') : `${phrase(diff.unshown)}\n`;
  return (
    <details className="file-change">
      <summary>
        {diff.said === undefined ? <code>{diff.path}</code> : phrase(diff.said)}{' '}
        <span className="dim">{t(isNew(diff) ? 'deploy.fileNew' : 'deploy.fileChanged')}</span>
      </summary>
      <DiffText before={before} after={diff.after} />
    </details>
  );
}

function DiffText({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = unifiedDiff(before, after).trimEnd().split('\n');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll
    <pre className="diff" lang="en" tabIndex={0}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <span key={index} className={lineClass(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function lineClass(line: string): string {
  if (line.startsWith('+')) return 'diff-added';
  if (line.startsWith('-')) return 'diff-removed';
  return line.startsWith('@@') ? 'diff-place' : 'diff-same';
}
