import type { FileHandle } from 'node:fs/promises';

/** Bytes that can be read at any place: a file, or a part of one. */
export interface ByteSource {
  readonly sizeBytes: number;
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

/** A whole file, as long as it is now. */
export async function sourceOf(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return { sizeBytes: size, read: (buffer, offset, length, position) => file.read(buffer, offset, length, position) };
}

/** A part of a source, with places counted from its own beginning. */
export function sliceOf(source: ByteSource, start: number, sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    read: (buffer, offset, length, position) =>
      source.read(buffer, offset, Math.max(0, Math.min(length, sizeBytes - position)), start + position),
  };
}
