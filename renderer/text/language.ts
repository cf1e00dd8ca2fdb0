import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en.ts';
import type { BaseKey } from './texts.ts';

export type TextKey = BaseKey<keyof typeof en>;
export const languages = { en: 'English', zh: '简体中文' } as const;
export type Language = keyof typeof languages;

type Chinese = typeof import('./chinese.ts');

let chinese: Chinese | undefined;

/** What the window says in Chinese; undefined until it is loaded. */
export function loadedChinese(): Chinese | undefined {
  return chinese;
}

async function loadChinese(): Promise<Chinese> {
  chinese ??= await import('./chinese.ts');
  return chinese;
}

type Values = Readonly<Record<string, string | number>>;

/** Loads the texts in the language chosen before, else the browser's. */
export async function startText(): Promise<void> {
  const stored = localStorage.getItem('quorate-language');
  const wanted = stored ?? navigator.language;
  const lng: Language = wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  await i18next.use(initReactI18next).init({
    resources: {
      en: { translation: en },
      ...(lng === 'zh' ? { zh: { translation: (await loadChinese()).zh } } : {}),
    },
    lng,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language === 'zh' ? 'zh-Hans' : 'en';
}

/** The text of a key in the language of the window. */
export function useText(): (key: TextKey, values?: Values) => string {
  const { t } = useTranslation();
  return (key, values) => t(key, values ?? {});
}

/** The language of this moment, for what is no part of the page. */
export function currentLanguage(): Language {
  return i18next.language === 'zh' ? 'zh' : 'en';
}

export function useLanguage(): readonly [Language, (language: Language) => void] {
  const { i18n } = useTranslation();
  const change = async (language: Language) => {
    if (language === 'zh' && !i18n.hasResourceBundle('zh', 'translation'))
      i18n.addResourceBundle('zh', 'translation', (await loadChinese()).zh);
    localStorage.setItem('quorate-language', language);
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
    await i18n.changeLanguage(language);
  };
  return [i18n.language === 'zh' ? 'zh' : 'en', (language) => void change(language)];
}
