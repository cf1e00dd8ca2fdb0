import { matchSignatures } from '../../../core/deployment/signatures.ts';
import { printable } from '../../../core/shell/printable.ts';
import { shellQuote } from '../../../core/shell/shellQuote.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { LikelyCause } from './procedureEvent.ts';

const maxJournalBytes = 200_000;

/**
 * Reads the journals of a host, in one round trip, and looks for known causes in them and in what the step printed.
 * @param units whose journals to read; `since` in seconds since the epoch
 */
export async function explainFailure(
  session: HostSession,
  units: readonly string[],
  output: string,
  sinceSeconds: number,
): Promise<readonly LikelyCause[]> {
  const reads = units.map(
    (unit) =>
      `journalctl -u ${shellQuote(unit)} --since=@${Math.floor(sinceSeconds)} -n 400 -o cat --no-pager 2>/dev/null | tail -c 60000`,
  );
  const script = `${reads.join('\n')}
tail -q -n 60 /var/log/postgresql/*.log 2>/dev/null | tail -c 20000
df -P -x tmpfs -x devtmpfs 2>/dev/null | awk 'NR > 1 && $5 + 0 >= 99 { print $6 ": No space left on device" }'
true`;
  let journal = '';
  try {
    journal = (await session.run(script, { timeoutSeconds: 30, maxOutputBytes: maxJournalBytes })).stdout;
  } catch {
    // The host may be gone; the step's own output is still there to judge.
  }
  return matchSignatures([output, journal].map((text) => printable(text, maxJournalBytes)));
}
