import { useText } from '../../text/language.ts';

interface RemoveButtonProps {
  readonly name: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
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
      onClick={onClick}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className="icon">
        <path d="M4 4l8 8M12 4l-8 8" />
      </svg>
    </button>
  );
}
