import { type Fact, Unreadable } from './fact.ts';

/** A TCP socket that listens on a host. */
export interface ListeningPort {
  /** As `ss` prints it, such as `0.0.0.0`, `10.0.0.1`, `[::]` or `*`. */
  readonly address: string;
  readonly port: number;
  /** Program name, or empty when unknown. */
  readonly program: string;
}

/** Reads every listening TCP port with its program. Without `ss` it is unread: no port would look taken. */
export const listeningPorts: Fact<readonly ListeningPort[]> = {
  id: 'listening-ports',
  command: 'ss -Hltnp',
  parse(output) {
    const found: ListeningPort[] = [];
    for (const line of output.split('\n')) {
      if (line.trim() === '') continue;
      const [state, , , local] = line.trim().split(/\s+/);
      const match = state === 'LISTEN' && local !== undefined ? /^(.+):(\d{1,5})$/.exec(local) : null;
      if (!match) throw new Unreadable(line);
      found.push({
        address: match[1] ?? '',
        port: Number(match[2]),
        program: /users:\(\("([^"]+)"/.exec(line)?.[1] ?? '',
      });
    }
    return found;
  },
};
