import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api, messageOf } from '../api/client.ts';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { useText } from '../text/language.ts';

interface RemoveProjectProps {
  readonly name: string;
  readonly folder: string;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

/** What goes away with a project, and its name to type. */
export function RemoveProject({ name, folder, onRemoved, onClose }: RemoveProjectProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [deployed, setDeployed] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    // A project that cannot be read can be removed all the same.
    api.projects.deployed.query({ name }).then(
      (found) => setDeployed(found === 'deployed'),
      () => undefined,
    );
  }, [name]);
  const remove = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await api.projects.remove.mutate({ name });
      onRemoved();
    } catch (thrown) {
      setProblem(messageOf(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('removeProject.title', { name })} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name && !busy) void remove();
        }}
      >
        <Notice severity="warning">{t('removeProject.warning', { folder })}</Notice>
        {deployed && <Notice severity="warning">{t('removeProject.deployed')}</Notice>}
        <TextInput
          label={t('removeProject.type', { name })}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {problem !== undefined && <Notice severity="error">{problem}</Notice>}
        <div className="dialog-buttons">
          <Button variant="default" onClick={onClose}>
            {t('removeProject.keep')}
          </Button>
          <Button type="submit" color="red" loading={busy} disabled={typed !== name}>
            {t('removeProject.go')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
