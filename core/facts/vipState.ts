import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/** Whether somebody on the host's network answers for an address. */
export interface VipState {
  readonly address: string;
  /** A neighbour answered ARP or NDP, or the address is the host's own. */
  readonly answers: boolean;
  /** The answering link-layer address, `local` for the host itself, empty when nobody answers. */
  readonly by: string;
}

/**
 * Makes the fact that looks for an address on the local network: one packet is sent to it, then the kernel's neighbour table says whether
 * anybody answered. It needs no arping, and a firewall on the other side cannot hide from it.
 */
export function vipState(address: string | undefined): Fact<VipState | undefined> {
  if (address === undefined) return { id: 'vip-state', command: 'true', parse: () => undefined };
  return {
    id: 'vip-state',
    command: `
vip=${shellQuote(address)}
if ip -o addr show 2>/dev/null | awk '{ print $4 }' | cut -d/ -f1 | grep -Fqx -- "$vip"; then
  printf 'local\\n'
else
  VIP="$vip" perl -MIO::Socket::IP -e 'IO::Socket::IP->new(PeerHost => $ENV{VIP}, PeerPort => 9, Proto => "tcp", Timeout => 1)' 2>/dev/null || true
  ip neigh show "$vip" 2>/dev/null || true
fi`,
    parse(output) {
      if (/^local$/m.test(output)) return { address, answers: true, by: 'local' };
      const neighbour = /lladdr ([0-9a-f:]{11,})/i.exec(output)?.[1];
      const failed = /\b(FAILED|INCOMPLETE)\b/.test(output);
      return { address, answers: neighbour !== undefined && !failed, by: failed ? '' : (neighbour ?? '') };
    },
  };
}
