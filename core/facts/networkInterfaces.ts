import { type Fact, Unreadable } from './fact.ts';

/** One address of one network interface. */
export interface InterfaceAddress {
  readonly interface: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly address: string;
  readonly prefix: number;
  /** Bytes; NaN when unknown. */
  readonly mtu: number;
}

/** Reads the addresses of every interface with its MTU. Of a point-to-point connection it is the host's own end (`10.77.0.1 peer 10.77.0.2/32`). */
export const networkInterfaces: Fact<readonly InterfaceAddress[]> = {
  id: 'network-interfaces',
  command: `
for path in /sys/class/net/*; do mtu=; read -r mtu 2>/dev/null <"$path/mtu"; printf 'mtu %s %s\\n' "\${path##*/}" "$mtu"; done
ip -o addr show`,
  parse(output) {
    const mtu = new Map<string, number>();
    const found: InterfaceAddress[] = [];
    for (const line of output.split('\n')) {
      const words = line.trim().split(/\s+/);
      if (words[0] === 'mtu' && words[1] !== undefined) {
        mtu.set(words[1], Number.parseInt(words[2] ?? '', 10));
        continue;
      }
      const match = /^\d+:\s+(\S+)\s+(inet6?)\s+([0-9a-fA-F.:]+)(?:\s+peer\s+[0-9a-fA-F.:]+)?(?:\/(\d+))?(?=\s|$)/.exec(
        line.trim(),
      );
      // Other families have lines too; what is no line of ip at all is not understood.
      if (!match && (line.trim() === '' || /^\d+:\s+\S+\s+(?!inet)/.test(line))) continue;
      if (!match) throw new Unreadable(line);
      const name = (match[1] ?? '').split('@')[0] ?? '';
      found.push({
        interface: name,
        family: match[2] === 'inet' ? 'ipv4' : 'ipv6',
        address: match[3] ?? '',
        prefix: match[4] === undefined ? (match[2] === 'inet' ? 32 : 128) : Number(match[4]),
        mtu: mtu.get(name) ?? Number.NaN,
      });
    }
    return found;
  },
};
