import { seenAsAdopted } from '../../../core/deployment/adoption/adoptedHost.ts';
import { factRequest } from '../../../core/deployment/factRequest.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { singleServer } from '../../../core/facts/singleServer.ts';
import { memberOn } from '../../../core/plan/plan.ts';
import { postgresOf } from '../../../core/plan/postgresOf.ts';
import { clusterSecrets } from '../../../core/render/secretNames.ts';
import { missingSql } from '../../../core/render/sql/missingSql.ts';
import type { Gather } from '../procedures/hostLocks.ts';
import { isVerifiedBy } from '../secrets/verifiers.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { DeploymentOptions } from './deployment.ts';

type AdoptionOptions = Pick<DeploymentOptions, 'plan' | 'pool' | 'secrets' | 'adopt'>;

/** Makes what reads the facts of a deployment, and on the host of an adopted PostgreSQL what that says of itself. */
export function adoptionGather({ plan, pool, adopt }: AdoptionOptions, gather: Gather<HostFacts>): Gather<HostFacts> {
  const host = plan.hosts.find(({ name }) => name === adopt);
  const cluster = host && memberOn(plan, host.name)?.cluster;
  if (host === undefined || cluster === undefined) return gather;
  const fact = singleServer({
    directories: factRequest(plan, host, []).directories,
    users: postgresOf(plan, cluster)
      .users.filter(({ login }) => login)
      .map(({ name }) => name),
    missingSql: missingSql(plan, cluster),
  });
  return async (targets, before) => {
    const outcomes = await gather(targets, before);
    return Promise.all(
      outcomes.map(async (outcome) => {
        const target = targets.find(({ name }) => name === outcome.host);
        if (!outcome.ok || outcome.host !== host.name || target === undefined) return outcome;
        const [answer] = await pool.all([target], (session) =>
          gatherFacts(session, { single: fact }, { timeoutSeconds: 60, maxOutputBytes: 16 * 1024 * 1024 }),
        );
        if (answer === undefined || !answer.ok) return answer ?? outcome;
        return { ...outcome, value: { ...outcome.value, single: answer.value.values.single } };
      }),
    );
  };
}

/** The hosts as a deployment is to see them: what is adopted is no stranger there. */
export function seenFor(
  { plan, adopt }: AdoptionOptions,
  facts: ReadonlyMap<string, HostFacts>,
): ReadonlyMap<string, HostFacts> {
  const known = adopt === undefined ? undefined : facts.get(adopt);
  const host = plan.hosts.find(({ name }) => name === adopt);
  if (adopt === undefined || known === undefined || host === undefined) return facts;
  const directory = known.single?.cluster?.directory ?? known.state.adopted?.directory;
  // Another directory than the plan's is refused by the adoption itself, which names the field.
  const planned = factRequest(plan, host, []).directories.find((path) => path === directory);
  if (planned === undefined) return facts;
  return new Map([...facts, [adopt, seenAsAdopted(known, known.single?.cluster, planned)]]);
}

/**
 * Takes the passwords of users that are there already into the store, so that they stay what they are. Nobody can read them: what PostgreSQL keeps of a
 * password is enough to leave it alone.
 */
export async function keepPasswords(
  { plan, secrets, adopt }: AdoptionOptions,
  facts: ReadonlyMap<string, HostFacts>,
): Promise<void> {
  const known = adopt === undefined ? undefined : facts.get(adopt);
  const cluster = adopt === undefined ? undefined : memberOn(plan, adopt)?.cluster;
  const found = (known?.single?.content?.roles ?? []).filter(({ verifier }) => verifier !== undefined);
  if (cluster === undefined || found.length === 0 || known?.state.adopted?.state === 'taken') return;
  const names = clusterSecrets(plan, cluster);
  await secrets.update((draft) => {
    for (const { name, verifier } of found) {
      const secret = names.user(name);
      const now = draft.get(secret)?.value;
      if (verifier !== undefined && (now === undefined || !isVerifiedBy(now, verifier)))
        draft.set(secret, { kind: 'password', value: verifier });
    }
  });
}
