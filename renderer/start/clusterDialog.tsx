import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api, messageOf } from '../api/client.ts';
import { Dialog } from '../components/dialog.tsx';
import { isComplete, LoginFields, type LooseLogin, newKeysIn, rootLogin, sshOf } from '../components/looseLogin.tsx';
import { NewKeys, type ShownKey } from '../components/newKeys.tsx';
import { Notice } from '../components/notice.tsx';
import { useText } from '../text/language.ts';

export type ReadCluster = Awaited<ReturnType<typeof api.export.importCluster.query>>;

interface ClusterDialogProps {
  readonly onRead: (read: ReadCluster) => void;
  readonly onClose: () => void;
}

/** Reads a cluster that runs, from one of its hosts; nothing there is changed. Closing it ends the reading. */
export function ClusterDialog({ onRead, onClose }: ClusterDialogProps) {
  const t = useText();
  const [login, setLogin] = useState<LooseLogin>(rootLogin);
  const [busy, setBusy] = useState(false);
  const [keys, setKeys] = useState<readonly ShownKey[]>([]);
  const [trusted, setTrusted] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();
  const closing = useRef(new AbortController());
  useEffect(() => {
    closing.current = new AbortController();
    return () => closing.current.abort();
  }, []);

  const read = async (confirmed: readonly string[]) => {
    const { signal } = closing.current;
    setBusy(true);
    setProblem(undefined);
    setKeys([]);
    setTrusted(confirmed);
    try {
      const from = login.address.split(/[\s,;，；]+/).filter((address) => address !== '');
      const found = await api.export.importCluster.query(
        { from, ssh: sshOf(login), confirmed: [...confirmed] },
        { signal },
      );
      if (!signal.aborted) onRead(found);
    } catch (thrown) {
      if (signal.aborted) return;
      const shown = newKeysIn(thrown);
      if (shown === undefined) setProblem(messageOf(thrown));
      else setKeys(shown);
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  };

  return (
    <Dialog title={t('readCluster.title')} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && isComplete(login)) void read(trusted);
        }}
      >
        <p className="dim">{t('readCluster.lead')}</p>
        <LoginFields
          value={login}
          addressLabel={t('readCluster.from')}
          addressHint={t('readCluster.fromHint')}
          disabled={busy}
          onChange={setLogin}
        />
        {busy && (
          <p className="dim" role="status">
            {t('readCluster.reading')}
          </p>
        )}
        <div aria-live="polite">
          {keys.length > 0 && (
            <NewKeys
              asked={keys.map((key) => ({ key }))}
              lead={t('login.compare')}
              onTrust={(asked) => void read([...trusted, ...asked.map(({ key }) => key.fingerprint)])}
            />
          )}
        </div>
        {problem !== undefined && <Notice severity="error">{problem}</Notice>}
        <div className="dialog-buttons">
          <Button variant="default" onClick={onClose}>
            {t('shell.close')}
          </Button>
          <Button type="submit" loading={busy} disabled={!isComplete(login)}>
            {t('readCluster.go')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
