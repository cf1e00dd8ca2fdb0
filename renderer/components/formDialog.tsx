import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../api/client.ts';
import { useText } from '../text/language.ts';
import { Dialog } from './dialog.tsx';
import { Notice } from './notice.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Whether everything that is needed was given. */
  readonly ready: boolean;
  /** Of the button that does it. */
  readonly label: string;
  readonly color?: string;
  /** Of the button that changes nothing; default: to close. */
  readonly closeLabel?: string;
  /** Does it; what it rejects with is shown, and the form stays. */
  readonly onSubmit: () => Promise<void>;
  readonly onClose: () => void;
}

/** A form over the page that does one thing: what went wrong stands below the fields, and nothing is done twice at a time. */
export function FormDialog({ title, children, ready, label, color, closeLabel, onSubmit, onClose }: FormDialogProps) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit();
    } catch (thrown) {
      setProblem(messageOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void submit();
        }}
      >
        {children}
        {problem !== undefined && <Notice severity="error">{problem}</Notice>}
        <div className="dialog-buttons">
          <Button variant="default" onClick={onClose}>
            {closeLabel ?? t('shell.close')}
          </Button>
          <Button type="submit" {...(color === undefined ? {} : { color })} loading={busy} disabled={!ready}>
            {label}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
