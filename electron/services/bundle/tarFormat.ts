/** Size of a header and of the unit that content is padded to (POSIX ustar). */
export const blockBytes = 512;
/** Two empty blocks end an archive. */
export const endBytes = 2 * blockBytes;

export interface TarHeader {
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * The one header that this format allows for a regular file: mode 0644, owner 0, time 0, so that the same content is the same bytes.
 * @throws RangeError when the name is longer than the 100 bytes of ustar, not ASCII, or the size is past 8 GiB
 */
export function encodeHeader({ name, sizeBytes }: TarHeader): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new RangeError(`an entry cannot be named ${JSON.stringify(name)}`);
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || sizeBytes >= 8 ** 11)
    throw new RangeError(`an entry cannot be ${sizeBytes} bytes long`);
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, 'ascii');
  header.write('0000644\0', 100, 'ascii');
  header.write('0000000\0', 108, 'ascii');
  header.write('0000000\0', 116, 'ascii');
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124, 'ascii');
  header.write('00000000000\0', 136, 'ascii');
  header.write('        ', 148, 'ascii');
  header.write('0', 156, 'ascii');
  header.write('ustar\x0000', 257, 'latin1');
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return header;
}

/**
 * Reads a header, strictly: every byte must be as `encodeHeader` writes it, so no flipped bit goes unnoticed.
 * @returns the header, `end` for an empty block, or `undefined` when it is anything else
 */
export function decodeHeader(block: Buffer): TarHeader | 'end' | undefined {
  if (block.every((byte) => byte === 0)) return 'end';
  const name = block.toString('latin1', 0, 100).replace(/\0+$/, '');
  const size = /^([0-7]{11})\0$/.exec(block.toString('latin1', 124, 136))?.[1];
  if (size === undefined || !/^[\x21-\x7e]+$/.test(name)) return undefined;
  const header = { name, sizeBytes: Number.parseInt(size, 8) };
  return encodeHeader(header).equals(block) ? header : undefined;
}

/** Bytes of padding after content of this size. */
export function paddingBytes(sizeBytes: number): number {
  return (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
}
