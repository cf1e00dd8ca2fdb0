import { transitionTo } from '../../../core/changes/transition.ts';
import { changeRefusals } from '../../../core/deployment/changeRefusals.ts';
import { withoutFormerPorts } from '../../../core/deployment/memberPorts.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { planMoves } from '../../../core/deployment/planMoves.ts';
import { planPassage } from '../../../core/deployment/planPassage.ts';
import type { Step } from '../../../core/deployment/step.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { UnitState } from '../../../core/facts/units.ts';
import { type Setting, settingOfFacts } from '../../../core/impact/setting.ts';
import { etcdHosts, type MemberPorts, type Plan, portsOn } from '../../../core/plan/plan.ts';
import { type DeploymentWorld, nextOfDeployment } from '../../../core/procedures/deployment.ts';
import { Past, type Stage } from '../../../core/procedures/procedure.ts';
import type { DesiredState } from '../../../core/render/desiredHost.ts';
import { etcdDataDirectory } from '../../../core/systems/debian/paths.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { bareHost, deployedFacts, projectId, stateWith, tools } from '../deployment/deploymentFixture.ts';

const templates = await loadTemplates(process.cwd());

/** A stage that is about to be done, with the cluster as it is before. */
export interface BegunStage {
  readonly stage: Stage<DeploymentWorld>;
  readonly setting: Setting;
}

/** How a run ended: the stages that were begun, or why nothing was touched. */
export interface ModelledRun {
  readonly end: 'done' | 'refused' | 'killed' | 'endless';
  readonly stages: readonly string[];
  readonly refusals: readonly string[];
}

/**
 * Hosts that do what the steps of a deployment tell them, as far as membership goes: who votes in etcd, who is a member of the cluster, who leads.
 * Everything else of a host becomes what the plan says at the end of each stage that touched it. What hosts would never do, such as stopping an etcd
 * member that others still count on, is an error.
 */
export class ModelledCluster {
  /** What a host holds: what each state that it was brought to gave it, until somebody takes it away. */
  private readonly holds = new Map<string, HostFacts>();
  private readonly claimed = new Set<string>();
  private readonly etcdUp = new Set<string>();
  private readonly members = new Map<string, string>();
  private voters: readonly string[] = [];
  private leader = '';
  private readonly listens = new Map<string, MemberPorts>();
  /** By which the members of etcd know each other. */
  private readonly peerPorts = new Map<string, number>();
  /** Addresses of every host that there ever was. */
  private readonly plans: Plan[] = [];

  /** @param leads the host of the leader */
  static async deployed(plan: Plan, leads: string): Promise<ModelledCluster> {
    const made = new ModelledCluster();
    made.plans.push(plan);
    const bare = new Map(plan.hosts.map(({ name }) => [name, bareHost()]));
    const state = stateWith(templates, plan, bare);
    for (const { name } of plan.hosts) {
      made.becomes(name, state);
      made.claimed.add(name);
    }
    const [cluster] = plan.clusters;
    if (cluster === undefined) throw new Error('the plan has no cluster');
    for (const { host, name } of cluster.members) {
      made.members.set(host, name);
      made.listens.set(host, portsOn(plan, host));
    }
    made.voters = etcdHosts(plan, cluster).map(({ name }) => name);
    for (const name of made.voters) {
      made.etcdUp.add(name);
      made.peerPorts.set(name, plan.etcd.peerPort);
    }
    made.leader = leads;
    return made;
  }

  /** Who votes in etcd. */
  get votes(): readonly string[] {
    return this.voters;
  }

  get leads(): string {
    return this.leader;
  }

  /** Where members listen. */
  get ports(): ReadonlyMap<string, MemberPorts> {
    return this.listens;
  }

  /** The ports by which the members of etcd know each other. */
  get etcdPorts(): readonly number[] {
    return [...this.peerPorts.values()];
  }

  /** What a host has for its HAProxy. */
  fileOf(host: string, path: string): string {
    return this.holds.get(host)?.files.get(path)?.content ?? '';
  }

  /** Hosts that hold something of the project. */
  get used(): readonly string[] {
    return [...this.claimed].sort();
  }

