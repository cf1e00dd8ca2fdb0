import { createHash } from 'node:crypto';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import { type BundleProblem, told } from './bundleProblem.ts';
import type { ByteSource } from './byteSource.ts';
import { blockBytes, decodeHeader, endBytes, paddingBytes, type TarHeader } from './tarFormat.ts';

/** An entry and where its content starts in the file. */
export interface ScannedEntry extends TarHeader {
  readonly offset: number;
}

/** More entries than any real bundle has: a bound on what a wrong file can make us read. */
const maxEntries = 20_000;

/**
 * Walks through the headers without reading the content between them.
 * @returns the entries up to the first problem, and that problem
 */
export async function scanBundle(
  file: ByteSource,
  fileName: string,
): Promise<{ entries: ScannedEntry[]; problem: BundleProblem | undefined }> {
  const { sizeBytes: size } = file;
  const entries: ScannedEntry[] = [];
  let offset = 0;
  const stop = (code: BundleProblem['code'], said: Phrase) => ({
    entries,
    problem: { code, entry: fileName, ...told(said) },
  });
  for (;;) {
    const after = entries.at(-1)?.name;
    if (offset + blockBytes > size)
      return stop(
        'bundle-truncated',
        after === undefined
          ? say`${fileName} ends at its beginning: copy or build it again`
          : say`${fileName} ends after ${after}: copy or build it again`,
      );
    const header = decodeHeader(await readExactly(file, offset, blockBytes));
    if (header === undefined)
      return after === undefined
        ? stop('bundle-unreadable', say`${fileName} is not a bundle of this program, or its first bytes are damaged`)
        : stop(
            'bundle-header-damaged',
            say`${fileName} is damaged after ${after}, at byte ${offset}: copy or build it again`,
          );
    if (header === 'end') return { entries, problem: await judgeEnd(file, fileName, offset, size) };
    if (entries.length === maxEntries)
      return stop('bundle-unreadable', say`${fileName} has more than ${maxEntries} entries`);
    const end = offset + blockBytes + header.sizeBytes + paddingBytes(header.sizeBytes);
    if (end > size)
      return stop('bundle-truncated', say`${fileName} ends inside ${header.name}: copy or build it again`);
    entries.push({ ...header, offset: offset + blockBytes });
    offset = end;
  }
}

async function judgeEnd(
  file: ByteSource,
  fileName: string,
  offset: number,
  size: number,
): Promise<BundleProblem | undefined> {
  if (size < offset + endBytes)
    return {
      code: 'bundle-truncated',
      entry: fileName,
      ...told(say`${fileName} lacks its last bytes: copy or build it again`),
    };
  const end = await readExactly(file, offset, endBytes);
  if (size === offset + endBytes && end.every((byte) => byte === 0)) return undefined;
  return {
    code: 'bundle-trailing-data',
    entry: fileName,
    ...told(say`${fileName} has data after its last entry, at byte ${offset}: copy or build it again`),
  };
}

/**
 * SHA-256 of an entry's content, streaming.
 * @returns `undefined` when the padding behind it is not empty
 */
export async function hashEntry(file: ByteSource, entry: ScannedEntry): Promise<string | undefined> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(1 << 20, Math.max(entry.sizeBytes, 1)));
  for (let done = 0; done < entry.sizeBytes; ) {
    const { bytesRead } = await file.read(
      buffer,
      0,
      Math.min(buffer.length, entry.sizeBytes - done),
      entry.offset + done,
    );
    if (bytesRead === 0) throw new Error(`${entry.name} became shorter while it was being read`);
    hash.update(buffer.subarray(0, bytesRead));
    done += bytesRead;
  }
  const padding = await readExactly(file, entry.offset + entry.sizeBytes, paddingBytes(entry.sizeBytes));
  return padding.every((byte) => byte === 0) ? hash.digest('hex') : undefined;
}

/** Reads so many bytes, all of them. */
export async function readExactly(file: ByteSource, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, offset + done);
    if (bytesRead === 0) throw new Error('the file became shorter while it was being read');
    done += bytesRead;
  }
  return buffer;
}
