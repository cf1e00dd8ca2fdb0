import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, messageOf, problemOf } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { momentText } from '../../run/timeText.ts';
import { takeChangedPlan, useWizard, whenSaved } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { useWhatOf } from './outcomes.ts';

type Others = Awaited<ReturnType<typeof api.handover.otherRuns.query>>;
type Pulled = Awaited<ReturnType<typeof api.handover.pull.mutate>>;
type Edits = 'refuse' | 'overwrite' | 'keep';

/** What others did to the hosts from other folders, as the hosts have it, and what they deployed taken in here. */
export function OthersPanel({ planFile }: { readonly planFile: string }) {
  const t = useText();
  const whatOf = useWhatOf();
  const name = useWizard(({ project }) => project?.name);
  const [others, setOthers] = useState<Others>();
  const [pulled, setPulled] = useState<Pulled>();
  const [problem, setProblem] = useState<string>();
  const [edited, setEdited] = useState(false);
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    setEdited(false);
    try {
      await work();
    } catch (thrown) {
      // The plan here holds changes that were never deployed: what becomes of them is asked below.
      if (problemOf(thrown)?.code === 'pull-edited') setEdited(true);
      else setProblem(messageOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const ask = () =>
    attempt(async () => {
      setPulled(undefined);
      setOthers(await api.handover.otherRuns.query({ planFile }));
    });
  const pull = (edits: Edits) =>
    attempt(async () => {
      await whenSaved();
      setPulled(await api.handover.pull.mutate({ planFile, edits }));
      if (name !== undefined) takeChangedPlan(await api.projects.open.query({ name }));
    });
  const silent = others?.silent.map(({ host }) => host) ?? [];
  return (
    <section className="panel others" aria-labelledby="others">
      <div className="run-head">
        <h2 id="others">{t('others.title')}</h2>
        <span className="bar-space" />
        <Button variant="default" size="xs" loading={busy} onClick={() => void ask()}>
          {t('others.ask')}
        </Button>
      </div>
      <p className="dim">{t('others.lead')}</p>
      <div aria-live="polite">
        {problem !== undefined && <Notice severity="error">{problem}</Notice>}
        {silent.length > 0 && (
          <Notice severity="warning">{t('others.silent', { hosts: silent.join(t('deploy.between')) })}</Notice>
        )}
        {others?.runs.length === 0 && <p>{t('others.none')}</p>}
        {others !== undefined && others.runs.length > 0 && (
          <ul>
            {others.runs.map((run) => (
              <li key={`${run.id ?? ''} ${run.startedAt} ${run.operator}`}>
                {t('others.run', {
                  what: run.what === null ? t('others.unknown') : whatOf(run.what),
                  operator: run.operator,
                  time: momentText(Date.parse(run.startedAt), Date.now()),
                  hosts: run.hosts.join(t('deploy.between')),
                })}
              </li>
            ))}
          </ul>
        )}
        {pulled !== undefined && (
          <Notice severity="info">
            {pulled.from === null
              ? t('others.nothing')
              : t('others.pulled', {
                  operator: pulled.from.operator,
                  fields: pulled.fields.length,
                  secrets: pulled.secrets.length,
                })}
          </Notice>
        )}
        {edited && <Notice severity="warning">{t('others.edited')}</Notice>}
      </div>
      {edited ? (
        <div className="row">
          <Button variant="default" size="xs" disabled={busy} onClick={() => void pull('keep')}>
            {t('others.keep')}
          </Button>
          <Button variant="default" size="xs" disabled={busy} onClick={() => void pull('overwrite')}>
            {t('others.overwrite')}
          </Button>
        </div>
      ) : (
        others !== undefined &&
        others.runs.length > 0 &&
        pulled === undefined && (
          <Button size="xs" disabled={busy} onClick={() => void pull('refuse')}>
            {t('others.pull')}
          </Button>
        )
      )}
    </section>
  );
}
