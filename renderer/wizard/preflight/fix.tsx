import { CopyButton } from '../../run/copyButton.tsx';
import { useText } from '../../text/language.ts';

/** What mends something on a host: a command to copy, or a change to the plan. */
export function Fix({ fix, host }: { readonly fix: string; readonly host: string }) {
  const t = useText();
  return (
    <span className="fix">
      <code>{fix}</code>
      <CopyButton text={fix} what={t('preflight.fixFor', { host })} />
    </span>
  );
}
