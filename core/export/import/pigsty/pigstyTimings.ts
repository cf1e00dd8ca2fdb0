import { parseDurationSeconds } from '../../../plan/quantities.ts';
import { timingPresets } from '../../../timing/timingPresets.ts';
import { say } from '../../../wording/phrase.ts';
import { pigsty3Checks, presetNames } from '../../pigsty/pigstyTiming.ts';
import type { ImportDraft } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { Item } from '../item.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';
import type { PigstyVersion } from './pigstyVersion.ts';

/** What Pigsty 2 and 3 have for pg_rto, and what Pigsty 1 has fixed as ttl. */
const usualSeconds = 30;
const ttlTarget: Target = ['patroni', 'timing', 'ttl'];
/** Where each number of a line of pg_rto_plan goes. */
const lineTargets: readonly Target[] = [
  ttlTarget,
  ['patroni', 'timing', 'loopWait'],
  ['patroni', 'timing', 'retryTimeout'],
  ['patroni', 'timing', 'primaryStartTimeout'],
  ['patroni', 'timing', 'safetyMargin'],
  ...['inter', 'fastinter', 'downinter', 'rise', 'fall'].map((name): Target => ['haproxy', 'checks', name]),
];

/** Timing of all clusters: a number of seconds before version 4, since then a preset or its own line. */
export function readTimings(draft: ImportDraft, all: Subject, version: PigstyVersion): void {
  const rto = all.read('pg_rto');
  const plans = all.read('pg_rto_plan');
  if (version.presets) readPreset(draft, rto, plans);
  else readSeconds(draft, rto);
}

function readSeconds(draft: ImportDraft, item: Item | undefined): void {
  const said = item?.number(ttlTarget);
  const ttl = said ?? usualSeconds;
  if (said === undefined)
    draft.notes.push(
      noteOf('defaulted', 'pg_rto', say`${ttl} s, as this release of Pigsty has it`, { plan: 'patroni.timing.ttl' }),
    );
  draft.rtoSeconds = ttl;
  // Our own export says the other numbers beside.
  const hinted = Object.keys(draft.hints).length > 0;
  const third = Math.ceil(ttl / 3);
  const { interSeconds: inter, fastinterSeconds: fastinter, downinterSeconds: downinter, rise, fall } = pigsty3Checks;
  draft.timing = {
    ...draft.timing,
    patroni: hinted
      ? { ttl }
      : { ttl, loopWait: third, retryTimeout: third, primaryStartTimeout: third, safetyMargin: 5 },
    haproxy: hinted ? {} : { inter, fastinter, downinter, rise, fall },
  };
  if (!hinted)
    draft.notes.push(
      noteOf(
        'defaulted',
        'patroni.timing',
        say`loop_wait, retry_timeout and primary_start_timeout are a third of pg_rto there, ${third} s`,
      ),
    );
}

function readPreset(draft: ImportDraft, item: Item | undefined, plans: Item | undefined): void {
  const lines = plans?.fields();
  const asked = presetNames.find((one) => one === item?.value);
  const own = typeof item?.value === 'string' && lines?.has(item.value) === true ? item.value : undefined;
  const name = asked ?? own ?? 'norm';
  if (item === undefined)
    draft.notes.push(
      noteOf('defaulted', 'pg_rto', say`norm, as this release of Pigsty has it`, { plan: 'patroni.timing.ttl' }),
    );
  else if (asked === undefined && own === undefined)
    item.defaulted(say`Pigsty 4 takes fast, norm, safe or wide, and anything else is norm: read as norm`, ttlTarget);
  else item.understood(ttlTarget, say`read as the preset ${name}`);
  const numbers = lineOf(lines?.get(name)) ?? presetLine(asked ?? 'norm');
  for (const [other, line] of lines ?? []) if (other !== name) line.ignored(say`is a preset that pg_rto does not name`);
  const [ttl, loopWait, retryTimeout, primaryStartTimeout, safetyMargin, inter, fastinter, downinter, rise, fall] =
    numbers;
  draft.rtoSeconds = ttl;
  draft.timing = {
    ...draft.timing,
    patroni: { ttl, loopWait, retryTimeout, primaryStartTimeout, safetyMargin },
    haproxy: { inter, fastinter, downinter, rise, fall },
  };
}

/** An inventory's own line, whole and in numbers or not at all. */
function lineOf(item: Item | undefined): readonly number[] | undefined {
  const entries = item?.items();
  if (entries === undefined) return undefined;
  const numbers = entries.map((one) => one.asNumber() ?? parseDurationSeconds(String(one.value)));
  if (entries.length !== lineTargets.length || numbers.includes(undefined)) {
    item?.ignored(say`is no line of ten numbers and durations: the preset of Pigsty is taken`);
    return undefined;
  }
  for (const [index, one] of entries.entries()) one.understood(lineTargets[index]);
  return numbers as readonly number[];
}

function presetLine(name: (typeof presetNames)[number]): readonly number[] {
  const { patroni, haproxy } = timingPresets[name];
  return [
    ...Object.values(patroni),
    ...[haproxy.interSeconds, haproxy.fastinterSeconds, haproxy.downinterSeconds],
    ...[haproxy.rise, haproxy.fall],
  ];
}
