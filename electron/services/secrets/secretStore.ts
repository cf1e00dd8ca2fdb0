import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { isSecretName, placeholderPattern } from '../../../core/render/placeholders.ts';
import { say } from '../../../core/wording/phrase.ts';
import { withFileLock } from '../projects/fileLock.ts';
import { generatePassword } from './generatePassword.ts';
import { makeRedactor } from './redactor.ts';
import { Secret } from './secret.ts';
import { type SecretEntries, type SecretEntry, SecretFile, type SecretKind } from './secretFile.ts';

/** A shorter value would be found all over harmless text, so it could not be redacted. */
const fewestCharacters = 8;
/** A passphrase can be guessed at by whoever has the file, as often as they like. */
const fewestKeyCharacters = 12;

export interface SecretStoreOptions {
  /** Encrypts the file (aes-256-gcm, key by scrypt). Default: the environment's QUORATE_SECRETS_KEY; without either the file is plain text, 0600. */
  readonly passphrase?: Secret;
}

/** What a change of the store sees and edits while it holds the lock. */
export type SecretDraft = Map<string, SecretEntry>;

/**
 * The passwords, keys and certificates of one project, in `secrets.json` (0600) of its folder (0700). Every change takes a lock, reads the
 * file again and replaces it, so two programs on one project do not lose each other's secrets. Reading needs no lock.
 */
export class SecretStore {
  readonly #file: SecretFile;
  #entries: SecretEntries;
  #redact: ((text: string) => string) | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(file: SecretFile, entries: SecretEntries) {
    this.#file = file;
    this.#entries = entries;
  }

  /**
   * Opens the store of a project folder, which is made when missing.
   * @throws Problem `secrets-locked`, `secrets-wrong-key`, `secrets-unreadable` (usage)
   */
  static async open(directory: string, options: SecretStoreOptions = {}): Promise<SecretStore> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const { mode: has } = await stat(directory);
    if ((has & 0o777) !== 0o700) await chmod(directory, 0o700);
    const fromEnvironment = process.env.QUORATE_SECRETS_KEY;
    const passphrase = options.passphrase ?? (fromEnvironment ? new Secret(fromEnvironment) : undefined);
    const file = new SecretFile(join(directory, 'secrets.json'), passphrase);
    const store = new SecretStore(file, await file.read());
    if (file.isPlainUnderKey) await store.#encryptPlain();
    return store;
  }

  /** Whether the file is encrypted. */
  get isEncrypted(): boolean {
    return this.#file.isEncrypted;
  }

  /**
   * Encrypts the file with another passphrase, or writes it as plain text. Programs that have it open with the old one can write it no more.
   * @param passphrase undefined for plain text
   * @throws Problem `secrets-key-too-short` (usage) below 12 characters
   */
  async rekey(passphrase: Secret | undefined): Promise<void> {
    if (passphrase !== undefined && passphrase.reveal().length < fewestKeyCharacters)
      throw new Problem(
        'secrets-key-too-short',
        'usage',
        say`The new passphrase needs at least ${fewestKeyCharacters} characters. Nothing was changed.`,
      );
    await this.#inTurn(async () => {
      this.#entries = await this.#file.read();
      await this.#file.rekey(this.#entries, passphrase);
    });
  }

  /** A project that was made without a key gets one: its file is written again, and not only when a value changes. */
  async #encryptPlain(): Promise<void> {
    try {
      await this.update(() => undefined);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') throw error;
      // What only reads may go on; whoever runs it is told.
      process.emitWarning(
        `${this.#file.path} is plain text though QUORATE_SECRETS_KEY is set, and cannot be written again here: ${(error as Error).message}`,
      );
    }
  }

  names(): readonly string[] {
    return Object.keys(this.#entries).sort();
  }

  /** Everything in clear text: for what is encrypted as a whole before it leaves the program. */
  reveal(): SecretEntries {
    return this.#entries;
  }

  get(name: string): Secret | undefined {
    const entry = this.#entry(name);
    return entry === undefined ? undefined : new Secret(entry.value);
  }

  /** The secret of that name; a new random password of 32 letters and digits, stored first, when there is none. */
  async getOrCreate(name: string, kind: SecretKind = 'password'): Promise<Secret> {
    const known = this.get(name);
    if (known !== undefined) return known;
    return this.update((draft) => {
      const value = draft.get(name)?.value ?? generatePassword();
      if (!draft.has(name)) draft.set(name, { kind, value });
      return new Secret(value);
    });
  }

  /** Makes every password that is missing, in one write. */
  async ensurePasswords(names: readonly string[]): Promise<void> {
    if (names.every((name) => this.#entry(name) !== undefined)) return;
    await this.update((draft) => {
      for (const name of names) if (!draft.has(name)) draft.set(name, { kind: 'password', value: generatePassword() });
    });
  }

  /** Stores a value, replacing an older one. @throws Problem `secret-too-short` below 8 characters, `secret-name` (usage) */
  async set(name: string, value: Secret, kind: SecretKind = 'password'): Promise<void> {
    await this.update((draft) => draft.set(name, { kind, value: value.reveal() }));
  }

  /** Changes several secrets at once: all of them are on the disk when this resolves, or none. `edit` must be quick: others wait. */
  async update<T>(edit: (draft: SecretDraft) => T | Promise<T>): Promise<T> {
    return this.#inTurn(() => this.#apply(edit));
  }

  /** One change after the other, in this program and among programs. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => withFileLock(`${this.#file.path}.lock`, work));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /**
   * Puts the values in the place of every `{{secret:NAME}}`. The result holds secrets: send it, never show or store it.
   * @throws Problem `secret-unknown` (no) naming those that are missing
   */
  fill(text: string): string {
    return text.replaceAll(placeholderPattern(), (_whole, name: string) => {
      const entry = this.#entry(name);
      if (entry === undefined) {
        throw new Problem(
          'secret-unknown',
          'no',
          say`A rendered file asks for the secret ${name}, which is not in ${this.#file.path}. Run the deployment from the project folder that made the cluster, or restore its secrets file.`,
        );
      }
      return entry.value;
    });
  }

  /** The reverse of `fill`: every known secret in a text becomes its placeholder. For all logs, diffs and outputs. */
  redact(text: string): string {
    this.#redact ??= makeRedactor(this.#entries);
    return this.#redact(text);
  }

  async #apply<T>(edit: (draft: SecretDraft) => T | Promise<T>): Promise<T> {
    const before = await this.#file.read();
    const draft: SecretDraft = new Map(Object.entries(before));
    const result = await edit(draft);
    for (const [name, { value }] of draft) checkEntry(name, value);
    const after = Object.fromEntries(draft);
    if (this.#file.isPlainUnderKey || JSON.stringify(after) !== JSON.stringify(before)) await this.#file.write(after);
    this.#entries = after;
    this.#redact = undefined;
    return result;
  }

  #entry(name: string): SecretEntry | undefined {
    return Object.hasOwn(this.#entries, name) ? this.#entries[name] : undefined;
  }
}

function checkEntry(name: string, value: string): void {
  if (!isSecretName(name)) {
    throw new Problem(
      'secret-name',
      'usage',
      say`${JSON.stringify(name)} cannot be the name of a secret: use letters, digits and . _ @ / - within.`,
    );
  }
  if (value.length < fewestCharacters || value.includes('\0')) {
    throw new Problem(
      'secret-too-short',
      'usage',
      say`The secret ${name} needs at least ${fewestCharacters} characters and no NUL. Choose a longer one.`,
    );
  }
}
