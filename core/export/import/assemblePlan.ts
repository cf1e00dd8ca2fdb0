import { completePlan, modeObjectives } from '../../plan/complete.ts';
import { distributions } from '../../plan/distributions.ts';
import { parsePlan } from '../../plan/parse.ts';
import type { Plan } from '../../plan/plan.ts';
import { quoted } from '../../plan/problem.ts';
import { type PlanInput, planSchema, planVersion, releases } from '../../plan/schema.ts';
import { Problem } from '../../problem.ts';
import { resolveTiming } from '../../timing/resolveTiming.ts';
import { linesOf, type PhraseValue, say } from '../../wording/phrase.ts';
import { settingsOf } from '../inventory/planInput.ts';
import { isMapping } from './ansible/inventory.ts';
import type { DraftTiming, ImportDraft } from './importDraft.ts';
import { importedHosts, upstreamOf } from './importedHosts.ts';
import { noteOf } from './importNote.ts';
import { planText } from './planText.ts';
import { sharedSettings } from './sharedSettings.ts';
import { withinSchema } from './withinSchema.ts';

type Tree = Record<string, unknown>;

export interface AssembledPlan {
  readonly text: string;
  /** As the text has it. */
  readonly plan: Pick<PlanInput, 'hosts' | 'clusters'>;
  readonly complete: Plan;
}

/**
 * Makes a plan of what an inventory says: its own variables first, then the hints that our export left in it, then defaults.
 * @throws Problem `import-incomplete` (usage) when it is not enough for a plan
 */
export function assemblePlan(draft: ImportDraft): AssembledPlan {
  if (draft.clusters.length === 0)
    throw new Problem(
      'import-incomplete',
      'usage',
      say`The inventory has no cluster: a Pigsty inventory has groups with pg_cluster, an autobase inventory has the group master.`,
    );
  dropLostUpstreams(draft);
  draft.timing = allowedTiming(draft);
  const base = withinSchema(withoutTiming(draft), draft.notes);
  const timed = withTiming(draft, base);
  const { quorate, name, topology, sites, hosts, clusters, ssh } = base as PlanInput;
  const text = planText({ quorate, name, topology, sites, hosts, clusters, ssh, ...settingsOf(timed) });
  const parsed = parsePlan(text);
  if (parsed.ok) return { text, plan: { hosts, clusters }, complete: parsed.parsed.plan };
  throw new Problem(
    'import-incomplete',
    'usage',
    linesOf(parsed.problems.map((one) => say`${one.field}: ${one.said}`)),
  );
}

function withoutTiming(draft: ImportDraft): Tree {
  const { hints, settings, notes } = draft;
  const geo = draft.clusters.some((cluster) => cluster.upstream !== undefined);
  const topology = typeof hints.topology === 'string' ? hints.topology : guessTopology(draft, geo);
  const { hosts, sites, nameOf } = importedHosts(draft, geo);
  const nosync = Array.isArray(hints.nosync) ? hints.nosync : [];
  const { common, own } = sharedSettings(draft.clusters);
  const clusters = draft.clusters.map((cluster, index) => ({
    name: cluster.name,
    members: cluster.members.map((member) => ({
      host: nameOf(member.address),
      seq: member.seq,
      role: member.role,
      ...(member.nosync || nosync.includes(`${cluster.name}-${member.seq}`) ? { nosync: true } : {}),
    })),
    ...(upstreamOf(draft, cluster) ?? {}),
    ...withPostgres({ ...cluster.hinted, ...own[index] }),
  }));
  const name = typeof hints.name === 'string' ? hints.name : nameFrom(draft);
  if (typeof hints.topology !== 'string')
    notes.push(noteOf('defaulted', 'topology', say`${topology}, judged by the number of hosts`));
  const sections = ['postgres', 'patroni', 'etcd', 'haproxy', 'pgbouncer', 'network', 'access', 'packages', 'security'];
  const merged = Object.fromEntries(
    sections.map((section) => [section, { ...asTree(hints[section]), ...settings[section] }] as const),
  );
  merged.postgres = { ...merged.postgres, ...common };
  merged.haproxy = {
    ...merged.haproxy,
    ports: { ...asTree(asTree(hints.haproxy).ports), ...asTree(settings.haproxy?.ports) },
  };
  const synchronous = { ...asTree(asTree(hints.patroni).synchronous), ...asTree(settings.patroni?.synchronous) };
  merged.patroni = { ...merged.patroni, synchronous };
  const open =
    hints.versionOpen === true &&
    releases.some((one) => distributions[one].postgresMajor === (merged.postgres as Tree).version);
  if (open) delete (merged.postgres as Tree).version;
  return {
    quorate: planVersion,
    name,
    topology,
    ...(sites.length > 1 ? { sites } : sites.length === 1 && sites[0]?.name !== 'dc1' ? { sites } : {}),
    ssh: { user: 'root', ...draft.ssh, ...(typeof hints.jump === 'string' ? { jump: hints.jump } : {}) },
    hosts,
    clusters,
    objectives: objectivesOf(draft),
    ...merged,
  };
}

