import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { startRun } from '../../run/runStore.ts';
import { useText } from '../../text/language.ts';
import type { DeployStage } from './deployStage.ts';

const possible: ReadonlySet<DeployStage> = new Set(['paused', 'failed', 'deployed', 'nothing-to-do', 'not-removed']);

/** Takes back everything that was made on the hosts, once the plan's name has been typed. */
export function UndoPanel({ plan, stage }: { readonly plan: Plan; readonly stage: DeployStage }) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  if (!possible.has(stage)) return null;
  const close = () => {
    setAsking(false);
    setTyped('');
  };
  const remove = () => {
    close();
    void startRun('destroy');
  };
  return (
    <div className="undo">
      <h2>{t('undo.title')}</h2>
      <p className="dim">{t('undo.lead')}</p>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        {t('undo.open')}
      </Button>
      {asking && (
        <Dialog title={t('undo.question')} onClose={close}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (typed === plan.name) remove();
            }}
          >
            <Notice severity="warning">
              {t('undo.warning', {
                clusters: plan.clusters.map((one) => one.name).join(', '),
                hosts: plan.hosts.map((one) => one.name).join(', '),
              })}
            </Notice>
            <TextInput
              label={t('undo.type', { name: plan.name })}
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <div className="dialog-buttons">
              <Button variant="default" onClick={close}>
                {t('undo.keep')}
              </Button>
              <Button type="submit" color="red" disabled={typed !== plan.name}>
                {t('undo.remove')}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </div>
  );
}
