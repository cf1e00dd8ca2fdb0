import { isLoopback, isUnspecified, parseAddress } from '../plan/address.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';

/** How a host reaches one address of the plan. */
export interface PeerRoute {
  /** The address as the plan has it: a number or a name. */
  readonly to: string;
  /** What the host makes of it, one number of perhaps several. */
  readonly address: string;
  /** The host's own number that its packets to there carry; undefined where there is no route. */
  readonly source: string | undefined;
}

/** More numbers behind one name than this are not looked at. */
const maxNumbersPerName = 8;

/**
 * Makes the fact that asks a host for its ways to the plan's addresses: the numbers behind the names, and the number that the host itself leaves
 * with, which is the one that the other side sees. Both by the host's own resolver and routing table (`getent`, `ip route get`).
 * Numbers that mean the host itself (loopback) are left out.
 */
export function peerRoutes(addresses: readonly string[]): Fact<readonly PeerRoute[]> {
  return {
    id: 'peer-routes',
    // The routing table is asked once for all numbers.
    command: `declare -A numbers source
for to in ${addresses.map(shellQuote).join(' ')}; do
  if [[ $to =~ ^([0-9]{1,3}\\.){3}[0-9]{1,3}$ ]]; then numbers[$to]=$to
  else numbers[$to]=$(timeout 5 getent ahosts "$to" 2>/dev/null | awk '{ print $1 }' | sort -u | head -n ${maxNumbersPerName}); fi
done
pattern='^([a-z]+ )?([0-9a-fA-F.:]+) (.* )?src ([0-9a-fA-F.:]+)'
while IFS= read -r line; do
  [[ $line =~ $pattern ]] && source[\${BASH_REMATCH[2]}]=\${BASH_REMATCH[4]}
done < <(for number in \${numbers[*]}; do printf 'route get %s\\n' "$number"; done | ip -o -force -batch - 2>/dev/null)
for to in ${addresses.map(shellQuote).join(' ')}; do
  for number in \${numbers[$to]}; do printf 'route %s %s %s\\n' "$to" "$number" "\${source[$number]-}"; done
done
true`,
    parse(output) {
      const asked = new Set(addresses);
      return output.split('\n').flatMap((line): PeerRoute[] => {
        const [kind, to = '', number = '', own = ''] = line.split(' ');
        const address = numberOf(number);
        if (kind !== 'route' || !asked.has(to) || address === undefined) return [];
        return [{ to, address, source: numberOf(own) }];
      });
    },
  };
}

/** An address that others could see, in its one spelling; undefined for everything else. */
function numberOf(text: string): string | undefined {
  const parsed = parseAddress(text);
  if (parsed === undefined || parsed.kind === 'name') return undefined;
  const { canonical } = parsed;
  const isLinkLocal = canonical.startsWith('169.254.') || /^fe[89ab]/.test(canonical);
  return isLoopback(canonical) || isUnspecified(canonical) || isLinkLocal ? undefined : canonical;
}
