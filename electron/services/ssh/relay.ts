import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { shellQuote } from '../../../core/shell/shellQuote.ts';
import { MarkedOutput } from './markedOutput.ts';
import { frameScript } from './scriptLoader.ts';

const connected = 'relay connected\n';
const maxConnectSeconds = 10;
/** How long the other side may stay silent once this side has said that nothing more comes. */
const lingerSeconds = 60;

/**
 * Connects on the host and copies both ways: one process for each direction, so that neither waits for the other. perl-base is on every Debian
 * host, and nothing else needs to be.
 */
function relayScript(address: string, port: number): string {
  return `ADDRESS=${shellQuote(address)} PORT=${port} exec perl -MIO::Socket::IP -e '
my $s = IO::Socket::IP->new(PeerHost => $ENV{ADDRESS}, PeerPort => $ENV{PORT}, Type => SOCK_STREAM, Timeout => ${maxConnectSeconds}) or do { print STDERR $! || $@; exit 1 };
binmode STDIN; binmode STDOUT; syswrite(STDOUT, "${connected.trimEnd()}\\n");
sub copy { my ($from, $to) = @_; my $b;
  while (my $n = sysread($from, $b, 65536)) { my $at = 0; while ($at < $n) { my $w = syswrite($to, $b, $n - $at, $at); return if !$w; $at += $w } } }
my $parent = $$; my $pid = fork; exit 1 if !defined $pid;
if (!$pid) { copy(*STDIN, $s); shutdown($s, 1); sleep ${lingerSeconds}; kill TERM => $parent; exit 0 }
copy($s, *STDOUT); kill TERM => $pid; exit 0'`;
}

/**
 * A TCP connection that a script on the host makes, over the two streams of its channel.
 * @param channel one that the loader was just started in, as the login itself
 * @throws Error with the host's words when nothing answers there
 */
export async function openRelay(channel: ClientChannel, address: string, port: number): Promise<Duplex> {
  const stream = new RelayStream(channel);
  channel.write(frameScript(relayScript(address, port)));
  await stream.opened;
  return stream;
}

class RelayStream extends Duplex {
  readonly opened: Promise<void>;
  readonly #channel: ClientChannel;
  readonly #before = new MarkedOutput(0);
  #begun: Buffer | undefined = Buffer.alloc(0);

  constructor(channel: ClientChannel) {
    super({ allowHalfOpen: true });
    this.#channel = channel;
    const said = new MarkedOutput(2000);
    this.opened = new Promise((resolve, reject) => {
      channel.on('data', (chunk: Buffer) => this.#onData(chunk, resolve));
      channel.stderr.on('data', (chunk: Buffer) => said.add(chunk));
      channel.on('close', () => {
        const why = (said.text() || said.chatter || this.#before.chatter).trim();
        reject(new Error(why === '' ? 'the relay on the host ended' : why));
        this.push(null);
        // What has arrived may still be waiting to be read.
        if (this.readableEnded) this.destroy();
        else this.once('end', () => this.destroy());
      });
    });
    channel.on('end', () => this.push(null));
    channel.on('error', (error: Error) => this.destroy(error));
    this.on('error', () => channel.close());
  }

  /** The first line after the loader's mark says that the connection stands; all after it is the connection's. */
  #onData(chunk: Buffer, opened: () => void): void {
    let own = chunk;
    if (this.#begun !== undefined) {
      const begun = Buffer.concat([this.#begun, this.#before.add(chunk)]);
      const at = begun.indexOf(connected);
      this.#begun = begun;
      if (at < 0) return;
      this.#begun = undefined;
      own = begun.subarray(at + connected.length);
      opened();
    }
    if (own.length > 0 && !this.push(own)) this.#channel.pause();
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#channel.close();
    done(error);
  }
}
