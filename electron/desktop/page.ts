import type { CustomScheme, Protocol } from 'electron';
import { loadWizardFiles, pageWithNonce, securityHeaders } from '../services/page/wizardFiles.ts';

const scheme = 'quorate';
const host = 'wizard';

/** Where the page lives: a scheme of its own instead of file:, so that it has an origin and reaches its own files alone. */
export const pageUrl = `${scheme}://${host}/`;

/** The page's address for a start of the program: `--project NAME` among its arguments opens that project at once. */
export function pageUrlFor(commandLine: readonly string[]): string {
  const at = commandLine.indexOf('--project');
  const project = at === -1 ? undefined : commandLine[at + 1];
  return project === undefined ? pageUrl : `${pageUrl}?project=${encodeURIComponent(project)}`;
}

/** What the scheme may do; it does not pass by the content security policy. */
export const pageScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** Whether an address is one of the page's own. */
export function isPageUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return parsed.protocol === `${scheme}:` && parsed.host === host && parsed.username === '' && parsed.password === '';
}

/**
 * Serves the built page, and nothing else, under the page's own address.
 * @throws Problem `wizard-not-built` (usage)
 */
export async function servePage(protocol: Protocol, folder: string): Promise<void> {
  const files = await loadWizardFiles(folder);
  protocol.handle(scheme, ({ url, method }) => {
    const path = isPageUrl(url) ? new URL(url).pathname : undefined;
    const file = path === undefined ? undefined : files.get(path === '/' ? '/index.html' : path);
    if (file === undefined || method !== 'GET')
      return new Response(null, { status: 404, headers: securityHeaders('', []) });
    const { body, nonce } = path === '/' ? pageWithNonce(file.body) : { body: new Uint8Array(file.body), nonce: '' };
    return new Response(body, { headers: { ...securityHeaders(nonce, []), 'Content-Type': file.type } });
  });
}
