import { stateDirectory } from '../../../core/facts/hostState.ts';
import type { Cluster, Plan } from '../../../core/plan/plan.ts';
import { makeProbeSql, removeProbeSql } from '../../../core/render/sql/probeSql.ts';
import { printable } from '../../../core/shell/printable.ts';
import { shellQuote } from '../../../core/shell/shellQuote.ts';
import { paths } from '../../../core/systems/debian/paths.ts';
import { say } from '../../../core/wording/phrase.ts';
import { ProbeError, type ProbeInput } from '../probe/probeClient.ts';

const maxSeconds = 60;
/** Exit codes of the script that are no failure of psql. */
const follows = 3;
const notOurs = 4;

/** Who changes the host; see `Door`. */
export interface ProbeOwner {
  readonly lockLine: string;
  readonly operator: string;
}

/** Makes the probe's role and database through the member that leads. @throws ProbeError, SshError */
export async function makeProbeDatabase(
  input: ProbeInput,
  cluster: Cluster,
  owner: ProbeOwner,
  password: string,
): Promise<void> {
  await onLeader(input, cluster, owner, 'probe/make', makeProbeSql(password));
}

/** Removes them. @throws ProbeError, SshError */
export async function removeProbeDatabase(input: ProbeInput, cluster: Cluster, owner: ProbeOwner): Promise<void> {
  await onLeader(input, cluster, owner, 'probe/remove', removeProbeSql());
}

async function onLeader(
  { plan, pool, targets }: ProbeInput,
  cluster: Cluster,
  owner: ProbeOwner,
  what: string,
  sql: string,
) {
  let last: unknown = new ProbeError(say`no member of ${cluster.name} that can be reached leads it`);
  for (const { host } of cluster.members) {
    const target = targets.get(host);
    if (target === undefined) continue;
    try {
      const session = await pool.session(target);
      const { code, stderr } = await session.run(leaderScript(plan, owner, `${host}/${what}`), {
        stdin: Buffer.from(sql, 'utf8'),
        timeoutSeconds: maxSeconds,
      });
      if (code === 0) return;
      if (code === follows) continue;
      if (code === notOurs) throw new ProbeError(say`${host} is not locked by this run any more`);
      throw new ProbeError(say`${host}: ${printable(stderr, 300).trim()}`);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Hosts are changed by who holds their locks alone, and tell of it. */
function leaderScript(plan: Plan, { lockLine, operator }: ProbeOwner, what: string): string {
  const psql = `runuser -u postgres -- psql -XqAt -v ON_ERROR_STOP=1 -h ${shellQuote(paths.postgresSockets)} -p "$port" -d postgres`;
  return `cd /
grep -qxF -- ${shellQuote(lockLine)} ${stateDirectory}/lock || exit ${notOurs}
export PGCONNECT_TIMEOUT=10
# Where it runs now: by the plan it may be about to move.
port=${plan.postgres.port}
directory=$(sed -n 's/^ *data_dir: *//p' ${paths.patroniConfig} | tr -d \\'\\") && [ -f "$directory/postmaster.pid" ] && port=$(sed -n 4p "$directory/postmaster.pid")
[ "$(${psql} -c 'select pg_is_in_recovery()' </dev/null 2>/dev/null)" = f ] || exit ${follows}
said=$(${psql} -f - 2>&1 >/dev/null) || { printf '%s\\n' "$said" | grep -E 'ERROR|FATAL|error:' | head -n 3 >&2; exit 1; }
TZ=UTC printf '%(%Y-%m-%dT%H:%M:%SZ)T %s %s done\\n' -1 ${shellQuote(operator)} ${shellQuote(what)} >>${stateDirectory}/audit.log
`;
}
