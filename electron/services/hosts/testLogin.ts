import { hardware } from '../../../core/facts/hardware.ts';
import { platform } from '../../../core/facts/platform.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { printable } from '../../../core/shell/printable.ts';
import { type PhraseValue, say } from '../../../core/wording/phrase.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { NewHostKey } from '../ssh/hostKeys.ts';
import { SshError } from '../ssh/sshError.ts';
import { type Access, openHosts } from './openHosts.ts';

/** What a first login on a host gave. */
export type LoginTest =
  | {
      readonly kind: 'ok';
      /** Such as `debian bookworm`. */
      readonly system: string;
      /** Null where they could not be read. */
      readonly cores: number | null;
      readonly memoryBytes: number | null;
      /** Whether changes can be made: root, or sudo works. */
      readonly privileged: boolean;
    }
  | ({ readonly kind: 'new-key' } & NewHostKey)
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      /** The message with its values apart, for another language. */
      readonly said: PhraseValue;
    };

/**
 * Logs in on one host of the plan and looks at what it is. A host key that is new is returned as the answer, not accepted.
 * @param confirmed fingerprints (`SHA256:...`) that a person has compared: keys with these are recorded as the hosts'
 * @throws Problem `host-unknown` (usage) for a host that the plan does not have
 */
export async function testLogin(
  plan: Plan,
  hostName: string,
  directory: string,
  access: Access,
  confirmed: readonly string[],
): Promise<LoginTest> {
  if (!plan.hosts.some(({ name }) => name === hostName))
    throw new Problem(
      'host-unknown',
      'usage',
      say`The plan has no host ${JSON.stringify(hostName)}. Save it and try again.`,
    );
  let shown: NewHostKey | undefined;
  const hosts = openHosts(plan, directory, {
    ...access,
    confirmHostKey: async (key) => {
      if (confirmed.includes(key.fingerprint)) return true;
      shown = key;
      return false;
    },
  });
  try {
    const session = await hosts.pool.session(hosts.target(hostName));
    const { values } = await gatherFacts(session, { platform, hardware }, { timeoutSeconds: 30 });
    const { cores, memoryBytes } = values.hardware;
    return {
      kind: 'ok',
      system: printable(`${values.platform.id} ${values.platform.codename}`.trim()).slice(0, 60),
      cores: Number.isFinite(cores) ? cores : null,
      memoryBytes: Number.isFinite(memoryBytes) ? memoryBytes : null,
      privileged: values.platform.uid === 0,
    };
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    if (error.code === 'host-key-unknown' && shown !== undefined) return { kind: 'new-key', ...shown };
    return { kind: 'failed', code: error.code, message: error.message, said: error.said };
  } finally {
    await hosts.pool.close();
  }
}
