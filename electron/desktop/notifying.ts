import { basename, dirname } from 'node:path';
import { type BrowserWindow, Notification } from 'electron';
import type { RunEnd } from '../services/runs/runEvent.ts';
import type { Runs } from '../services/runs/runs.ts';
import { languageOf } from './language.ts';
import { endText } from './texts.ts';

/** Tells through the system when long work ends while the user looks elsewhere; a click brings the window back. */
export function tellOfEnds(window: BrowserWindow, runs: Runs): void {
  runs.onEnd((run, end) => {
    if (window.isDestroyed() || window.isFocused() || !Notification.isSupported()) return;
    languageOf(window.webContents)
      .then((language) => {
        const body = endText(language, run.kind, wentWell(end) ? 'good' : 'bad');
        const notification = new Notification({ title: `Quorate · ${basename(dirname(run.planFile))}`, body });
        notification.on('click', () => {
          window.show();
          window.focus();
        });
        notification.show();
      })
      .catch(() => undefined);
  });
}

function wentWell(end: RunEnd): boolean {
  if (end.outcome === 'preflight') return end.report.ok;
  if (end.outcome === 'deployment') return end.result.ok;
  return end.outcome !== 'stopped' && end.outcome !== 'problem';
}
