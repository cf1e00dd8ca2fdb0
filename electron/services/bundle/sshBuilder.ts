import { spawn } from 'node:child_process';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { printable } from '../../../core/shell/printable.ts';
import { shellQuote } from '../../../core/shell/shellQuote.ts';
import { childEnvironment } from '../programs/childEnvironment.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { type BundleBuilder, builderFailed, splitLines } from './bundleBuilder.ts';

/** A bundle is some 100 MB: its text is not worth keeping beside what is handed on as it comes. */
const maxOutputBytes = 1 << 20;

/** Builds on a Debian host over SSH; needs no privileges there. Nothing stays on the host. */
export function sshBuilder(session: HostSession): BundleBuilder {
  return {
    title: session.name,
    async run(script, outDirectory, onLine, signal) {
      const remote = (await mustRun(session, 'mktemp -d /tmp/quorate-bundle-XXXXXXXX')).trim();
      try {
        const emit = splitLines(onLine);
        await mustRun(session, `export OUT=${shellQuote(remote)}\n${script}`, { onStdout: emit, signal });
        const have = await readdir(join(outDirectory, 'have')).catch(() => []);
        const kept = have.length === 0 ? [] : await leaveOut(session, remote, have);
        await fetchDirectory(session, remote, outDirectory, signal);
        for (const { sha256, file } of kept) await rename(join(outDirectory, 'have', sha256), join(outDirectory, file));
        await rm(join(outDirectory, 'have'), { recursive: true, force: true });
        if (have.length > 0) onLine(`reused ${kept.length}`);
      } finally {
        await session.run(`rm -rf -- ${shellQuote(remote)}`, { sudo: false });
      }
    },
  };
}

interface RunFollowing {
  readonly onStdout?: (chunk: string) => void;
  readonly signal?: AbortSignal | undefined;
}

async function mustRun(session: HostSession, script: string, { onStdout, signal }: RunFollowing = {}): Promise<string> {
  const result = await session.run(script, {
    sudo: false,
    maxOutputBytes,
    ...(onStdout === undefined ? {} : { onStdout }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (result.code !== 0) throw builderFailed(session.name, result.code, printable(result.stderr.slice(-4000)));
  return result.stdout;
}

/** Removes packages from what is to be fetched that are here already, known by their SHA-256. */
async function leaveOut(session: HostSession, remote: string, have: readonly string[]) {
  const known = new Set(have);
  const listed = await mustRun(session, `cd ${shellQuote(remote)} && sha256sum pool/*.deb`);
  const here = listed.split('\n').flatMap((line) => {
    const [, sha256, file] = /^([0-9a-f]{64}) {2}(pool\/[A-Za-z0-9][A-Za-z0-9+.~_-]*\.deb)$/.exec(line) ?? [];
    return sha256 !== undefined && file !== undefined && known.has(sha256) ? [{ sha256, file }] : [];
  });
  const names = here.map(({ file }) => shellQuote(file)).join(' ');
  if (here.length > 0) await mustRun(session, `cd ${shellQuote(remote)} && rm -f -- ${names}`);
  return here;
}

/** Output of a session is text: the archive travels in base64. */
async function fetchDirectory(
  session: HostSession,
  remote: string,
  local: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const tar = spawn('tar', ['-x', '-f', '-', '-C', local, '--no-same-owner', '--no-same-permissions'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: childEnvironment(),
  });
  let errors = '';
  tar.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  tar.stdin.on('error', () => undefined);
  const unpacked = new Promise<number | null>((resolve, reject) => tar.on('error', reject).on('close', resolve));
  let rest = '';
  try {
    const onStdout = (chunk: string) => {
      const text = rest + chunk;
      const whole = text.length - (text.length % 4);
      rest = text.slice(whole);
      tar.stdin.write(Buffer.from(text.slice(0, whole), 'base64'));
    };
    await mustRun(session, `set -o pipefail; tar -c -f - -C ${shellQuote(remote)} . | base64 -w 0`, {
      onStdout,
      signal,
    });
  } finally {
    tar.stdin.end();
  }
  if ((await unpacked) !== 0) throw builderFailed(session.name, null, `what it made could not be unpacked: ${errors}`);
}
