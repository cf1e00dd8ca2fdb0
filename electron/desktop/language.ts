import { app, type WebContents } from 'electron';
import type { Language } from './texts.ts';

/** The language that the page shows, else the system's: a page that hangs must not keep the window from closing. */
export async function languageOf(contents: WebContents): Promise<Language> {
  const page = contents.executeJavaScript('document.documentElement.lang').catch(() => undefined);
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1000).unref());
  const shown: unknown = await Promise.race([page, late]);
  const language = typeof shown === 'string' && shown !== '' ? shown : app.getLocale();
  return language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
