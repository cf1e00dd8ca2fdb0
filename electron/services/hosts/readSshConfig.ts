import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseSshConfig, type SshConfigHosts } from '../../../core/hostLists/sshConfig.ts';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';

const maxBytes = 1024 * 1024;

/**
 * The hosts of the operator's OpenSSH configuration.
 * @throws Problem `ssh-config-unreadable` (no)
 */
export async function readSshConfig(
  file = join(homedir(), '.ssh', 'config'),
): Promise<SshConfigHosts & { file: string }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
      return { file, ...parseSshConfig(buffer.toString('utf8', 0, bytesRead)) };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { file, hosts: [], notFollowed: [] };
    throw new Problem('ssh-config-unreadable', 'no', say`${file} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  }
}
