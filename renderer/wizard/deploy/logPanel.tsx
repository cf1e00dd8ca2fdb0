import './deploy.css';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { LogLines } from '../../run/logLines.ts';
import { clockText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { visibleRange } from './visibleRange.ts';

const rowPixels = 18;

/** What the hosts print, live. Only the lines in view are in the page, however many there are. */
export function LogPanel({ log, hosts }: { readonly log: LogLines; readonly hosts: readonly string[] }) {
  const t = useText();
  const phrase = usePhrase();
  const [host, setHost] = useState('');
  const [following, setFollowing] = useState(true);
  const [view, setView] = useState({ top: 0, height: 320 });
  const frame = useRef<HTMLDivElement>(null);
  const lines = log.of(host === '' ? undefined : host);
  const { first, last } = visibleRange(view.top, view.height, rowPixels, lines.length);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the log moves the end
  useEffect(() => {
    if (following && frame.current !== null) frame.current.scrollTop = frame.current.scrollHeight;
  }, [following, log.version, host]);
  const onScroll = () => {
    const element = frame.current;
    if (element === null) return;
    setView({ top: element.scrollTop, height: element.clientHeight });
    setFollowing(element.scrollTop + element.clientHeight >= element.scrollHeight - rowPixels);
  };

  return (
    <div className="log">
      <div className="log-head">
        <h2>{t('deploy.log')}</h2>
        <select
          className="cell cell-framed run-select"
          aria-label={t('deploy.logHost')}
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
        >
          <option value="">{t('deploy.allHosts')}</option>
          {hosts.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
        <span className="dim number">{t('deploy.lines', { count: lines.length })}</span>
        <span className="bar-space" />
        {!following && (
          <Button variant="default" size="compact-xs" onClick={() => setFollowing(true)}>
            {t('deploy.toEnd')}
          </Button>
        )}
      </div>
      <div
        className="log-frame"
        ref={frame}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={t('deploy.log')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll
        tabIndex={0}
      >
        {lines.length === 0 && <p className="dim log-empty">{t('deploy.logEmpty')}</p>}
        <div className="log-all" style={{ height: lines.length * rowPixels }}>
          <div className="log-window" style={{ transform: `translateY(${first * rowPixels}px)` }}>
            {lines.slice(first, last).map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
              <div key={first + index} className={`log-line log-${line.kind}`}>
                <span className="log-time">{clockText(line.at)}</span>
                <span className="log-host">{line.host}</span>
                <span className="log-text" lang={line.kind === 'output' ? 'en' : undefined}>
                  {line.said === undefined ? line.text : phrase(line.said)}
                </span>
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}
