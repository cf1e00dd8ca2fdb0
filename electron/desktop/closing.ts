import { type BrowserWindow, dialog } from 'electron';
import { changesHosts, type RunSummary, type Runs } from '../services/runs/runs.ts';
import { languageOf } from './language.ts';
import { closingTexts } from './texts.ts';

/**
 * Asks before the window closes while hosts are being changed, and closes only at a safe point: no host is left with half a step done.
 * Quitting the program closes its window first, so it asks too.
 */
export function guardClosing(window: BrowserWindow, runs: Runs): void {
  let state: 'open' | 'asking' | 'ending' | 'done' = 'open';
  const active = () => runs.list().filter(({ kind, running }) => running && changesHosts(kind));

  const ask = async () => {
    const texts = closingTexts[await languageOf(window.webContents)];
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      title: 'Quorate',
      message: texts.message,
      detail: texts.detail,
      buttons: [texts.keep, texts.stop],
      // Enter and Escape leave everything as it is.
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response !== 1) {
      state = 'open';
      return;
    }
    state = 'ending';
    await Promise.all(active().map((run) => stopped(runs, run)));
    state = 'done';
    window.close();
  };

  window.on('close', (event) => {
    if (state === 'done' || (state === 'open' && active().length === 0)) return;
    event.preventDefault();
    if (state !== 'open') return;
    state = 'asking';
    ask().catch(() => {
      state = 'open';
    });
  });
}

/** Stops a run at its next safe point and waits for its end. */
async function stopped(runs: Runs, { id }: RunSummary): Promise<void> {
  runs.stop(id, 'safe-point');
  const entries = runs.follow(id, Number.MAX_SAFE_INTEGER, undefined)[Symbol.asyncIterator]();
  while ((await entries.next()).done !== true);
}
