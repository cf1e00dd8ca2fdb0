import { gunzipSync, gzipSync } from 'node:zlib';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { Secret } from '../secrets/secret.ts';
import { secretKinds } from '../secrets/secretFile.ts';

/** More than a project of 1,000 hosts with a long history holds; what unpacks to more is none of ours. */
export const maxPackBytes = 64 * 1024 * 1024;
/** Whoever has the file can guess at its passphrase as often as they like. */
const fewestCharacters = 12;
/** scrypt with N 2^17, as the secrets of a project have it: some seconds, since age's library computes it without the system's help. */
const workFactor = 17;

const fileName = z
  .string()
  .regex(/^[^\p{Cc}/\\]{1,200}$/u)
  .refine((name) => !name.startsWith('.'));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().max(maxPackBytes);

const packSchema = z.strictObject({
  quoratePack: z.literal(1),
  /** ISO 8601. */
  madeAt: z.iso.datetime(),
  /** `user@machine`. */
  madeBy: z.string().max(200),
  planFile: fileName,
  plan: text,
  secrets: z.record(z.string().max(200), z.strictObject({ kind: z.enum(secretKinds), value: text })),
  /** Files of the project's folder, by their names; what is not there is left out. */
  folder: z.record(fileName, text),
  /** Former plans whose hosts may still hold something, by the names of their files; packs of earlier versions have none. */
  former: z.record(fileName, text).default({}),
  /** Files that the plan names and that lie beside it, in base64: keys of package repositories. */
  beside: z.record(fileName, z.base64()),
  /** The bundle that the plan names, which does not travel. Null size: it was not there. */
  bundle: z
    .strictObject({
      file: z.string().max(4096),
      bytes: z.number().int().min(0).nullable(),
      sha256: sha256.nullable(),
    })
    .nullable(),
});

/** Everything of a project that a colleague needs, in clear text. */
export type Pack = z.output<typeof packSchema>;

/** For whom a pack is encrypted: whoever knows a passphrase, or the owners of age keys (`age1...`). */
export type Lock = { readonly passphrase: Secret } | { readonly recipients: readonly string[] };
/** What a pack is opened with: a passphrase, or age identities (`AGE-SECRET-KEY-...`). */
export type Key = { readonly passphrase: Secret } | { readonly identities: readonly Secret[] };

/**
 * Encrypts a pack in the age format (age-encryption.org/v1), as text: it can be sent by mail and kept in git.
 * @throws Problem `pack-passphrase` (usage) for one that is too short, `pack-recipient` (usage) for what is no age key
 */
export async function sealPack(pack: Pack, lock: Lock): Promise<string> {
  const encrypter = new Encrypter();
  if ('passphrase' in lock) {
    const passphrase = lock.passphrase.reveal();
    if (passphrase.length < fewestCharacters)
      throw new Problem(
        'pack-passphrase',
        'usage',
        say`The passphrase of a pack needs at least ${fewestCharacters} characters: whoever has the file can guess at it. Nothing was written.`,
      );
    encrypter.setScryptWorkFactor(workFactor);
    encrypter.setPassphrase(passphrase);
  } else {
    if (lock.recipients.length === 0) throw new Error('a pack for nobody');
    for (const recipient of lock.recipients) addRecipient(encrypter, recipient);
  }
  const sealed = await encrypter.encrypt(new Uint8Array(gzipSync(JSON.stringify(pack))));
  return `${armor.encode(sealed).trimEnd()}\n`;
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new Problem(
      'pack-recipient',
      'usage',
      say`${JSON.stringify(recipient.slice(0, 100))} is no age key: give the public one, which begins with age1 (age-keygen -y prints it). Nothing was written.`,
      { cause },
    );
  }
}

/** Whether a file begins as packs do. */
export function looksSealed(content: string): boolean {
  return content.trimStart().startsWith('-----BEGIN AGE ENCRYPTED FILE-----');
}

/** Whether a pack is opened with a passphrase, and not with a key. @throws Problem `pack-unreadable`, `pack-damaged` (usage) */
export function wantsPassphrase(content: string, file: string): boolean {
  return Buffer.from(bytesIn(content, file).subarray(0, 100)).toString('latin1').includes('\n-> scrypt ');
}

/**
 * Decrypts a pack and judges its content: nothing of it is used before all of it has been read.
 * @param file its name, for what is said
 * @throws Problem `pack-unreadable` (usage) for what is no pack, `pack-damaged` (usage), `pack-wrong-key` (usage), `pack-identity` (usage)
 */
export async function openPack(content: string, key: Key, file: string): Promise<Pack> {
  const sealed = bytesIn(content, file);
  const decrypter = new Decrypter();
  if ('passphrase' in key) decrypter.addPassphrase(key.passphrase.reveal());
  else for (const identity of key.identities) addIdentity(decrypter, identity);
  let opened: Uint8Array;
  try {
    opened = await decrypter.decrypt(sealed);
  } catch (cause) {
    if (!/no identity matched/.test((cause as Error).message)) throw damaged(file, cause);
    throw new Problem(
      'pack-wrong-key',
      'usage',
      'passphrase' in key
        ? say`${file} cannot be opened with this passphrase. Nothing was written.`
        : say`${file} is encrypted for none of these keys. Ask whoever made it to pack it for yours, too. Nothing was written.`,
      { cause },
    );
  }
  return packIn(opened, file);
}

function addIdentity(decrypter: Decrypter, identity: Secret): void {
  try {
    decrypter.addIdentity(identity.reveal());
  } catch {
    // Its cause would show the key.
    throw new Problem(
      'pack-identity',
      'usage',
      say`What was given as identity is no age key: it begins with AGE-SECRET-KEY-, as age-keygen writes it. Nothing was written.`,
    );
  }
}

function bytesIn(content: string, file: string): Uint8Array {
  if (!looksSealed(content))
    throw new Problem(
      'pack-unreadable',
      'usage',
      say`${file} is no pack: quorate project pack writes one. Nothing was written.`,
    );
  try {
    return armor.decode(content.trim());
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function packIn(opened: Uint8Array, file: string): Pack {
  let document: unknown;
  try {
    document = JSON.parse(gunzipSync(opened, { maxOutputLength: maxPackBytes }).toString('utf8'));
  } catch (cause) {
    throw foreign(file, cause);
  }
  const parsed = packSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const version = z.object({ quoratePack: z.number() }).safeParse(document);
  if (!version.success || version.data.quoratePack === 1) throw foreign(file, parsed.error);
  throw new Problem(
    'pack-unreadable',
    'usage',
    say`${file} was packed in format ${version.data.quoratePack}, which this version does not read: use the version that packed it, or a newer one. Nothing was written.`,
  );
}

function foreign(file: string, cause: unknown): Problem {
  return new Problem(
    'pack-unreadable',
    'usage',
    say`${file} can be decrypted, and what is in it is no project: quorate project pack did not make it. Nothing was written.`,
    { cause },
  );
}

function damaged(file: string, cause: unknown): Problem {
  return new Problem(
    'pack-damaged',
    'usage',
    say`${file} is damaged: parts of it are missing or were changed. Get it again from where it was kept. Nothing was written.`,
    { cause },
  );
}
