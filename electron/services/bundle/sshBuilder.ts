import { spawn } from 'node:child_process';
import { printable } from '../../../core/operations/printable.ts';
import { shellQuote } from '../../../core/operations/shellQuote.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { type BundleBuilder, builderFailed, splitLines } from './bundleBuilder.ts';

/** A bundle is some 100 MB: its text is not worth keeping beside what is handed on as it comes. */
const mostOutputBytes = 1 << 20;

/** Builds on a Debian host over SSH; needs no privileges there. Nothing stays on the host. */
export function sshBuilder(session: HostSession): BundleBuilder {
  return {
    title: session.name,
    async run(script, outDirectory, onLine) {
      const remote = (await mustRun(session, 'mktemp -d /tmp/quorate-bundle-XXXXXXXX')).trim();
      try {
        const emit = splitLines(onLine);
        await mustRun(session, `export OUT=${shellQuote(remote)}\n${script}`, emit);
        await fetchDirectory(session, remote, outDirectory);
      } finally {
        await session.run(`rm -rf -- ${shellQuote(remote)}`, { sudo: false });
      }
    },
  };
}

async function mustRun(session: HostSession, script: string, onStdout?: (chunk: string) => void): Promise<string> {
  const result = await session.run(script, {
    sudo: false,
    mostOutputBytes,
    ...(onStdout === undefined ? {} : { onStdout }),
  });
  if (result.code !== 0) throw builderFailed(session.name, result.code, printable(result.stderr.slice(-4000)));
  return result.stdout;
}

/** Output of a session is text: the archive travels in base64. */
async function fetchDirectory(session: HostSession, remote: string, local: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-f', '-', '-C', local, '--no-same-owner', '--no-same-permissions'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let errors = '';
  tar.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  tar.stdin.on('error', () => undefined);
  const unpacked = new Promise<number | null>((resolve, reject) => tar.on('error', reject).on('close', resolve));
  let rest = '';
  try {
    await mustRun(session, `set -o pipefail; tar -c -f - -C ${shellQuote(remote)} . | base64 -w 0`, (chunk) => {
      const text = rest + chunk;
      const whole = text.length - (text.length % 4);
      rest = text.slice(whole);
      tar.stdin.write(Buffer.from(text.slice(0, whole), 'base64'));
    });
  } finally {
    tar.stdin.end();
  }
  if ((await unpacked) !== 0) throw builderFailed(session.name, null, `what it made could not be unpacked: ${errors}`);
}
