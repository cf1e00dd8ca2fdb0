import { BoundedOutput } from './boundedOutput.ts';
import { startMark } from './scriptLoader.ts';

const maxChatterCharacters = 64 * 1024;

/** One output of a script, apart from what login scripts and sudo have said before the script's loader began. */
export class MarkedOutput {
  readonly #own: BoundedOutput;
  #loaderPid: number | undefined;
  #chatter = '';

  constructor(maxBytes: number) {
    this.#own = new BoundedOutput(maxBytes);
  }

  /** @returns what of a chunk is the script's own */
  add(chunk: Buffer): Buffer {
    const own = this.#loaderPid === undefined ? this.#findMark(chunk) : chunk;
    this.#own.add(own);
    return own;
  }

  /** Process id of the loader on the host, once it has begun. */
  get loaderPid(): number | undefined {
    return this.#loaderPid;
  }

  /** What was said before the loader began. */
  get chatter(): string {
    return Buffer.from(this.#chatter, 'latin1').toString('utf8');
  }

  get truncated(): boolean {
    return this.#own.truncated;
  }

  text(): string {
    return this.#own.text();
  }

  #findMark(chunk: Buffer): Buffer {
    // One character per byte, so that what follows the mark can be taken back as bytes.
    const text = this.#chatter + chunk.toString('latin1');
    const mark = startMark.exec(text);
    if (mark === null) {
      this.#chatter = text.slice(-maxChatterCharacters);
      return Buffer.alloc(0);
    }
    this.#chatter = text.slice(0, mark.index);
    this.#loaderPid = Number(mark[1]);
    return Buffer.from(text.slice(mark.index + mark[0].length), 'latin1');
  }
}
