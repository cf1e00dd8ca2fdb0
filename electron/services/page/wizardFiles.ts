import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Problem } from '../../../core/problem.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface ServedFile {
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Reads the built wizard once: what is not in this list is never served, whatever a path says.
 * @returns the files by URL path
 * @throws Problem `wizard-not-built` (usage)
 */
export async function loadWizardFiles(folder: string): Promise<ReadonlyMap<string, ServedFile>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw new Problem(
      'wizard-not-built',
      'usage',
      `The wizard is not built: ${folder} is missing. Run: npm run build`,
      {
        cause,
      },
    );
  });
  const files = new Map<string, ServedFile>();
  for (const entry of names) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length).replaceAll('\\', '/'), { type, body: await readFile(path) });
  }
  return files;
}

/**
 * Headers of every answer. Only the page's own files and its way to the program: nothing inline, nothing from elsewhere.
 * @param connections what the page may connect to beside its own origin
 */
export function securityHeaders(nonce: string, connections: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // Component styles that are computed at run time carry the nonce of the page.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ['connect-src', "'self'", ...connections].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  };
}

/** The page with the nonce that its styles need. */
export function pageWithNonce(page: Buffer): { readonly nonce: string; readonly body: string } {
  const nonce = randomBytes(16).toString('base64');
  return { nonce, body: page.toString('utf8').replace('__STYLE_NONCE__', nonce) };
}
