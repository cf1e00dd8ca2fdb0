import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { encodeHeader, endBytes, paddingBytes } from './tarFormat.ts';

/** An entry: text, or a file on this machine. */
export interface BundleEntry {
  readonly name: string;
  readonly content: { readonly text: string } | { readonly path: string; readonly sizeBytes: number };
}

/** Appends the entries in their order to a new archive, streaming files; it ends on the disk (fsync). */
export async function writeArchive(path: string, entries: readonly BundleEntry[]): Promise<void> {
  const archive = await open(path, 'wx', 0o644);
  try {
    for (const entry of entries) await appendEntry(archive, entry);
    await archive.write(Buffer.alloc(endBytes));
    await archive.sync();
  } finally {
    await archive.close();
  }
}

async function appendEntry(archive: FileHandle, { name, content }: BundleEntry): Promise<void> {
  if ('text' in content) {
    const bytes = Buffer.from(content.text, 'utf8');
    await archive.writeFile(
      Buffer.concat([encodeHeader({ name, sizeBytes: bytes.length }), bytes, padding(bytes.length)]),
    );
    return;
  }
  await archive.writeFile(encodeHeader({ name, sizeBytes: content.sizeBytes }));
  const source = await open(content.path);
  let written = 0;
  for await (const chunk of source.createReadStream({ highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    written += chunk.length;
    await archive.writeFile(chunk);
  }
  if (written !== content.sizeBytes) throw new Error(`${content.path} changed while it was being read`);
  await archive.writeFile(padding(written));
}

function padding(sizeBytes: number): Buffer {
  return Buffer.alloc(paddingBytes(sizeBytes));
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256OfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 and size of a file, without holding it in memory. */
export async function sha256OfFile(path: string): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const source = await open(path);
  for await (const chunk of source.createReadStream({ highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}
