import { type Session, shell, type WebContents } from 'electron';
import { isPageUrl } from './page.ts';

/** The only thing that a page may ask the system for: its copy buttons write text to the clipboard. */
const grantedPermission = 'clipboard-sanitized-write';

/** Projects whose documentation the wizard leads to. */
const documentationHosts: ReadonlySet<string> = new Set([
  'www.postgresql.org',
  'patroni.readthedocs.io',
  'etcd.io',
  'docs.haproxy.org',
  'www.pgbouncer.org',
]);

/** Denies a session what the page does not need: every permission but one, and every address but the page's own. */
export function secureSession(session: Session): void {
  const granted = (permission: string, url: string) => permission === grantedPermission && isPageUrl(url);
  session.setPermissionRequestHandler((_, permission, answer, details) =>
    answer(granted(permission, details.requestingUrl)),
  );
  session.setPermissionCheckHandler((_, permission, origin) => granted(permission, `${origin}/`));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
  session.on('will-download', (event, item) => {
    // Exports are made by the page itself, as blobs.
    if (!item.getURL().startsWith('blob:') || !mayLoad(item.getURL())) event.preventDefault();
  });
}

/** Keeps any contents on the page: no navigation, no frames or windows, no embedded views. Documentation opens in the user's browser. */
export function secureContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isDocumentation(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Whether an address may be given to the system's browser: https, to a host that is known, with nothing but a path. */
export function isDocumentation(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === 'https:' && documentationHosts.has(host) && username === '' && password === '';
}

function mayLoad(url: string): boolean {
  if (url.startsWith('blob:')) return isPageUrl(url.slice('blob:'.length));
  return url.startsWith('data:') || url.startsWith('devtools:') || isPageUrl(url);
}
