import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { say } from '../../../core/wording/phrase.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { withFileLock } from '../projects/fileLock.ts';
import { fingerprint, isAbout, type KnownHost, keyType, knownHostsName, parseKnownHosts } from './knownHosts.ts';
import { SshError } from './sshError.ts';
import type { SshTarget } from './sshTarget.ts';

export type HostKeyVerdict =
  | { readonly verdict: 'known' }
  | { readonly verdict: 'unknown'; readonly type: string; readonly fingerprint: string }
  | { readonly verdict: 'changed'; readonly type: string; readonly fingerprint: string; readonly recorded: KnownHost };

/** What a person is asked at the first contact with a host. */
export interface NewHostKey {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly type: string;
  /** `SHA256:...` */
  readonly fingerprint: string;
}

export interface HostKeysOptions {
  /** Answers whether the key shown is the host's. Without it, and without `acceptNew`, unknown keys are refused. */
  readonly confirm?: (key: NewHostKey) => boolean | Promise<boolean>;
  /** Stores the keys of hosts seen for the first time without asking. A changed key is refused all the same. */
  readonly acceptNew?: boolean;
  /** Further known_hosts files, only read. Default: the operator's own and the system's. */
  readonly alsoRead?: readonly string[];
}

/** The host keys that are trusted: the project's own known_hosts file, and those of OpenSSH. */
export class HostKeys {
  readonly path: string;
  readonly #options: HostKeysOptions;
  readonly #alsoRead: readonly string[];
  #turn: Promise<unknown> = Promise.resolve();

  /** @param path the project's known_hosts file; made at the first stored key */
  constructor(path: string, options: HostKeysOptions = {}) {
    this.path = path;
    this.#options = options;
    this.#alsoRead = options.alsoRead ?? [join(homedir(), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'];
  }

  /** Compares a key with what is recorded. A host recorded only with keys of other types counts as changed: a type is no alibi. */
  async check(address: string, port: number, key: Buffer): Promise<HostKeyVerdict> {
    const entries = await this.#entriesOf(address, port);
    const shown = { type: keyType(key), fingerprint: fingerprint(key) };
    const revoked = entries.find((entry) => entry.revoked && entry.key.equals(key));
    if (revoked !== undefined) return { verdict: 'changed', ...shown, recorded: revoked };
    const trusted = entries.filter((entry) => !entry.revoked);
    if (trusted.some((entry) => entry.key.equals(key))) return { verdict: 'known' };
    const recorded = trusted.find((entry) => entry.type === shown.type) ?? trusted[0];
    return recorded === undefined ? { verdict: 'unknown', ...shown } : { verdict: 'changed', ...shown, recorded };
  }

  /** The key types recorded for a host: to be negotiated first, or the host would show a key that is not recorded. */
  async typesOf(address: string, port: number): Promise<readonly string[]> {
    const entries = await this.#entriesOf(address, port);
    return [...new Set(entries.filter((entry) => !entry.revoked).map((entry) => entry.type))];
  }

  /**
   * Decides about the key that a host shows: asks and stores at first use.
   * @throws SshError `host-key-changed` always when another key is recorded; `host-key-unknown` when nobody confirmed it
   */
  async verify(target: SshTarget, key: Buffer): Promise<void> {
    // One at a time: a person answers one question after another, and a shared jump host is asked about once.
    const mine = this.#turn.then(() => this.#decide(target, key));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Forgets what this program has recorded of a host, as after it was installed anew. */
  async forget(address: string, port: number): Promise<void> {
    const name = knownHostsName(address, port);
    await this.#locked(async () => {
      const text = await readOrEmpty(this.path);
      const dropped = new Set(
        parseKnownHosts(this.path, text)
          .filter((entry) => isAbout(entry, name))
          .map(({ line }) => line),
      );
      if (dropped.size === 0) return;
      await writeFileAtomic(
        this.path,
        text
          .split('\n')
          .filter((_line, index) => !dropped.has(index + 1))
          .join('\n'),
      );
    });
  }

  /** Records a key as the host's, as when the host was made by this program and the key came another way. */
  async store(address: string, port: number, key: Buffer): Promise<void> {
    await this.#locked(async () => {
      const handle = await open(this.path, 'a', 0o600);
      try {
        await handle.appendFile(`${knownHostsName(address, port)} ${keyType(key)} ${key.toString('base64')}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  }

  async #decide(target: SshTarget, key: Buffer): Promise<void> {
    const found = await this.check(target.address, target.port, key);
    if (found.verdict === 'known') return;
    if (found.verdict === 'changed') throw changed(target, found);
    const { type, fingerprint: shown } = found;
    const { name: host, address, port } = target;
    const accepted =
      this.#options.acceptNew === true ||
      ((await this.#options.confirm?.({ host, address, port, type, fingerprint: shown })) ?? false);
    if (!accepted) {
      throw new SshError(
        'host-key-unknown',
        host,
        say`${host} (${address}, port ${port}) shows a host key that is not known: ${type} ${shown}. Compare it with "ssh-keygen -lf" on the host, then confirm it, or accept new keys with --accept-new-host-keys.`,
      );
    }
    await this.store(address, port, key);
  }

  async #entriesOf(address: string, port: number): Promise<readonly KnownHost[]> {
    const name = knownHostsName(address, port);
    const files = await Promise.all(
      [this.path, ...this.#alsoRead].map(async (file) => parseKnownHosts(file, await readOrEmpty(file))),
    );
    return files.flat().filter((entry) => isAbout(entry, name));
  }

  async #locked(work: () => Promise<void>): Promise<void> {
    const folder = dirname(this.path);
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await chmod(folder, 0o700);
    await withFileLock(`${this.path}.lock`, work);
  }
}

function changed(target: SshTarget, found: Extract<HostKeyVerdict, { verdict: 'changed' }>): SshError {
  const { recorded } = found;
  const place = say`${recorded.file} line ${recorded.line}`;
  const shows = say`${target.name} (${target.address}, port ${target.port})`;
  const what = recorded.revoked
    ? say`${shows} shows a host key that is revoked in ${place}`
    : say`${shows} shows a host key (${found.type} ${found.fingerprint}) that is not the one recorded in ${place} (${recorded.type} ${fingerprint(recorded.key)})`;
  return new SshError(
    'host-key-changed',
    target.name,
    say`${what}. Somebody may be in between, or the host was installed anew. Nothing was sent to it. If you know that it was, remove that line and try again.`,
  );
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
