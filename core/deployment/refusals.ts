import { type Refusal, refusal } from '../changes/refusal.ts';
import { componentPorts, type PortOfComponent, unitsOf } from '../components/components.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { releases } from '../plan/schema.ts';
import type { DesiredHost, DesiredState } from '../render/desiredHost.ts';
import { printable } from '../shell/printable.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import { currentPorts } from './memberPorts.ts';
import { packageRefusals } from './packageRefusals.ts';
import { takenOverFrom } from './takenOver.ts';

/**
 * Everything that speaks against changing a host. A host that carries this project's own mark may hold what it likes of its own; anything
 * else that looks like somebody's data or service is refused, by name.
 */
export function findRefusals(desired: DesiredHost, state: DesiredState, facts: HostFacts): readonly Refusal[] {
  const host = desired.host.name;
  const refuse: Refuse = (code, what) => refusal(host, code, what);
  const { platform } = facts;
  const wanted = state.plan.packages.release;
  const found: Refusal[] = [];
  if (platform.uid !== 0)
    found.push(
      refuse('not-root', say`scripts run as user ${platform.uid}, not as root: log in as root or set ssh.sudo: true`),
    );
  if (platform.init !== 'systemd')
    found.push(refuse('no-systemd', say`process 1 is ${platform.init || say`unknown`}: the services need systemd`));
  if (
    !releases.some((release) => release === platform.codename) ||
    (wanted !== undefined && wanted !== platform.codename)
  ) {
    const allowed = wanted ?? listOf(releases, 'or');
    found.push(
      refuse(
        'wrong-release',
        say`it runs ${platform.id || say`an unknown system`} ${platform.codename}, and the plan needs Debian ${allowed}: use another host or correct packages.release`,
      ),
    );
  }
  const takenOver = takenOverFrom(host, state.projectId, facts.owner);
  if (takenOver !== undefined) return [...found, takenOver];
  if (facts.state.project !== undefined && facts.state.project !== state.projectId) {
    found.push(
      refuse(
        'foreign-project',
        say`it belongs to the deployment of plan ${facts.state.planName ?? '?'} (project ${facts.state.project}): destroy that one from its own project folder first, or use another host`,
      ),
    );
    return found;
  }
  const { majorUpgrade, adopted } = facts.state;
  if (adopted !== undefined && adopted.state !== 'taken')
    found.push(
      refuse(
        'adoption',
        adopted.state === 'begun'
          ? say`the adoption of its PostgreSQL was begun and is not finished: go on with quorate adopt PLAN ${host}, or take it back with quorate adopt PLAN ${host} --back`
          : say`its PostgreSQL is on the way back to run by itself: go on with quorate adopt PLAN ${host} --back, or adopt it again with quorate adopt PLAN ${host}`,
      ),
    );
  if (majorUpgrade !== undefined)
    found.push(
      refuse(
        'major-upgrade',
        say`an upgrade from PostgreSQL ${majorUpgrade.from} to ${majorUpgrade.to} was begun and is not finished: go on with quorate upgrade PLAN --to ${majorUpgrade.to}, or take it back with quorate upgrade PLAN --to ${majorUpgrade.to} --back`,
      ),
    );
  return [
    ...found,
    ...packageRefusals(desired, state, facts, refuse),
    ...dataRefusals(desired, facts, refuse),
    ...regionRefusals(desired, facts, refuse),
    ...databaseRefusals(facts, refuse),
    ...serviceRefusals(desired, state, facts, refuse),
  ];
}

type Refuse = (code: Refusal['code'], what: Phrase) => Refusal;

/** Whether this deployment may use the directory: it took it while it was empty, or adopted the PostgreSQL in it. */
function ours(path: string, { state }: HostFacts): boolean {
  return state.directories.includes(path) || state.adopted?.directory === path;
}

function dataRefusals(desired: DesiredHost, facts: HostFacts, refuse: Refuse): readonly Refusal[] {
  const paths = [desired.member?.dataDirectory, desired.member?.walDirectory, desired.etcd?.dataDirectory].filter(
    (path) => path !== undefined,
  );
  return paths.flatMap((path) => {
    const directory = facts.directories.get(path);
    if (directory === undefined || directory.entries === 0 || ours(path, facts)) return [];
    const version = directory.pgVersion === undefined ? '' : say`, PostgreSQL ${directory.pgVersion.slice(0, 10)}`;
    const system =
      directory.systemIdentifier === undefined ? '' : say`, system identifier ${directory.systemIdentifier}`;
    const host = desired.host.name;
    // Whether it can, the adoption says itself.
    const other =
      directory.pgVersion === undefined || path !== desired.member?.dataDirectory
        ? ''
        : say`. If its data are to become those of the cluster: quorate adopt PLAN ${host} --check`;
    return [
      refuse(
        'data-directory-not-empty',
        say`the data directory ${path} is not empty (${directory.entries} entries such as ${listOf(directory.sample.slice(0, 3), 'comma')}${version}${system}) and was not made by this project. It is left alone: move it away if nobody needs it, or use another host${other}`,
      ),
    ];
  });
}

