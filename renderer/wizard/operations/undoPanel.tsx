import './operations.css';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { startRun } from '../../run/runStore.ts';
import { goTo } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';

/** Takes back everything that was made on the hosts, once the plan's name has been typed. @param busy something else is being done to them */
export function UndoPanel({ plan, busy }: { readonly plan: Plan; readonly busy: boolean }) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const close = () => {
    setAsking(false);
    setTyped('');
  };
  const remove = () => {
    close();
    // Its steps are followed where those of a deployment are.
    goTo('deploy');
    void startRun('destroy');
  };
  return (
    <section className="panel take-away" aria-label={t('undo.title')}>
      <h2>{t('undo.title')}</h2>
      <p className="dim">{t('undo.lead')}</p>
      <Button variant="default" size="xs" disabled={busy} onClick={() => setAsking(true)}>
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
    </section>
  );
}
