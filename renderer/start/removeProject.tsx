import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { FormDialog } from '../components/formDialog.tsx';
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
  useEffect(() => {
    // A project that cannot be read can be removed all the same.
    api.projects.deployed.query({ name }).then(
      (found) => setDeployed(found === 'deployed'),
      () => undefined,
    );
  }, [name]);
  const remove = async () => {
    await api.projects.remove.mutate({ name });
    onRemoved();
  };
  return (
    <FormDialog
      title={t('removeProject.title', { name })}
      ready={typed === name}
      label={t('removeProject.go')}
      color="red"
      closeLabel={t('removeProject.keep')}
      onSubmit={remove}
      onClose={onClose}
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
    </FormDialog>
  );
}
