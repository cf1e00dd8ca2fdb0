import type { NeededPlace } from '../../components/component.ts';
import { componentHomes, neededPlaces } from '../../components/onDisk.ts';
import { closedTo, type Place } from '../../facts/places.ts';
import { releases } from '../../plan/schema.ts';
import { say } from '../../wording/phrase.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

const networkFileSystems = /^(?:nfs|cifs|smb|fuse\.sshfs|9p|ceph|glusterfs|ncp|afs)/;

/** Each service may get to its directories and files, and they can be what they have to be. */
export const dataPlaces = hostCheck('directories', say`Directories of the services`, ({ host, facts }, { plan }) => {
  const known = plan.hosts.find((one) => one.name === host);
  const release = releases.find((one) => one === facts.platform.codename);
  if (known === undefined || release === undefined) return undefined;
  const needed = neededPlaces(plan, known, release);
  const found = needed.flatMap((one) => {
    const place = facts.places.get(one.path);
    return place === undefined ? [] : [{ needed: one, place }];
  });
  const problems = onePerCause(found.flatMap(({ needed: one, place }) => judge(one, place) ?? []));
  if (problems.length > 0) return problems;
  return pass(say`${found.length} places`, say`Every service may reach its directories and files.`);
});

function judge({ path, user, kind, field }: NeededPlace, place: Place): Judgement | undefined {
  const named = field === '' ? path : field;
  const own = place.steps.find((step) => step.path === path);
  const file = place.steps.find((step) => step.kind === 'other' && (step.path !== path || kind !== 'file'));
  if (file !== undefined)
    return {
      result: 'fail',
      measured: say`${file.path} is no directory`,
      message: say`${file.path} is a file, and ${path} has to be a directory below it or in its place.`,
      fix: say`mv ${file.path} ${file.path}.old   # or put another path into the plan (${named})`,
    };
  // A deployment gives the homes of the service accounts the owner and mode that they need.
  const closed = closedTo({ ...place, steps: place.steps.filter((step) => !componentHomes.includes(step.path)) }, user);
  if (closed !== undefined)
    return {
      result: 'fail',
      measured: say`${closed.path}: ${closed.owner}:${closed.group} ${octal(closed.mode)}`,
      message: say`The account ${user} cannot pass through ${closed.path} to ${path}.`,
      fix: say`chmod o+x ${closed.path}   # lets it through without showing what is in there`,
    };
  if (place.readOnly)
    return {
      result: 'fail',
      measured: say`${place.mountPoint} is read-only`,
      message: say`${path} lies on ${place.mountPoint}, which is mounted read-only.`,
      fix: say`mount -o remount,rw ${place.mountPoint}   # look at dmesg first: a damaged file system becomes read-only by itself`,
    };
  if (kind === 'file') return undefined;
  if (own?.kind === 'symlink')
    return {
      result: 'fail',
      measured: say`${path} is a link`,
      message: say`${path} is a symbolic link, which Patroni removes when it copies a member anew.`,
      fix: say`readlink -f ${path}   # put that path into the plan as ${field}, and remove the link`,
    };
  if (kind === 'data' && place.lostAndFound)
    return {
      result: 'fail',
      measured: say`${path}/lost+found`,
      message: say`${path} is a file system of its own with lost+found, and PostgreSQL makes its data directory only in an empty one.`,
      fix: say`set ${field}: ${path}/pgdata in the plan`,
    };
  if (networkFileSystems.test(place.fileSystem))
    return {
      result: 'warn',
      measured: place.fileSystem,
      message: say`${path} lies on a network file system (${place.fileSystem}): its fsync and its locks decide over the data.`,
      fix: say`use a local disk for ${field}`,
    };
  if (place.fileSystem === 'tmpfs')
    return {
      result: 'warn',
      measured: 'tmpfs',
      message: say`${path} lies in memory (tmpfs): its content is gone after a reboot.`,
      fix: say`mount a disk at ${place.mountPoint}`,
    };
  return undefined;
}

function octal(mode: number): string {
  return Number.isFinite(mode) ? `0${mode.toString(8)}` : '?';
}

/** One directory that is closed to an account keeps it from several places: that is one cause. */
function onePerCause(judgements: readonly Judgement[]): readonly Judgement[] {
  return judgements.filter(
    (one, index) => judgements.findIndex((other) => JSON.stringify(other.fix) === JSON.stringify(one.fix)) === index,
  );
}
