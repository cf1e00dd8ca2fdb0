import { memberAuthority, restUrl } from '../../../core/deployment/factRequest.ts';
import { patroniState } from '../../../core/facts/patroniState.ts';
import type { Host, Plan } from '../../../core/plan/plan.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { askJson, type TlsMaterial } from './askHttp.ts';

/** For so long an answer counts, in milliseconds: a Patroni that is down would else cost its host several processes at every look. */
const countsFor = 30_000;

interface Found {
  readonly port: Promise<number | undefined>;
  readonly until: number;
}

/** What was found last, by the connection to the host. */
const lastFound = new WeakMap<HostSession, Found>();

/**
 * Makes what asks the Patroni of a host: on the plan's port, and where nothing answers there, on the one on which it listens. The plan may have changed and
 * not be deployed yet, or a deployment may be under way that moves it.
 * @returns a function that takes the path of a question, and throws what `askJson` throws
 */
export function patroniOf(
  plan: Plan,
  host: Host,
  session: HostSession,
  tls: TlsMaterial | undefined,
): (path: string) => Promise<unknown> {
  const question = { address: addressOnHost(host.address), port: plan.patroni.port, tls };
  return async (path) => {
    try {
      return await askJson(session, { ...question, path });
    } catch (error) {
      const port = await whereElse(plan, host, session);
      if (port === undefined) throw error;
      return askJson(session, { ...question, port, path });
    }
  };
}

/** What `elsewhere` says now, or said on this connection not long ago. */
function whereElse(plan: Plan, host: Host, session: HostSession): Promise<number | undefined> {
  const before = lastFound.get(session);
  if (before !== undefined && before.until > performance.now()) return before.port;
  const port = elsewhere(plan, host, session);
  lastFound.set(session, { port, until: performance.now() + countsFor });
  return port;
}

/** Where it listens, when that is not where the plan says; undefined where it does not answer at all. */
async function elsewhere(plan: Plan, host: Host, session: HostSession): Promise<number | undefined> {
  try {
    const facts = { patroni: patroniState(restUrl(plan, host), memberAuthority(plan)) };
    return (await gatherFacts(session, facts, { timeoutSeconds: 20 })).values.patroni?.elsewhere;
  } catch {
    return undefined;
  }
}
