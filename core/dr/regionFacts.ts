import type { Fact } from '../facts/fact.ts';
import { Unreadable } from '../facts/fact.ts';
import { printable } from '../shell/printable.ts';
import { cannotFollowScript, runningScript, timelineScript } from './scripts.ts';

/** Whether Patroni or PostgreSQL of the deployment runs; undefined where the host did not tell. */
export const memberRuns: Fact<boolean | undefined> = {
  id: 'member-runs',
  command: `${runningScript}
echo asked`,
  parse(output) {
    const words = output.split('\n').filter((line) => line !== '');
    if (words.length === 0) return undefined;
    const known = ['patroni', 'postgres', 'asked'];
    const strange = words.find((word) => !known.includes(word));
    if (strange !== undefined) throw new Unreadable(strange);
    return words.includes('asked') ? words.length > 1 : undefined;
  },
};

/** The highest timeline that the data directory knows of; undefined for a directory without WAL. */
export const highestTimeline: Fact<number | undefined> = {
  id: 'highest-timeline',
  command: timelineScript,
  parse(output) {
    const line = output.trim();
    if (line === '') return undefined;
    if (!/^[0-9]{1,10}$/.test(line)) throw new Unreadable(line);
    return Number(line);
  },
};

/** The line with which PostgreSQL says, since its Patroni was started last, that what it has is not enough to follow; undefined where there is none. */
export const cannotFollow: Fact<string | undefined> = {
  id: 'cannot-follow',
  command: cannotFollowScript,
  parse: (output) => (output.trim() === '' ? undefined : printable(output.trim(), 300)),
};
