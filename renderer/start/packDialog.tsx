import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { Dialog } from '../components/dialog.tsx';
import { FormDialog } from '../components/formDialog.tsx';
import { Notice } from '../components/notice.tsx';
import { useText } from '../text/language.ts';

type Packed = Awaited<ReturnType<typeof api.handover.pack.mutate>>;

interface PackDialogProps {
  readonly name: string;
  readonly planFile: string;
  readonly onClose: () => void;
}

/** Writes everything of a project into one encrypted file: for a colleague, another machine, or git. */
export function PackDialog({ name, planFile, onClose }: PackDialogProps) {
  const t = useText();
  const [out, setOut] = useState(fileBeside(planFile, name));
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [recipients, setRecipients] = useState('');
  const [packed, setPacked] = useState<Packed>();
  const keys = recipients.split(/\s+/).filter((key) => key !== '');
  const differ = again !== '' && again !== passphrase;
  const ready = out.trim() !== '' && (keys.length > 0 || (passphrase !== '' && again === passphrase));
  const pack = async () => {
    const lock = keys.length > 0 ? { recipients: keys } : { passphrase };
    setPacked(await api.handover.pack.mutate({ planFile, out: out.trim(), ...lock }));
  };
  if (packed !== undefined)
    return (
      <Dialog title={t('pack.title', { name })} onClose={onClose}>
        <Notice severity="info">
          {t('pack.done', { file: packed.out, count: packed.secrets })}
          {packed.bundle !== null && ` ${t('pack.withoutBundle', { file: packed.bundle })}`}
        </Notice>
        <div className="dialog-buttons">
          <Button onClick={onClose}>{t('shell.close')}</Button>
        </div>
      </Dialog>
    );
  return (
    <FormDialog title={t('pack.title', { name })} ready={ready} label={t('pack.go')} onSubmit={pack} onClose={onClose}>
      <p className="dim">{t('pack.lead')}</p>
      <TextInput
        label={t('pack.out')}
        description={t('pack.outHint')}
        value={out}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setOut(event.currentTarget.value)}
      />
      <TextInput
        type="password"
        label={t('pack.passphrase')}
        value={passphrase}
        disabled={keys.length > 0}
        autoComplete="new-password"
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <TextInput
        type="password"
        label={t('pack.again')}
        value={again}
        error={differ ? t('pack.differ') : undefined}
        disabled={keys.length > 0}
        autoComplete="new-password"
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <Textarea
        label={t('pack.recipients')}
        description={t('pack.recipientsHint')}
        value={recipients}
        rows={2}
        spellCheck={false}
        onChange={(event) => setRecipients(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** Beside the folder of the project: in it the pack would go with it. */
function fileBeside(planFile: string, name: string): string {
  const separator = planFile.includes('\\') ? '\\' : '/';
  return [...planFile.split(separator).slice(0, -2), `${name}.pack`].join(separator);
}
