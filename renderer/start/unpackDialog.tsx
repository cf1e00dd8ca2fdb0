import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { FormDialog } from '../components/formDialog.tsx';
import { useText } from '../text/language.ts';

interface UnpackDialogProps {
  /** @param name of the project that there is now */
  readonly onUnpacked: (name: string) => void;
  readonly onClose: () => void;
}

/** Makes a project from the file that somebody packed on another machine. */
export function UnpackDialog({ onUnpacked, onClose }: UnpackDialogProps) {
  const t = useText();
  const [file, setFile] = useState('');
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [identityFile, setIdentityFile] = useState('');
  const called = name.trim() === '' ? nameIn(file) : name.trim();
  const ready = file.trim() !== '' && called !== '' && (passphrase !== '' || identityFile.trim() !== '');
  const unpack = async () => {
    const key = passphrase === '' ? { identityFile: identityFile.trim() } : { passphrase };
    onUnpacked((await api.handover.unpackProject.mutate({ name: called, file: file.trim(), ...key })).name);
  };
  return (
    <FormDialog title={t('unpack.title')} ready={ready} label={t('unpack.go')} onSubmit={unpack} onClose={onClose}>
      <p className="dim">{t('unpack.lead')}</p>
      <TextInput
        label={t('unpack.file')}
        description={t('pack.outHint')}
        value={file}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setFile(event.currentTarget.value)}
      />
      <TextInput
        label={t('unpack.name')}
        placeholder={nameIn(file)}
        value={name}
        maxLength={51}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        type="password"
        label={t('pack.passphrase')}
        value={passphrase}
        autoComplete="off"
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <TextInput
        label={t('unpack.identity')}
        description={t('unpack.identityHint')}
        value={identityFile}
        disabled={passphrase !== ''}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setIdentityFile(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** `orders` of `/home/me/orders.pack`. */
function nameIn(file: string): string {
  const [last = ''] = file.trim().split(/[\\/]/).slice(-1);
  return last.replace(/\.[^.]*$/, '').slice(0, 51);
}
