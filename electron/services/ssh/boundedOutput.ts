import { StringDecoder } from 'node:string_decoder';

/** Keeps the first bytes of an output and counts the rest, so that no host can fill the memory of this program. */
export class BoundedOutput {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #keptBytes = 0;
  #allBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    this.#allBytes += chunk.length;
    const kept = chunk.subarray(0, this.#maxBytes - this.#keptBytes);
    if (kept.length === 0) return;
    this.#keptBytes += kept.length;
    this.#chunks.push(kept);
  }

  get truncated(): boolean {
    return this.#allBytes > this.#keptBytes;
  }

  text(): string {
    // The decoder holds back a character that the bound has cut in two.
    return new StringDecoder('utf8').write(Buffer.concat(this.#chunks));
  }
}
