import { latestNotes } from '../../../core/deployment/otherDeployments.ts';
import { importCluster } from '../../../core/export/import/cluster/importCluster.ts';
import { type DeploymentNote, deploymentNote } from '../../../core/facts/deploymentNote.ts';
import { type HostOwner, hostOwner } from '../../../core/facts/hostOwner.ts';
import { editPlan, type PlanEdit } from '../../../core/plan/edit.ts';
import { type ParsedPlan, parsePlan } from '../../../core/plan/parse.ts';
import { Problem } from '../../../core/problem.ts';
import { printable } from '../../../core/shell/printable.ts';
import { listOf, type Phrase, say } from '../../../core/wording/phrase.ts';
import type { Access } from '../hosts/openHosts.ts';
import { type LooseHost, looseHosts } from '../hosts/withHost.ts';
import { readCluster } from '../import/readCluster.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';

export interface WhereToLook {
  /** Address of a host of the cluster. */
  readonly from: string;
  /** How it and the others are reached from here. */
  readonly ssh: LooseHost['ssh'] & { readonly user: string };
  readonly access: Access;
  /** Keeps the host keys that are new. */
  readonly directory: string;
}

/** The plan of a cluster, as its hosts have it. */
export interface RecoveredPlan {
  readonly planText: string;
  readonly parsed: ParsedPlan;
  readonly owner: HostOwner;
  /** The note it comes from; undefined where it was put together from what runs. */
  readonly note: DeploymentNote | undefined;
  /** What a plan that was put together cannot say. */
  readonly unsaid: readonly Phrase[];
}

/**
 * Finds the plan of a cluster from one of its hosts: the plan file as it was deployed, where the host has it, else what runs there.
 * @throws SshError; Problem `recover-nothing` (no) for a host that this program never changed; as `importCluster` does
 */
export async function findPlan(where: WhereToLook): Promise<RecoveredPlan> {
  const { from, ssh } = where;
  const { owner, note } = await askHost(where);
  if (owner === undefined)
    throw new Problem(
      'recover-nothing',
      'no',
      say`${from} carries no mark of this program: there is nothing to recover. Name a host of the cluster, or read a cluster that something else made with quorate import --from.`,
    );
  if (note !== undefined) {
    const found = withWay(note.plan, ssh);
    if (found !== undefined) return { ...found, owner, note, unsaid: [] };
  }
  const read = await readCluster({ from: [from], ssh, access: where.access, directory: where.directory });
  const { planText, report } = importCluster({ ...read, ssh });
  const name = owner.planName;
  const named = name === undefined ? planText : editPlan(planText, [{ path: ['name'], value: name }]);
  const parsed = parsePlan(named);
  if (!parsed.ok)
    throw new Problem(
      'recover-unreadable',
      'no',
      say`What runs there makes no plan: ${listOf(parsed.problems.slice(0, 5).map(({ said }) => said))}. Look at it with quorate import --from ${from}.`,
    );
  const unsaid = report
    .filter(({ level }) => level === 'ignored')
    .map(({ path, said }) => say`${printable(path, 200)}: ${said}`);
  return { planText: named, parsed: parsed.parsed, owner, note: undefined, unsaid };
}

async function askHost({ from, ssh, directory, access }: WhereToLook) {
  const { pool, targets } = looseHosts([from], ssh, directory, access);
  try {
    const facts = { owner: hostOwner, note: deploymentNote };
    const limits = { timeoutSeconds: 60, maxOutputBytes: 8 * 1024 * 1024 };
    const [outcome] = await pool.all(targets, async (session) => (await gatherFacts(session, facts, limits)).values);
    if (outcome === undefined) throw new Error('there is no host to ask');
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  } finally {
    await pool.close();
  }
}

/** The plan of the latest note of all hosts, where the host that was asked first had an earlier one; undefined where it had the latest. */
export function laterPlan(
  found: RecoveredPlan,
  hosts: Parameters<typeof latestNotes>[0],
  ssh: WhereToLook['ssh'],
): RecoveredPlan | undefined {
  const [latest] = latestNotes(hosts);
  if (latest === undefined || latest.note.id === found.note?.id) return undefined;
  const later = withWay(latest.note.plan, ssh);
  return later === undefined ? undefined : { ...found, ...later, note: latest.note, unsaid: [] };
}

/** A plan with the way by which its hosts are reached from here; undefined for what is no plan for this version. */
function withWay(text: string, ssh: WhereToLook['ssh']): Pick<RecoveredPlan, 'planText' | 'parsed'> | undefined {
  const before = parsePlan(text);
  if (!before.ok) return undefined;
  const way = Object.fromEntries(Object.entries(ssh).filter(([, value]) => value !== undefined));
  // Keys lie on the machine that was lost.
  const keys = (
    before.parsed.document.toJS() as { readonly hosts?: readonly { readonly ssh?: { readonly key?: unknown } }[] }
  ).hosts;
  const edits: PlanEdit[] = [
    { path: ['ssh'], value: way },
    ...(keys ?? []).flatMap((host, index): PlanEdit[] =>
      host.ssh?.key === undefined ? [] : [{ path: ['hosts', index, 'ssh', 'key'] }],
    ),
  ];
  const planText = editPlan(text, edits);
  const after = parsePlan(planText);
  return after.ok ? { planText, parsed: after.parsed } : { planText: text, parsed: before.parsed };
}