/**
 * Regions change places by `quorate dr`, which stops one before the other leads and knows whose data is the common one. A deployment that
 * changed Patroni's configuration instead would let both take writes, or let a member go on from data that the other region never had.
 */
function regionRefusals({ member }: DesiredHost, facts: HostFacts, refuse: Refuse): readonly Refusal[] {
  if (member === undefined) return [];
  const { name, standbyOf } = member.cluster;
  const { patroni } = facts;
  if (standbyOf === undefined) {
    if (patroni?.role !== 'standby_leader') return [];
    const what = say`${member.member.name} follows a cluster of the other region, and by the plan ${name} follows nobody: move the writes with quorate dr promote and the plan as it was before, or put standbyOf back into it`;
    return [refuse('other-region-leads', what)];
  }
  const directory = facts.directories.get(member.dataDirectory);
  const stopped = patroni === undefined && directory?.systemIdentifier !== undefined && directory.hasDatabases;
  const leads = patroni === undefined ? stopped && !directory.isReplica : patroni.role === 'primary';
  if (!leads) return [];
  const what = say`${member.member.name} led ${name} by itself, and by the plan ${name} follows ${standbyOf.cluster}: let it follow with quorate dr return`;
  return [refuse('other-region-leads', what)];
}

/** Encoding and locale are laid down when a database is made: they are told by the leader, once. */
function databaseRefusals({ sql, patroni }: HostFacts, refuse: Refuse): readonly Refusal[] {
  if (patroni?.role !== 'primary') return [];
  return (sql?.conflicts ?? []).map(({ kind, database, found }) => {
    const what = kind === 'encoding' ? say`encoding` : say`locale`;
    return refuse(
      'database-differs',
      say`the database ${database} has the ${what} ${printable(found).slice(0, 80)}, and the plan another one. PostgreSQL cannot change it: write it into the plan as it is, or dump the database and load it into a new one`,
    );
  });
}

function serviceRefusals(
  desired: DesiredHost,
  state: DesiredState,
  facts: HostFacts,
  refuse: Refuse,
): readonly Refusal[] {
  const units = unitsOf(desired);
  const ours = facts.state.project === state.projectId;
  const running = units.filter((unit) => ['active', 'activating'].includes(facts.units.get(unit)?.active ?? ''));
  const foreign = ours
    ? []
    : running.map((unit) =>
        refuse(
          'foreign-service',
          say`${unit} runs already and was not started by this project: stop and remove it if nobody needs it, or use another host`,
        ),
      );
  const ports = componentPorts.filter(({ component }) => desired.components.includes(component.id));
  const taken = ports.flatMap((port) => {
    const number = port.of(state.plan);
    const unit = `${port.component.service?.name ?? port.component.id}.service`;
    const holder = facts.ports.find(
      (one) =>
        one.port === number &&
        !(ours && holdsForUs(one.program, port, running) && !isElsewhere(port, number, state, facts)),
    );
    return holder === undefined
      ? []
      : [
          refuse(
            'port-taken',
            say`port ${number}, which ${unit} needs, is taken by ${holder.program || say`another program`} (${holder.address}): stop that program or give the plan another port`,
          ),
        ];
  });
  return [...foreign, ...taken];
}

/** Whether our own PostgreSQL or Patroni is known to listen on another port: a program of that name on this one is somebody else's. */
function isElsewhere({ path }: PortOfComponent, number: number, { plan }: DesiredState, facts: HostFacts): boolean {
  const now = currentPorts(plan, facts);
  if (now === undefined) return false;
  const [section] = path;
  return (section === 'postgres' && now.postgres !== number) || (section === 'patroni' && now.patroni !== number);
}

/** Whether the program is one that the unit of ours runs. PostgreSQL outlives a Patroni that was killed, and Patroni takes it over again. */
function holdsForUs(program: string, port: PortOfComponent, running: readonly string[]): boolean {
  const runs = running.includes(`${port.component.service?.name}.service`);
  return port.programs.includes(program) && (runs || port.outlivesUnit === true);
}