  /**
   * Deploys a plan, beside the earlier ones that may not have come to their end.
   * @param judge is given every stage before it is done
   * @param kill how much of which stage is done before the run is cut off; undefined: all of all
   */
  async deploy(
    plan: Plan,
    judge: (begun: BegunStage) => void,
    kill?: { readonly stage: number; readonly share: number },
  ): Promise<ModelledRun> {
    const former = [...this.plans];
    const stages: string[] = [];
    let past = new Past<DeploymentWorld>();
    for (let turn = 0; turn < 24; turn++) {
      const { world, states, refused } = await this.look(plan, former, turn === 0);
      if (refused.length > 0) return { end: 'refused', stages, refusals: refused };
      if (turn === 0) this.plans.push(plan);
      const next = nextOfDeployment(world, past);
      if (next.kind === 'refused') return { end: 'refused', stages, refusals: next.refusals.map(({ code }) => code) };
      if (next.kind === 'done') return this.ended(plan, stages);
      const { stage } = next;
      stages.push(stage.id);
      judge({ stage, setting: settingOfFacts(plan, world.facts, world.between) });
      const cut = kill !== undefined && kill.stage === turn;
      const done = cut ? stage.steps.slice(0, Math.floor(stage.steps.length * kill.share)) : stage.steps;
      const whole = done.length === stage.steps.length;
      const state = states(stage.id);
      for (const step of done) this.does(step, state.plan);
      if (whole)
        for (const name of new Set(stage.steps.map(({ host }) => host)))
          if (this.claimed.has(name)) this.becomes(name, state);
      if (cut) return { end: 'killed', stages, refusals: [] };
      if (stage.last) return this.ended(plan, stages);
      past = past.with({ id: stage.id, before: world, seconds: 1 });
    }
    return { end: 'endless', stages, refusals: [] };
  }

  private ended(plan: Plan, stages: readonly string[]): ModelledRun {
    this.plans.splice(0, this.plans.length, plan);
    return { end: 'done', stages, refusals: [] };
  }

  private async look(plan: Plan, former: readonly Plan[], first: boolean) {
    const names = new Set([plan, ...former].flatMap(({ hosts }) => hosts.map(({ name }) => name)));
    const facts = new Map([...names].map((name) => [name, this.factsOf(name, plan)]));
    const transition = transitionTo(plan, former);
    const own = new Map([...facts].filter(([name]) => plan.hosts.some((host) => host.name === name)));
    const wanted = { ...stateWith(templates, plan, own), former };
    const between = transition === undefined ? wanted : stateWith(templates, transition.between, facts);
    const differences = planDeployment(wanted, own, tools);
    const leaving = transition && { state: wanted, between, transition, facts };
    const leaders = new Map(plan.clusters.map(({ name }) => [name, this.members.get(this.leader) ?? '']));
    const passage = planPassage({ state: wanted, leaving, facts, tools, leaders });
    const refusals = [...differences.refusals, ...passage.refusals, ...(passage.growth?.refusals ?? [])];
    const moves = planMoves({
      plan,
      projectId,
      facts: own,
      tools,
      leaving: transition !== undefined,
      stateOf: (to) => ({ ...stateWith(templates, to, own), former }),
    });
    const world: DeploymentWorld = {
      facts,
      refusals,
      differences,
      passage,
      moves,
      between: transition?.between ?? plan,
    };
    const states = (id: string): DesiredState => {
      if (id.startsWith('grow-')) return between;
      if (moves === undefined || !/^(settle|move|hand-over)-/.test(id)) return wanted;
      return stateWith(
        templates,
        id.startsWith('move-') ? withoutFormerPorts(moves.plan, id.slice(5)) : moves.plan,
        own,
      );
    };
    const refused = first
      ? [...changeRefusals(wanted, own), ...refusals].map(({ code, host, message }) => `${code} ${host} ${message}`)
      : [];
    return { world, states, refused };
  }

  private does({ id, host }: Step, plan: Plan): void {
    const [component = '', verb = '', whom = ''] = id.slice(host.length + 1).split('/');
    const name = `${component}/${verb}`;
    if (name === 'host/claim') this.claimed.add(host);
    if (name === 'etcd/start' || name === 'etcd/join') {
      if (this.votesLost()) throw new Error(`${id}: etcd has no majority to take a member in`);
      this.etcdUp.add(host);
      this.peerPorts.set(host, plan.etcd.peerPort);
      if (!this.voters.includes(host)) this.voters = [...this.voters, host];
    }
    if (name === 'etcd/restart') this.peerPorts.set(host, plan.etcd.peerPort);
    if (name === 'etcd/expel') {
      if (this.votesLost()) throw new Error(`${id}: etcd has no majority to take a member out`);
      this.voters = this.voters.filter((one) => one !== whom);
      if (this.votesLost()) throw new Error(`${id}: etcd has no majority after it`);
    }
    if (name === 'etcd/stop') {
      if (this.voters.includes(host)) throw new Error(`${id}: the others still count on it`);
      this.etcdUp.delete(host);
    }
    if (name === 'patroni/start') {
      this.members.set(host, this.nameOf(host));
      this.listens.set(host, portsOn(plan, host));
    }
    if (name === 'patroni/restart') {
      if (this.leader === host && this.successors(host).length > 0) throw new Error(`${id}: it leads`);
      this.listens.set(host, portsOn(plan, host));
    }
    if (name === 'patroni/switchover') this.leader = this.successor(host);
    if (name === 'services/stop' && this.members.has(host)) {
      if (this.leader === host) throw new Error(`${id}: it leads`);
      this.members.delete(host);
    }
    if (name === 'components/remove' || name === 'host/forget') this.holds.delete(host);
    if (name === 'host/forget') {
      if (this.etcdUp.has(host) || this.members.has(host)) throw new Error(`${id}: it still runs`);
      this.claimed.delete(host);
    }
  }