/** The objectives of the hints, with the loss that the inventory allows; without hints, those that follow from its numbers. */
function objectivesOf(draft: ImportDraft): Tree {
  const hinted = asTree(draft.hints.objectives);
  if (Object.keys(hinted).length === 0) {
    draft.notes.push(noteOf('defaulted', 'objectives', say`rto is the lease that was found, ttl`));
    const mode = presets.find(
      (one) => modeObjectives[one].rtoSeconds === draft.rtoSeconds && modeObjectives[one].rpoBytes === draft.rpoBytes,
    );
    return mode === undefined ? { rto: draft.rtoSeconds, rpo: draft.rpoBytes } : { mode };
  }
  const before = planSchema.shape.objectives.safeParse(hinted);
  if (!before.success || draft.rpoBytes === undefined) return hinted;
  const plan = completed({ ...smallestPlan, objectives: hinted });
  // autobase keeps the lag and says apart from it whether commits wait.
  return plan.objectives.rpoBytes === draft.rpoBytes ? hinted : { ...hinted, rpo: draft.rpoBytes };
}

/** The fast mode is left out: its checks are its own, and no lease is as short as its rto. */
const presets = ['default', 'zero-loss', 'conservative'] as const;

/** A plan in which everything has its default. */
export const smallestPlan = {
  quorate: planVersion,
  name: 'x',
  topology: 'three-node',
  hosts: [{ name: 'x', address: '192.0.2.1' }],
  clusters: [{ name: 'x', members: [{ host: 'x', seq: 1, role: 'primary' }] }],
};

/** As many rounds as there are values that derive from each other: ttl, loop, retry, start. */
const rounds = 4;

/**
 * Writes as overrides what of the inventory's timing does not follow from the plan as it is. An override changes what is derived
 * from it, so it is compared again until nothing differs, or only what Patroni itself would correct.
 */
function withTiming(draft: ImportDraft, base: Tree): Plan {
  let plan = completed(base);
  for (let round = 0; round < rounds; round++) {
    const derived = derivedTiming(plan);
    const different = (section: keyof typeof derived) =>
      Object.fromEntries(
        Object.entries(draft.timing[section]).filter(
          ([name, value]) => value !== undefined && value !== (derived[section] as Tree)[name],
        ),
      );
    const changes = { patroni: different('patroni'), haproxy: different('haproxy'), etcd: different('etcd') };
    if (Object.values(changes).every((change) => Object.keys(change).length === 0)) return plan;
    plan = completed({
      ...base,
      patroni: { ...filled(plan.patroni), timing: { ...plan.patroni.timing, ...changes.patroni } },
      haproxy: { ...plan.haproxy, checks: { ...plan.haproxy.checks, ...changes.haproxy } },
      etcd: { ...plan.etcd, ...changes.etcd },
    });
  }
  return plan;
}

