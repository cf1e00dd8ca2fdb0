import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type HostTableRow, parseHostTable } from '../../../core/hostLists/hostTable.ts';
import type { SshConfigHost } from '../../../core/hostLists/sshConfig.ts';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import { api, messageOf } from '../../api/client.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../text/language.ts';

interface ImportDialogProps {
  readonly onClose: () => void;
  /** Takes hosts in place of those in the table. @returns whether the plan took them */
  readonly onTake: (rows: readonly HostTableRow[], further: readonly PlanEdit[]) => boolean;
}

const shown = 8;

/** Hosts from a spreadsheet, from CSV, or from the operator's own OpenSSH configuration. */
export function ImportDialog({ onClose, onTake }: ImportDialogProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly SshConfigHost[]>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const { rows, skippedLines } = parseHostTable(text);

  const readSshConfig = async () => {
    try {
      const { hosts, file } = await api.hosts.sshConfig.query();
      setFound(hosts);
      setProblem(hosts.length === 0 ? t('import.noSshHosts', { file }) : undefined);
    } catch (thrown) {
      setProblem(messageOf(thrown));
    }
  };
  const takeSshHosts = () => {
    const picked = (found ?? []).filter(({ alias }) => chosen.has(alias));
    const edits = picked.flatMap(({ user, port, key, jump }, index): PlanEdit[] => {
      const ssh = { user, port, key, jump };
      const given = Object.fromEntries(Object.entries(ssh).filter(([, value]) => value !== undefined));
      return Object.keys(given).length === 0 ? [] : [{ path: ['hosts', index, 'ssh'], value: given }];
    });
    const hosts = picked.map(({ alias, address }) => ({ name: alias.split('.')[0] ?? alias, address }));
    if (onTake(hosts, edits)) onClose();
  };

  return (
    <Dialog title={t('import.title')} onClose={onClose}>
      {found === undefined || found.length === 0 ? (
        <>
          <Textarea
            label={t('import.paste')}
            description={t('import.pasteHint')}
            placeholder={t('import.example')}
            minRows={6}
            maxRows={12}
            autosize
            spellCheck={false}
            classNames={{ input: 'mono' }}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoFocus
          />
          {rows.length > 0 && (
            <p className="dim" role="status">
              {t('import.read', { count: rows.length })}{' '}
              {rows
                .slice(0, shown)
                .map(({ name, address }) => `${name} ${address}`)
                .join(', ')}
              {rows.length > shown && ' …'}
            </p>
          )}
          {skippedLines.length > 0 && text.trim() !== '' && (
            <Notice severity="warning">
              {t('import.skipped', { lines: skippedLines.slice(0, shown).join(', ') })}
            </Notice>
          )}
          <div className="row dialog-foot">
            <Button variant="default" onClick={() => void readSshConfig()}>
              {t('import.sshConfig')}
            </Button>
            <span className="bar-space" />
            <Button disabled={rows.length === 0} onClick={() => onTake(rows, []) && onClose()}>
              {t('import.take', { count: rows.length })}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>{t('import.pick')}</p>
          <ul className="pick-list">
            {found.map(({ alias, address, user }) => (
              <li key={alias}>
                <label>
                  <input
                    type="checkbox"
                    checked={chosen.has(alias)}
                    onChange={({ currentTarget }) => {
                      const next = new Set(chosen);
                      if (currentTarget.checked) next.add(alias);
                      else next.delete(alias);
                      setChosen(next);
                    }}
                  />{' '}
                  <strong>{alias}</strong>{' '}
                  <span className="mono dim">
                    {user === undefined ? '' : `${user}@`}
                    {address}
                  </span>
                </label>
              </li>
            ))}
          </ul>
          <div className="row dialog-foot">
            <Button variant="default" onClick={() => setFound(undefined)}>
              {t('import.back')}
            </Button>
            <span className="bar-space" />
            <Button disabled={chosen.size === 0} onClick={takeSshHosts}>
              {t('import.take', { count: chosen.size })}
            </Button>
          </div>
        </>
      )}
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
    </Dialog>
  );
}
