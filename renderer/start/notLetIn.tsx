import { useText } from '../text/language.ts';

/** What a page shows that the server does not know. */
export function NotLetIn() {
  const t = useText();
  return (
    <main className="start" role="alert">
      <h1>{t('shell.notLetIn')}</h1>
      <p>{t('shell.notLetInLead')}</p>
    </main>
  );
}
