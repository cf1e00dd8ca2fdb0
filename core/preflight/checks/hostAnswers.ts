import { maxSecondsPerFact, type UnreadFact } from '../../facts/gather.ts';
import { printable } from '../../shell/printable.ts';
import { listOf, type PhraseValue, say } from '../../wording/phrase.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

/** Facts that are read with the programs of the package iproute2 (`ip`, `ss`), which small images leave out. */
const byIproute = ['listening-ports', 'network-interfaces', 'peer-routes', 'vip-state'];
/** What the shell says of a command that is not there (POSIX 2.8.2), or that may not be run. */
const isMissing = (status: number | undefined) => status === 127 || status === 126;

/** The host told everything that it was asked: what it did not tell must not be taken for an empty answer. */
export const hostAnswers = hostCheck('answers', say`Answers of the host`, ({ facts }) => {
  const { unread } = facts;
  if (unread.length === 0) return pass(say`complete`, say`The host told everything that it was asked.`);
  const named = (some: readonly UnreadFact[]) => some.map(({ id }) => id);
  const without = unread.filter(({ id, status }) => isMissing(status) && byIproute.includes(id));
  const late = unread.filter(({ status }) => status === 124);
  const silent = unread.filter(({ status }) => status === undefined);
  const others = unread.filter((one) => ![...without, ...late, ...silent].includes(one));
  const found: Judgement[] = [];
  const add = (measured: PhraseValue, message: Judgement['message'], fix: PhraseValue) =>
    found.push({ result: 'fail', measured, message, fix });
  if (without.length > 0)
    add(
      listOf(named(without), 'comma'),
      say`The host has no ip or no ss, and without them its addresses and its ports are not known (${listOf(named(without), 'comma')}).`,
      'apt-get install -y iproute2',
    );
  if (late.length > 0)
    add(
      listOf(named(late), 'comma'),
      say`The host took longer than ${maxSecondsPerFact} s to tell ${listOf(named(late))}: a disk or a network file system that hangs, or a very busy host.`,
      say`uptime; findmnt -t nfs,nfs4,cifs; dmesg | tail   # on the host, then run again`,
    );
  if (silent.length > 0)
    add(
      listOf(named(silent), 'comma'),
      say`The answer of the host ends before ${listOf(named(silent).slice(0, 3))}: the connection or the shell ended early.`,
      say`uptime; free -m; ulimit -a   # on the host, then run again`,
    );
  for (const { id, status, line } of others)
    add(
      id,
      line === undefined
        ? say`The question for ${id} failed on the host with status ${status ?? '?'}.`
        : say`What the host says of ${id} cannot be understood: ${printable(line).slice(0, 100)}`,
      say`uptime; df -h; dmesg | tail   # on the host: look for what is broken there, then run again`,
    );
  return found;
});