function derivedTiming(plan: Plan) {
  const { patroni, haproxy, etcd } = resolveTiming(plan);
  return {
    patroni: {
      ttl: patroni.ttlSeconds,
      loopWait: patroni.loopWaitSeconds,
      retryTimeout: patroni.retryTimeoutSeconds,
      primaryStartTimeout: patroni.primaryStartTimeoutSeconds,
      primaryStopTimeout: patroni.primaryStopTimeoutSeconds,
      safetyMargin: patroni.safetyMarginSeconds,
    },
    haproxy: {
      inter: haproxy.interSeconds,
      fastinter: haproxy.fastinterSeconds,
      downinter: haproxy.downinterSeconds,
      rise: haproxy.rise,
      fall: haproxy.fall,
    },
    etcd: { heartbeat: etcd.heartbeatMilliseconds, election: etcd.electionMilliseconds },
  };
}

/** Patroni's section as a plan file has it: whether it is synchronous follows from rpo. */
function filled({ synchronous: { enabled: _enabled, ...synchronous }, ...rest }: Plan['patroni']): Tree {
  return { ...rest, synchronous };
}

function completed(input: Tree): Plan {
  const read = planSchema.safeParse(JSON.parse(JSON.stringify(input)));
  if (read.success) return completePlan(read.data);
  throw new Problem(
    'import-incomplete',
    'usage',
    say`The inventory does not make a plan:\n${linesOf(whyNoPlan(input))}`,
  );
}

function whyNoPlan(input: Tree): readonly PhraseValue[] {
  const parsed = parsePlan(JSON.stringify(input));
  return parsed.ok ? [] : parsed.problems.slice(0, 20).map((one) => say`${one.field}: ${one.said}`);
}

function guessTopology(draft: ImportDraft, geo: boolean): string {
  if (geo) return 'geo-dr';
  const most = Math.max(...draft.clusters.map((cluster) => cluster.members.length));
  if (most <= 2) return 'two-node';
  return most >= 5 ? 'five-node' : 'three-node';
}

/** Timing without the numbers that no plan may have. */
function allowedTiming({ timing, notes }: ImportDraft): DraftTiming {
  const kept = (section: keyof DraftTiming, within: (value: Tree) => Tree) =>
    Object.fromEntries(
      Object.entries(timing[section]).filter(([name, value]) => {
        const input = { ...smallestPlan, [section]: within({ [name]: value }) };
        if (value === undefined || planSchema.safeParse(input).success) return true;
        notes.push(
          noteOf(
            'ignored',
            `${section}.${name}`,
            say`${value} is no number that a plan allows here: it follows from the objectives`,
          ),
        );
        return false;
      }),
    );
  return {
    patroni: kept('patroni', (value) => ({ timing: value })),
    haproxy: kept('haproxy', (value) => ({ checks: value })),
    etcd: kept('etcd', (value) => value),
  };
}

/** A standby cluster whose upstream is in no file becomes a cluster of its own, which is said. */
function dropLostUpstreams(draft: ImportDraft): void {
  for (const [index, cluster] of draft.clusters.entries()) {
    const { upstream } = cluster;
    if (upstream === undefined || upstreamOf(draft, cluster) !== undefined) continue;
    draft.notes.push(
      noteOf(
        'ignored',
        cluster.name,
        say`its upstream ${quoted(upstream.address)} is in no cluster of the inventory, so that the plan makes a cluster of its own of it, which takes writes: import that inventory with it`,
      ),
    );
    draft.clusters[index] = { ...cluster, upstream: undefined };
  }
}

function withPostgres(settings: Tree): object {
  return Object.keys(settings).length > 0 ? { postgres: settings } : {};
}

function nameFrom(draft: ImportDraft): string {
  const name = draft.clusters[0]?.name.replace(/^pg-/, '') ?? 'imported';
  draft.notes.push(noteOf('defaulted', 'name', say`${JSON.stringify(name.slice(0, 60))}, after the first cluster`));
  return name;
}

function asTree(value: unknown): Tree {
  return isMapping(value) ? value : {};
}
