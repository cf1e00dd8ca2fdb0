import { TextInput } from '@mantine/core';
import { useText } from '../text/language.ts';

/** Asks for the name of the plan, for what is not to be done by a mere click. */
export function TypedName({
  name,
  typed,
  onType,
}: {
  readonly name: string;
  readonly typed: string;
  readonly onType: (text: string) => void;
}) {
  const t = useText();
  return (
    <TextInput
      label={t('undo.type', { name })}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
