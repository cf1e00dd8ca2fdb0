import { useText } from '../../text/language.ts';

/** The plan is judged before its table is drawn anew, which may take some frames; a row that may not go never does. */
const maxFrames = 60;

interface RemoveButtonProps {
  readonly name: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** Remembers the place of a row's button: when the row is gone with the focus, the row that has moved up gets it, else the screen. */
function focusKeeper(button: HTMLElement): () => void {
  const [rows, screen] = [button.closest('tbody'), button.closest('main')];
  const buttons = () => [...(rows?.querySelectorAll<HTMLElement>('[data-remove]') ?? [])];
  const place = buttons().indexOf(button);
  let frames = maxFrames;
  return function follow() {
    frames -= 1;
    if (button.isConnected && frames > 0) requestAnimationFrame(follow);
    if (button.isConnected || document.activeElement !== document.body) return;
    const left = buttons();
    (left[Math.min(place, left.length - 1)] ?? screen)?.focus();
  };
}

/** Takes a row out of a table. */
export function RemoveButton({ name, disabled, onClick }: RemoveButtonProps) {
  const t = useText();
  const label = t('hosts.removeNamed', { host: name });
  return (
    <button
      type="button"
      className="plain-button"
      aria-label={label}
      title={label}
      disabled={disabled}
      data-remove
      onClick={(event) => {
        const refocus = focusKeeper(event.currentTarget);
        onClick();
        requestAnimationFrame(refocus);
      }}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className="icon">
        <path d="M4 4l8 8M12 4l-8 8" />
      </svg>
    </button>
  );
}
