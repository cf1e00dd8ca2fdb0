import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Problem } from '../../../core/problem.ts';
import { type PhraseValue, say } from '../../../core/wording/phrase.ts';
import { removeUnfinished, writeFileAtomic } from '../projects/atomicFile.ts';
import type { Secret } from './secret.ts';

export const secretKinds = ['password', 'certificate', 'private-key'] as const;
export type SecretKind = (typeof secretKinds)[number];
export interface SecretEntry {
  readonly kind: SecretKind;
  readonly value: string;
}
export type SecretEntries = Readonly<Record<string, SecretEntry>>;

const entriesSchema = z.record(z.string(), z.strictObject({ kind: z.enum(secretKinds), value: z.string() }));
const fileSchema = z.union([
  z.strictObject({ quorateSecrets: z.literal(1), secrets: entriesSchema }),
  z.strictObject({
    quorateSecrets: z.literal(1),
    cipher: z.literal('aes-256-gcm'),
    kdf: z.literal('scrypt'),
    salt: z.base64(),
    iv: z.base64(),
    tag: z.base64(),
    data: z.base64(),
  }),
]);

/** RFC 7914 with the cost that OWASP's password storage sheet recommends (N 2^17, r 8, p 1): 128 MiB, about half a second. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  size: number,
  options: typeof cost,
) => Promise<Buffer>;

/** Reads and writes the file that keeps a project's secrets; remembers the derived key, since deriving it is slow by intention. */
export class SecretFile {
  readonly path: string;
  #passphrase: Secret | undefined;
  #form: 'none' | 'plain' | 'encrypted' = 'none';
  #derived: { readonly salt: string; readonly key: Buffer } | undefined;

  constructor(path: string, passphrase: Secret | undefined) {
    this.path = path;
    this.#passphrase = passphrase;
  }

  /** Whether the file, as it was read or written last, is plain text though there is a passphrase. */
  get isPlainUnderKey(): boolean {
    return this.#form === 'plain' && this.#passphrase !== undefined;
  }

  /** Whether it is encrypted, as it was read or written last. */
  get isEncrypted(): boolean {
    return this.#form === 'encrypted';
  }

  /**
   * @returns all entries; none when there is no file yet
   * @throws Problem `secrets-locked` (encrypted, no key given), `secrets-wrong-key`, `secrets-unreadable`
   */
  async read(): Promise<SecretEntries> {
    const text = await this.#readText();
    this.#form = 'none';
    if (text === undefined) return {};
    const parsed = fileSchema.safeParse(parseJson(text));
    if (!parsed.success) throw this.#unreadable(say`it is not a secrets file of this version`);
    this.#form = 'secrets' in parsed.data ? 'plain' : 'encrypted';
    if ('secrets' in parsed.data) return parsed.data.secrets;
    return this.#decrypt(parsed.data);
  }

  /** Replaces the file whole: a kill at any moment leaves the old one or the new one. Whoever calls it holds the lock. */
  async write(secrets: SecretEntries): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    // They may be of another form than the file is to have.
    await removeUnfinished(this.path);
    const document =
      this.#passphrase === undefined
        ? { quorateSecrets: 1, secrets }
        : await this.#encrypt(JSON.stringify(secrets), this.#passphrase);
    await writeFileAtomic(this.path, `${JSON.stringify(document, null, 2)}\n`, 0o600);
    this.#form = this.#passphrase === undefined ? 'plain' : 'encrypted';
  }

  /** Writes the entries under another passphrase, with a new salt; undefined writes plain text. */
  async rekey(secrets: SecretEntries, passphrase: Secret | undefined): Promise<void> {
    const before = { passphrase: this.#passphrase, derived: this.#derived };
    this.#passphrase = passphrase;
    this.#derived = undefined;
    try {
      await this.write(secrets);
    } catch (error) {
      this.#passphrase = before.passphrase;
      this.#derived = before.derived;
      throw error;
    }
  }

  async #readText(): Promise<string | undefined> {
    let handle: Awaited<ReturnType<typeof open>>;
    try {
      handle = await open(this.path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw this.#unreadable((error as Error).message, error);
    }
    try {
      const { mode } = await handle.stat();
      // A copy or an unpacked backup may have wider permissions than what was written here.
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(this.path, 0o600);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  }

  async #encrypt(plain: string, passphrase: Secret): Promise<object> {
    const salt = this.#derived?.salt ?? randomBytes(16).toString('base64');
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', await this.#key(passphrase, salt), iv);
    const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return {
      quorateSecrets: 1,
      cipher: 'aes-256-gcm',
      kdf: 'scrypt',
      salt,
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data: data.toString('base64'),
    };
  }

  async #decrypt(file: { salt: string; iv: string; tag: string; data: string }): Promise<SecretEntries> {
    if (this.#passphrase === undefined) {
      throw new Problem(
        'secrets-locked',
        'usage',
        say`The secrets of this project (${this.path}) are encrypted. Set QUORATE_SECRETS_KEY to their passphrase and try again.`,
      );
    }
    const key = await this.#key(this.#passphrase, file.salt);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.iv, 'base64'), { authTagLength: 16 });
      decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
      const plain = Buffer.concat([decipher.update(Buffer.from(file.data, 'base64')), decipher.final()]);
      return entriesSchema.parse(JSON.parse(plain.toString('utf8')));
    } catch (cause) {
      throw new Problem(
        'secrets-wrong-key',
        'usage',
        say`The secrets in ${this.path} cannot be decrypted: QUORATE_SECRETS_KEY is not their passphrase, or the file was changed.`,
        { cause },
      );
    }
  }

  async #key(passphrase: Secret, salt: string): Promise<Buffer> {
    if (this.#derived?.salt !== salt) {
      this.#derived = { salt, key: await derive(passphrase.reveal(), Buffer.from(salt, 'base64'), 32, cost) };
    }
    return this.#derived.key;
  }

  #unreadable(why: PhraseValue, cause?: unknown): Problem {
    return new Problem(
      'secrets-unreadable',
      'usage',
      say`The secrets file ${this.path} cannot be read: ${why}. Restore it from a backup; without it the passwords and certificates of this project are lost.`,
      { cause },
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
