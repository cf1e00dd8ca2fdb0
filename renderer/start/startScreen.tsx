import './start.css';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { parsePlan } from '../../core/plan/parse.ts';
import { api, messageOf } from '../api/client.ts';
import { Brand } from '../components/brand.tsx';
import { LanguageSwitch } from '../components/languageSwitch.tsx';
import { Notice } from '../components/notice.tsx';
import { ThemeSwitch } from '../components/themeSwitch.tsx';
import { goTo, openProject } from '../stores/wizard.ts';
import { useText } from '../text/language.ts';
import { usePhrase } from '../text/phrases.ts';
import { ClusterDialog } from './clusterDialog.tsx';
import { type Imported, ImportReport } from './importReport.tsx';
import { PackDialog } from './packDialog.tsx';
import { ProjectList, type Projects } from './projectList.tsx';
import { RemoveProject } from './removeProject.tsx';
import { UnpackDialog } from './unpackDialog.tsx';

const demoName = 'demo';

/** The projects on this machine, a new one, one from a plan file, and a demo. */
export function StartScreen() {
  const t = useText();
  const phrase = usePhrase();
  const [projects, setProjects] = useState<Projects>();
  const [problem, setProblem] = useState<string>();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [imported, setImported] = useState<Imported>();
  const [reading, setReading] = useState(false);
  const [removing, setRemoving] = useState<Projects[number]>();
  const [packing, setPacking] = useState<Projects[number]>();
  const [unpacking, setUnpacking] = useState(false);

  const list = useCallback(
    () => api.projects.list.query().then(setProjects, (thrown: unknown) => setProblem(messageOf(thrown))),
    [],
  );
  useEffect(() => {
    document.title = 'Quorate';
    void list();
  }, [list]);

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
  const make = async (projectName: string, planText: string, knownHosts = '') =>
    openProject(await api.projects.create.mutate({ name: projectName, planText, knownHosts }));
  const create = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const { text } = await api.plan.create.mutate({ topology: 'three-node', name: name.trim() });
      await make(name.trim(), text);
    });
  };
  const open = (one: string) => attempt(async () => openProject(await api.projects.open.query({ name: one })));
  const demo = () =>
    attempt(async () => {
      if (projects?.some((one) => one.name === demoName))
        openProject(await api.projects.open.query({ name: demoName }));
      else {
        // Names that are reserved for examples (RFC 2606): the demo is to be looked at, and reaches nobody's machines.
        const hosts = [1, 2, 3, 4, 5].map((number) => ({ name: `n${number}`, address: `n${number}.demo.example` }));
        await make(demoName, (await api.plan.create.mutate({ topology: 'dual-dc', name: demoName, hosts })).text);
      }
      goTo('review');
    });
  const importFiles = (files: readonly File[]) =>
    attempt(async () => {
      const read = await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })));
      const found = await api.export.import.query({ files: read });
      if (found.report.length === 0) await createFrom(found);
      else setImported(found);
    });
  const createFrom = async (made: Imported) => {
    const { planText } = made;
    const parsed = parsePlan(planText);
    const knownHosts = made.format === 'cluster' ? made.knownHosts : '';
    if (parsed.ok) await make(freeName(parsed.parsed.plan.name, projects ?? []), planText, knownHosts);
    else setProblem(parsed.problems.map(({ line, said }) => `${line}: ${phrase(said)}`).join('\n'));
  };

  const nameField = useRef<HTMLInputElement>(null);
  useEffect(() => nameField.current?.focus(), []);

  return (
    <main className="start">
      <header className="start-head">
        <Brand />
        <h1>Quorate</h1>
        <span className="bar-space" />
        <ThemeSwitch />
        <LanguageSwitch />
      </header>
      <p className="start-lead">{t('start.lead')}</p>
      <ol className="start-steps">
        {(['design', 'prove', 'deploy', 'watch'] as const).map((step) => (
          <li key={step}>
            <strong>{t(`start.${step}`)}</strong>
            <span className="dim">{t(`start.${step}Hint`)}</span>
          </li>
        ))}
      </ol>
      <div className="panel">
        <form className="start-new" onSubmit={create}>
          <TextInput
            ref={nameField}
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
        <div className="row start-other">
          <span className="dim">{t('start.or')}</span>
          <label className="file-choice">
            <input
              type="file"
              className="hidden"
              accept=".yaml,.yml,.ini,.txt"
              multiple
              disabled={busy}
              onChange={({ currentTarget }) => {
                const files = [...(currentTarget.files ?? [])];
                currentTarget.value = '';
                if (files.length > 0) void importFiles(files);
              }}
            />
            {t('start.importPlan')}
          </label>
          <Button variant="default" size="xs" disabled={busy} onClick={() => setReading(true)}>
            {t('readCluster.open')}
          </Button>
          <Button variant="default" size="xs" disabled={busy} onClick={() => setUnpacking(true)}>
            {t('unpack.open')}
          </Button>
          <Button variant="default" size="xs" disabled={busy} onClick={() => void demo()}>
            {t('start.demo')}
          </Button>
        </div>
      </div>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {imported !== undefined && (
        <ImportReport
          imported={imported}
          onClose={() => setImported(undefined)}
          onCreate={() => {
            setImported(undefined);
            void attempt(() => createFrom(imported));
          }}
        />
      )}
      {reading && (
        <ClusterDialog
          onClose={() => setReading(false)}
          onRead={(read) => {
            setReading(false);
            setImported(read);
          }}
        />
      )}
      {packing !== undefined && (
        <PackDialog
          name={packing.name}
          planFile={packing.planFile}
          onClose={() => {
            setPacking(undefined);
            void list();
          }}
        />
      )}
      {unpacking && (
        <UnpackDialog
          onClose={() => setUnpacking(false)}
          onUnpacked={(unpacked) => {
            setUnpacking(false);
            void open(unpacked);
          }}
        />
      )}
      {removing !== undefined && (
        <RemoveProject
          name={removing.name}
          folder={removing.planFile.replace(/[\\/][^\\/]*$/, '')}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => {
            setRemoving(undefined);
            void list();
          }}
        />
      )}
      <h2>{t('start.projects')}</h2>
      {projects === undefined && problem === undefined && <p className="dim">{t('start.loading')}</p>}
      {projects?.length === 0 && <p className="dim">{t('start.none')}</p>}
      {projects !== undefined && (
        <ProjectList
          projects={projects}
          busy={busy}
          onOpen={(one) => void open(one)}
          onPack={setPacking}
          onRemove={setRemoving}
        />
      )}
    </main>
  );
}

/** The name, with a number behind it when there is a project of that name. */
function freeName(wanted: string, projects: Projects): string {
  const taken = new Set(projects.map(({ name }) => name));
  let found = wanted;
  for (let number = 2; taken.has(found); number++) found = `${wanted}-${number}`;
  return found;
}