  /** Nothing that a host holds goes by itself. */
  private becomes(host: string, state: DesiredState): void {
    const now = deployedFacts(state).get(host);
    if (now === undefined) return;
    const { state: noted, files, directories } = this.holds.get(host) ?? bareHost();
    this.holds.set(host, {
      ...now,
      files: new Map([...files, ...now.files]),
      directories: new Map([...directories, ...now.directories]),
      state: {
        ...now.state,
        files: [...new Set([...noted.files, ...now.state.files])],
        directories: [...new Set([...noted.directories, ...now.state.directories])],
        applied: new Map([...noted.applied, ...now.state.applied]),
      },
    });
  }

  private votesLost(): boolean {
    return this.voters.filter((one) => this.etcdUp.has(one)).length * 2 <= this.voters.length;
  }

  private nameOf(host: string): string {
    const all = [...this.plans].reverse().flatMap(({ clusters }) => clusters.flatMap(({ members }) => members));
    return all.find((one) => one.host === host)?.name ?? host;
  }

  private successor(from: string): string {
    const [next] = this.successors(from);
    if (next === undefined) throw new Error('nobody could take over');
    return next;
  }

  private successors(from: string): readonly string[] {
    const stay = this.plans.at(-1)?.clusters.flatMap(({ members }) => members) ?? [];
    return stay.flatMap(({ host, role }) =>
      host !== from && role !== 'offline' && this.members.has(host) ? [host] : [],
    );
  }

  /** @param asked whose ports are asked */
  private factsOf(name: string, asked: Plan): HostFacts {
    const base = this.holds.get(name) ?? bareHost();
    const listens = this.listens.get(name);
    const plan = [...this.plans].reverse().find(({ hosts }) => hosts.some((host) => host.name === name));
    const up = this.etcdUp.has(name);
    const member = this.members.get(name);
    const units = new Map(base.units);
    if (up) units.set('etcd.service', active);
    else units.delete('etcd.service');
    if (member === undefined) for (const unit of ['patroni', 'pgbouncer', 'haproxy']) units.delete(`${unit}.service`);
    const cluster = plan?.clusters[0];
    return {
      ...base,
      state: {
        ...base.state,
        project: this.claimed.has(name) ? projectId : undefined,
        directories: [...base.state.directories, ...(up && plan !== undefined ? [etcdDataDirectory(plan)] : [])],
      },
      units,
      directories: new Map([
        ...[...base.directories].map(([path, one]) => {
          const runs = one.pgVersion !== undefined && member !== undefined && listens !== undefined;
          return [path, runs ? { ...one, port: listens.postgres } : one] as const;
        }),
        ...(up && plan !== undefined ? [[etcdDataDirectory(plan), held] as const] : []),
      ]),
      etcd: up ? 'healthy' : 'not-running',
      etcdCluster: up
        ? { clusterId: '77', memberId: '1', members: this.voters.map((one) => this.etcdMember(one)) }
        : undefined,
      patroni:
        member === undefined || cluster === undefined
          ? undefined
          : {
              name: member,
              scope: cluster.name,
              role: name === this.leader ? 'primary' : 'replica',
              state: 'running',
              systemIdentifier: '7',
              pendingRestart: false,
              paused: false,
              members: [...this.members].map(([host, one]) => ({
                name: one,
                leads: host === this.leader,
                address: this.addressOf(host),
                timeline: 1,
              })),
              dynamicConfig: base.patroni?.dynamicConfig,
              ...(listens === undefined || listens.patroni === asked.patroni.port
                ? {}
                : { elsewhere: listens.patroni }),
            },
      sql: base.sql && { ...base.sql, streaming: name === this.leader ? [...this.members.values()] : [] },
    };
  }

  private etcdMember(name: string) {
    const address = this.addressOf(name);
    return {
      id: String(Number(name.slice(1))),
      name,
      peerUrls: [`https://${address}:${this.peerPorts.get(name) ?? 2380}`],
      clientUrls: [`https://${address}:2379`],
      learner: false,
    };
  }

  private addressOf(name: string): string {
    return this.plans.flatMap(({ hosts }) => hosts).find((host) => host.name === name)?.address ?? '';
  }
}

const active: UnitState = {
  loaded: true,
  active: 'active',
  enabled: true,
  masked: false,
  mainPid: 7,
  needsDaemonReload: false,
};
const held = {
  exists: true,
  entries: 1,
  sample: ['member'],
  pgVersion: undefined,
  systemIdentifier: undefined,
  hasDatabases: false,
  isReplica: false,
};
