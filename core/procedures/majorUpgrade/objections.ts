import { newDeployment } from '../../changes/wayRound.ts';
import { extraPackages, majorPlaceholder } from '../../plan/postgresOf.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import { parsePgUpgrade } from './findings.ts';
import { leaderIn, type MajorWorld, majorMember, membersIn } from './majorWorld.ts';

/** pg_upgrade takes over every version from this one on (PostgreSQL 15 to 18, pg_upgrade). */
const oldestMajor = 10;
/** Beside the data: WAL, dumps of the definitions, logs. */
const spareBytes = 1024 ** 3;

/** What speaks against it before anything is touched: what the hosts say counts once nothing speaks against the plan. */
export function objectionsTo(world: MajorWorld): readonly Phrase[] {
  const against = planObjections(world);
  return against.length > 0 ? against : hostObjections(world);
}

/** What speaks against the plan itself, whatever the hosts say. */
function planObjections({ from, request, target, ruleErrors }: MajorWorld): readonly Phrase[] {
  const { to } = request;
  const { plan } = target;
  return [
    ...(to > from
      ? []
      : [
          say`PostgreSQL ${from} runs, and no data go back to ${to}: name a newer version. An older one needs ${newDeployment}`,
        ]),
    ...(from >= oldestMajor ? [] : [say`pg_upgrade does not take over PostgreSQL ${from}`]),
    ...(plan.clusters.length === 1
      ? []
      : [
          say`the plan has ${plan.clusters.length} clusters (${listOf(
            plan.clusters.map(({ name }) => name),
            'comma',
          )}), and only one by itself is converted: a standby region would have to be copied anew from data of the new version. Take the standby region out of the plan, deploy, upgrade, and add it again`,
        ]),
    ...(plan.postgres.dataDirectory === undefined
      ? []
      : [
          say`postgres.dataDirectory is ${plan.postgres.dataDirectory}, one path for every version, and both versions need one of their own meanwhile: only data below /var/lib/postgresql are converted. Another version needs ${newDeployment}`,
        ]),
    ...(plan.postgres.walDirectory === undefined
      ? []
      : [
          say`postgres.walDirectory is ${plan.postgres.walDirectory}, one path for every version: take it out of the plan of a cluster that is to be converted; what is deployed with it needs ${newDeployment}`,
        ]),
    ...plan.postgres.packages
      .filter((name) => !name.includes(majorPlaceholder) && namesMajor(name, from))
      .map(
        (name) =>
          say`postgres.packages names ${name}, which is for PostgreSQL ${from} alone: write ${name.replace(String(from), majorPlaceholder)}, which follows the version`,
      ),
    ...ruleErrors,
  ];
}

function namesMajor(name: string, major: number): boolean {
  return name.split('-').includes(String(major));
}

/** What speaks against it on the hosts. */
function hostObjections(world: MajorWorld): readonly Phrase[] {
  const { request, from, unwell, target, old, facts } = world;
  const members = membersIn(world);
  const leader = leaderIn(world);
  const paused = world.cluster.members.filter(({ host }) => facts.get(host)?.patroni?.paused === true);
  const lead = members.find(({ host }) => host === leader)?.facts;
  return [
    ...(paused.length === 0 ? [] : [say`${world.cluster.name} is paused: end that with quorate resume`]),
    ...unwell,
    ...(old.differences.steps.length + old.differences.planAgain.length === 0
      ? []
      : [
          say`the hosts are not as the plan says, there is more to change: ${listOf(
            old.differences.steps.slice(0, 10).map(({ id }) => id),
            'comma',
          )}. Run quorate deploy first`,
        ]),
    ...(leader === undefined ? [say`${world.cluster.name} has no leader: look at quorate status`] : []),
    ...(lead !== undefined && lead.content === undefined
      ? [
          say`PostgreSQL of ${leader ?? ''} does not tell what is in its databases: look at its log, then run this again`,
        ]
      : []),
    ...members.flatMap(({ host, facts: { old: directory, bytes, freeBytes, sameFileSystem, target: made, aside } }) => [
      ...(directory.tablespaces === 0
        ? []
        : [
            say`${host}: the data have ${directory.tablespaces} tablespaces of their own, which the replicas could not copy beside those of the old version: move what is in them to pg_default (alter ... set tablespace), and drop them`,
          ]),
      ...(directory.walElsewhere ? [say`${host}: pg_wal is a link: put the WAL back into the data directory`] : []),
      ...(made.entries > 0 && !aside.includes(majorMember(world, host).targetDirectory)
        ? [
            say`${host}: ${majorMember(world, host).targetDirectory} is not empty, and not of this upgrade: move it away if nobody needs it`,
          ]
        : []),
      ...(request.method === 'link' && host === leader && !sameFileSystem
        ? [
            say`${host}: the directories of both versions lie on different file systems, which files cannot share: leave --link out`,
          ]
        : []),
      ...roomObjections(host, bytes, freeBytes, request.method === 'link' && host === leader),
    ]),
    ...(lead?.content?.extensions ?? []).flatMap(({ database, name, package: brings, ready }) => {
      const wanted = brings?.replaceAll(String(from), String(request.to));
      if (ready || brings === `postgresql-${from}`) return [];
      if (wanted !== undefined && wanted !== brings && extraPackages(target.plan, request.to).includes(wanted))
        return [];
      return [
        brings === undefined || wanted === undefined
          ? say`database ${database}: the extension ${name} came with no package: install its files for PostgreSQL ${request.to} on every member's host, or drop the extension`
          : say`database ${database}: the extension ${name} comes with ${brings}: put ${brings.replaceAll(String(from), majorPlaceholder)} into postgres.packages, or drop the extension`,
      ];
    }),
    ...((lead?.content?.logicalSlots.length ?? 0) === 0
      ? []
      : [
          say`logical replication slots are not taken over: ${listOf(lead?.content?.logicalSlots ?? [], 'comma')}. Let their receivers come to an end, drop them (pg_drop_replication_slot), and make them again afterwards`,
        ]),
    ...target.differences.refusals.map(({ said }) => said),
  ];
}

function roomObjections(
  host: string,
  bytes: number | undefined,
  freeBytes: number | undefined,
  linked: boolean,
): readonly Phrase[] {
  if (bytes === undefined || freeBytes === undefined)
    return [
      say`${host}: nobody can tell how large its data directory is, or how much is free beside it: look at its disk`,
    ];
  const needed = (linked ? 0 : bytes) + spareBytes;
  return freeBytes >= needed
    ? []
    : [
        say`${host}: the new data directory needs about ${gigabytes(needed)} GiB beside the old one, and ${gigabytes(freeBytes)} GiB are free: make room`,
      ];
}

function gigabytes(bytes: number): number {
  return Math.round((bytes / 1024 ** 3) * 10) / 10;
}

/** What the last `pg_upgrade --check` on the leader's host has found; undefined where there was none. */
export function findingsIn(world: MajorWorld, host: string): readonly Phrase[] | undefined {
  const found = parsePgUpgrade(world.major.get(host)?.findings ?? '');
  return found?.map(({ said }) => say`${host}: ${said}`);
}
