import type { Fact } from './fact.ts';

/** A TCP socket that listens on a host. */
export interface ListeningPort {
  /** As `ss` prints it, such as `0.0.0.0`, `10.0.0.1`, `[::]` or `*`. */
  readonly address: string;
  readonly port: number;
  /** Program name, or empty when unknown. */
  readonly program: string;
}

/** Reads every listening TCP port with its program. */
export const listeningPorts: Fact<readonly ListeningPort[]> = {
  id: 'listening-ports',
  command: 'ss -Hltnp 2>/dev/null || true',
  parse(output) {
    const found: ListeningPort[] = [];
    for (const line of output.split('\n')) {
      const local = line.trim().split(/\s+/)[3];
      const match = local === undefined ? null : /^(.+):(\d{1,5})$/.exec(local);
      if (!match) continue;
      found.push({
        address: match[1] ?? '',
        port: Number(match[2]),
        program: /users:\(\("([^"]+)"/.exec(line)?.[1] ?? '',
      });
    }
    return found;
  },
};
