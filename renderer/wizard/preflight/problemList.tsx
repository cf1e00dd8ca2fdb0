import { Button } from '@mantine/core';
import type { CheckResult } from '../../../core/preflight/observation.ts';
import { causesOf } from '../../../core/preflight/oneCause.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { cellShapes, useCheckTitle } from './checkMatrix.tsx';
import { Fix } from './fix.tsx';

interface ProblemListProps {
  readonly results: readonly CheckResult[];
  /** Hosts whose key waits for its confirmation, which is asked for elsewhere. */
  readonly withNewKey: readonly string[];
  readonly hosts: readonly string[];
  readonly running: boolean;
  readonly onRecheck: (hosts: readonly string[]) => void;
}

/** What is to be mended, the failures first. */
export function ProblemList({ results, withNewKey, hosts, running, onRecheck }: ProblemListProps) {
  const t = useText();
  const title = useCheckTitle();
  const phrase = usePhrase();
  const wrong = results.filter(
    (one) => one.result !== 'pass' && !(one.keyUnconfirmed === true && withNewKey.includes(one.host)),
  );
  const causes = causesOf(wrong);
  if (causes.length === 0) return null;
  return (
    <>
      <h2>{t('preflight.problems')}</h2>
      <ul className="trouble-list">
        {causes.map((one) => (
          <li
            key={`${one.id} ${one.host} ${one.message}`}
            className={one.result === 'fail' ? 'trouble trouble-bad' : 'trouble'}
          >
            <StateWord shape={cellShapes[one.result]} word={t(`preflight.cell.${one.result}`)} />
            <span className="mono">{one.hosts.filter((host) => hosts.includes(host)).join(' ')}</span>
            <strong>{title(one.id)}</strong>
            <span className="problem-text">{phrase(one.said.message)}</span>
            {one.said.fix !== null && <Fix fix={phrase(one.said.fix)} host={one.hosts.join(' ')} />}
            <Button
              variant="default"
              size="compact-xs"
              disabled={running}
              aria-label={t('preflight.recheckNamed', { host: one.hosts.join(' ') })}
              onClick={() => onRecheck(one.hosts)}
            >
              {t('preflight.recheck')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
