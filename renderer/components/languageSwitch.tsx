import { type Language, languages, useLanguage, useText } from '../text/language.ts';

/** Chooses the language of the window; each is called by its own name. */
export function LanguageSwitch() {
  const t = useText();
  const [language, setLanguage] = useLanguage();
  return (
    <select
      className="cell cell-framed bar-select"
      aria-label={t('shell.language')}
      value={language}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
    >
      {Object.entries(languages).map(([value, label]) => (
        <option key={value} value={value} lang={value === 'zh' ? 'zh-Hans' : 'en'}>
          {label}
        </option>
      ))}
    </select>
  );
}
