import { Button } from '@mantine/core';
import { Suspense, useDeferredValue, useEffect, useRef } from 'react';
import { api, messageOf } from '../api/client.ts';
import { Brand } from '../components/brand.tsx';
import { LanguageSwitch } from '../components/languageSwitch.tsx';
import { Mark } from '../components/mark.tsx';
import { Notice } from '../components/notice.tsx';
import { ThemeSwitch } from '../components/themeSwitch.tsx';
import { judge } from '../stores/judge.ts';
import { nextStep } from '../stores/steps.ts';
import { closeProject, goTo, openProject, redo, undo, useWizard, whenSaved } from '../stores/wizard.ts';
import { useText } from '../text/language.ts';
import { usePhrase } from '../text/phrases.ts';
import { Rail } from './rail.tsx';
import { useStepName } from './stepName.ts';
import { stepScreens } from './stepScreens.ts';

/** Rail, screen and the one way on. */
export function WizardShell() {
  const t = useText();
  const { project, step, text, railDeployed } = useWizard();
  const judged = judge(useDeferredValue(text));
  const { Screen, Foot } = stepScreens[step];
  const next = nextStep(step, railDeployed);
  const stepName = useStepName();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(step);
  useUndoKeys();
  useEffect(() => {
    // Whoever works by keyboard or screen reader goes on in the new screen, not in the rail; a project that was just opened begins there.
    if (shown.current !== step || document.activeElement === document.body) main.current?.focus();
    shown.current = step;
  }, [step]);
  useEffect(() => {
    document.title = `${project?.name ?? ''} · ${stepName(step)} · Quorate`;
  });

  return (
    <div className="shell">
      <header className="bar">
        <button type="button" className="bar-home" onClick={() => void leave()}>
          <Brand />
          {t('shell.projects')}
        </button>
        <strong className="bar-name">{project?.name}</strong>
        <SaveState />
        <span className="bar-space" />
        <UndoButtons />
        <ThemeSwitch />
        <LanguageSwitch />
      </header>
      <Rail findings={judged.kind === 'plan' ? judged.findings : []} />
      <main className="screen" key={step} ref={main} tabIndex={-1}>
        {judged.kind === 'plan' ? (
          <Suspense fallback={<p className="dim">{t('shell.loading')}</p>}>
            <Screen />
          </Suspense>
        ) : (
          <Unreadable />
        )}
      </main>
      <footer className="foot">
        {Foot !== undefined && judged.kind === 'plan' ? (
          <Suspense>
            <Foot />
          </Suspense>
        ) : (
          <>
            <span className="dim">{t(step === 'review' && railDeployed ? 'next.reviewAgain' : `next.${step}`)}</span>
            {next !== undefined && judged.kind === 'plan' && (
              <Button onClick={() => goTo(next)}>{t('shell.continue', { step: stepName(next) })}</Button>
            )}
          </>
        )}
      </footer>
    </div>
  );
}

/** Goes back to the projects once everything is written; what cannot be written has been said. */
async function leave(): Promise<void> {
  await whenSaved().catch(() => undefined);
  closeProject();
}

/** Takes what the file holds in place of what could not be written. */
async function reopen(): Promise<void> {
  const { project } = useWizard.getState();
  if (project === undefined) return;
  try {
    openProject(await api.projects.open.query({ name: project.name }), true);
  } catch (thrown) {
    useWizard.setState({ saveProblem: messageOf(thrown) });
  }
}

function SaveState() {
  const t = useText();
  const { saved, text, saveProblem } = useWizard();
  if (saveProblem !== undefined)
    return (
      <span className="save-failed" role="alert">
        <Mark severity="error" /> {t('save.failed', { reason: saveProblem })}{' '}
        <Button size="compact-xs" variant="default" onClick={() => void reopen()}>
          {t('save.reload')}
        </Button>
      </span>
    );
  return (
    <span className="dim" role="status">
      {saved.text === text ? t('save.done') : t('save.pending')}
    </span>
  );
}

function UndoButtons() {
  const t = useText();
  const past = useWizard((state) => state.past.length);
  const future = useWizard((state) => state.future.length);
  return (
    <>
      <Button variant="default" size="compact-sm" disabled={past === 0} onClick={undo}>
        {t('shell.undo')}
      </Button>
      <Button variant="default" size="compact-sm" disabled={future === 0} onClick={redo}>
        {t('shell.redo')}
      </Button>
    </>
  );
}

/** Fields with words that are not in the plan: a draft, or what is no part of the plan at all. */
const ownUndo = 'textarea, input:not([type=radio], [type=checkbox], [type=range], [data-draft=clean])';

/** Ctrl-Z and Ctrl-Y (or with Shift), except in a text field that holds what the plan does not have yet: that has its own. */
function useUndoKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.matches(ownUndo)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) undo();
      else if (key === 'y' || key === 'z') redo();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** A plan file that somebody has edited by hand and that is no plan any more. */
function Unreadable() {
  const t = useText();
  const phrase = usePhrase();
  const { project, text } = useWizard();
  const judged = judge(text);
  return (
    <section>
      <h1>{t('unreadable.title')}</h1>
      <p>{t('unreadable.lead', { file: project?.planFile ?? '' })}</p>
      {judged.kind === 'unreadable' &&
        judged.problems.map((one) => (
          <Notice key={`${one.line} ${one.column} ${one.message}`} severity="error">
            <span className="number">
              {one.line}:{one.column}
            </span>{' '}
            <code>{one.field}</code> {phrase(one.said)}
          </Notice>
        ))}
    </section>
  );
}
