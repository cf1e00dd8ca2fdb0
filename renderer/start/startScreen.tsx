import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { api, messageOf } from '../api/client.ts';
import { LanguageSwitch } from '../components/languageSwitch.tsx';
import { Notice } from '../components/notice.tsx';
import { openProject } from '../stores/wizard.ts';
import { useLanguage, useText } from '../text/language.ts';

type Projects = Awaited<ReturnType<typeof api.projects.list.query>>;

/** The projects on this machine, and a new one. */
export function StartScreen() {
  const t = useText();
  const [language] = useLanguage();
  const [projects, setProjects] = useState<Projects>();
  const [problem, setProblem] = useState<string>();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    api.projects.list.query().then(setProjects, (thrown: unknown) => setProblem(messageOf(thrown)));
  }, []);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (thrown) {
      setProblem(messageOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const create = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const { text } = await api.plan.create.mutate({ topology: 'three-node', name: name.trim() });
      openProject(await api.projects.create.mutate({ name: name.trim(), planText: text }));
    });
  };
  const open = (one: string) => void attempt(async () => openProject(await api.projects.open.query({ name: one })));
  const when = new Intl.DateTimeFormat(language === 'zh' ? 'zh-Hans' : 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });

  return (
    <main className="start">
      <header className="start-head">
        <h1>Quorate</h1>
        <LanguageSwitch />
      </header>
      <p className="lead">{t('start.lead')}</p>
      <form className="start-new" onSubmit={create}>
        <TextInput
          label={t('start.name')}
          description={t('start.nameHint')}
          value={name}
          maxLength={51}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={busy || name.trim() === ''}>
          {t('start.create')}
        </Button>
      </form>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      <h2>{t('start.projects')}</h2>
      {projects === undefined && problem === undefined && <p className="dim">{t('start.loading')}</p>}
      {projects?.length === 0 && <p className="dim">{t('start.none')}</p>}
      <ul className="project-list">
        {projects?.map((one) => (
          <li key={one.name}>
            <button type="button" disabled={busy} onClick={() => open(one.name)}>
              <strong>{one.name}</strong>
              <span className="mono dim">{one.planFile}</span>
              <span className="dim">{when.format(new Date(one.changedAt))}</span>
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}
