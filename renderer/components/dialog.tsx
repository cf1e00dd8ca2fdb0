import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useText } from '../text/language.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question or form over the page. The browser keeps the focus in it, and Escape closes it. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const t = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    // Where the work begins, or the answer that changes nothing; without either, the browser takes what comes first.
    dialog.current?.querySelector<HTMLElement>('textarea, input, .dialog-buttons button')?.focus();
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onClose={onClose}>
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="plain-button" aria-label={t('shell.close')} onClick={onClose}>
          <svg viewBox="0 0 16 16" aria-hidden="true" className="icon">
            <path d="M4 4l8 8M12 4l-8 8" />
          </svg>
        </button>
      </div>
      {children}
    </dialog>
  );
}
