import { NativeSelect } from '@mantine/core';
import { type Language, languages, useLanguage, useText } from '../text/language.ts';

/** Chooses the language of the window; each is called by its own name. */
export function LanguageSwitch() {
  const t = useText();
  const [language, setLanguage] = useLanguage();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('shell.language')}
      value={language}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
    />
  );
}
