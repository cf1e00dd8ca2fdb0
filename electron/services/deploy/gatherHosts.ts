import { offsetOf } from '../../../core/facts/clock.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { deploymentFacts, type FactRequest } from '../../../core/facts/deploymentFacts.ts';
import { gatherScript, parseGathered } from '../../../core/facts/gather.ts';
import { Problem } from '../../../core/problem.ts';
import { printable } from '../../../core/shell/printable.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { HostOutcome, HostPool } from '../ssh/hostPool.ts';
import { newNonce } from '../ssh/nonce.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';

/** Facts without which nothing can be decided. */
const needed = ['platform', 'state', 'lock', 'packages', 'files', 'units', 'directories'];

/**
 * Reads the facts of all hosts at once, one round trip each.
 * @param before for each host a script to run first, such as one that takes its lock
 * @throws Problem `facts-unreadable` (no) when a host answers without the facts that everything depends on
 */
export async function gatherHosts(
  pool: HostPool,
  targets: readonly SshTarget[],
  questions: ReadonlyMap<string, FactRequest>,
  before: (host: string) => string,
  purpose: 'deployment' | 'preflight' = 'deployment',
): Promise<readonly HostOutcome<HostFacts>[]> {
  return pool.all(targets, async (session, target) => {
    const asked = questions.get(target.name);
    if (asked === undefined) throw new Error(`there are no questions for ${target.name}`);
    const facts = deploymentFacts(asked, purpose);
    const nonce = newNonce();
    const sentAt = Date.now();
    let answeredAt: number | undefined;
    const { stdout, stderr } = await session.run(`${before(target.name)}${gatherScript(facts, nonce)}`, {
      timeoutSeconds: 120,
      maxOutputBytes: 16 * 1024 * 1024,
      onStdout() {
        answeredAt ??= Date.now();
      },
    });
    const { values, unread } = parseGathered(stdout, nonce, facts);
    const lost = unread.filter(({ id }) => needed.includes(id));
    if (lost.length > 0) {
      const list = lost.map(({ id, status, line }) =>
        status === undefined
          ? say`${id} (no answer)`
          : line === undefined
            ? say`${id} (status ${status})`
            : say`${id} (cannot be understood: ${printable(line).slice(0, 100)})`,
      );
      throw new Problem(
        'facts-unreadable',
        'no',
        say`${target.name} did not tell its state: ${listOf(list, 'comma')}. ${stderr.trim().slice(0, 300)} Log in and look at its load, its disk and its process limits, then run again.`,
      );
    }
    return { ...values, unread, clockOffset: offsetOf(values.clock, sentAt, answeredAt ?? Date.now()) };
  });
}
