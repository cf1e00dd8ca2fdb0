import type { Duplex } from 'node:stream';

/** A connection through a host, with what clients such as `pg` call on a socket of their own. */
export interface ForwardedStream extends Duplex {
  setNoDelay(): this;
  setKeepAlive(): this;
  setTimeout(): this;
  ref(): this;
  unref(): this;
  connect(): this;
}

/** Gives a forwarded channel the methods of a socket. `connect` announces the connection that is already there. */
export function asSocket(channel: Duplex): ForwardedStream {
  const socket = channel as unknown as ForwardedStream;
  const same = () => socket;
  const destroy = channel.destroy.bind(channel);
  return Object.assign(socket, {
    setNoDelay: same,
    setKeepAlive: same,
    setTimeout: same,
    ref: same,
    unref: same,
    destroy: () => {
      destroy();
      // ssh2 1.17 reports the close of a channel only once everything that has arrived was read.
      return socket.resume();
    },
    connect: () => {
      process.nextTick(() => socket.emit('connect'));
      return socket;
    },
  });
}
