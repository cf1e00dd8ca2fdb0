import { Problem } from '../../../core/problem.ts';
import { type PastRun, runNamed } from '../../../core/procedures/history.ts';
import type { HostRun } from '../../../core/procedures/hostRuns.ts';
import type { Caller } from '../../api/router.ts';
import { problemOf } from '../exitCode.ts';
import { type Output, table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { loggedText } from './eventText.ts';

type LogEntry = NonNullable<Awaited<ReturnType<Caller['projects']['runLog']>>>['entries'][number];

/** `quorate history`: every run of a plan, whichever shell began it; with a run, what it told. */
export const addHistory: AddCommand = (program, run) => {
  program
    .command('history')
    .description('list what was done with a plan, by whom and how it ended; with a run, show what it told')
    .argument('<plan>', 'plan file')
    .argument('[run]', 'a run of the list, or the beginning of its name')
    .option('--local', 'ask no host: runs that others made from their folders are not in the list')
    .action((planFile: string, name: string | undefined, options: HistoryOptions) =>
      run(options, async ({ caller, output }) => {
        const { runs } = await caller.projects.history({ planFile });
        if (name === undefined) {
          const asks = options.local !== true && runs.some(({ rehearsal }) => !rehearsal);
          const others = asks ? await othersOf(caller, planFile, output) : [];
          output.result({ runs, others }, () => listText(runs, others));
          return 0;
        }
        const found = runNamed(runs, name);
        if (found === undefined)
          throw new Problem(
            'history-unknown',
            'usage',
            `${JSON.stringify(name.slice(0, 64))} is not the beginning of exactly one run of this plan: quorate history ${planFile} lists them.`,
          );
        const log = await wholeLog(caller, planFile, found.id);
        output.result({ run: found, log: log ?? null }, () => runText(found, log));
        return 0;
      }),
    );
};

interface HistoryOptions extends CommonOptions {
  readonly local?: true;
}

/** What others did, as the hosts have it. Hosts that do not answer are no reason to hide what is known here. */
async function othersOf(caller: Caller, planFile: string, output: Output): Promise<readonly HostRun[]> {
  try {
    const { runs, silent } = await caller.handover.otherRuns({ planFile });
    for (const { host } of silent)
      output.log(`${host} does not answer: what others did there alone is not in the list.`);
    return runs;
  } catch (thrown) {
    const problem = problemOf(thrown);
    if (problem === undefined) throw thrown;
    output.log(`The hosts were not asked for what others did: ${problem.message}`);
    return [];
  }
}

async function wholeLog(caller: Caller, planFile: string, run: string): Promise<readonly LogEntry[] | undefined> {
  const entries: LogEntry[] = [];
  for (let afterLine = 0; ; ) {
    const slice = await caller.projects.runLog({ planFile, run, afterLine });
    if (slice === null) return undefined;
    entries.push(...slice.entries);
    if (!slice.more) return entries;
    afterLine = slice.lastLine;
  }
}

const outcomes: Readonly<Record<PastRun['outcome'], string>> = {
  done: 'done',
  failed: 'FAILED',
  refused: 'refused',
  stopped: 'stopped',
  'cut-off': 'CUT OFF',
  going: 'under way',
};

function listText(runs: readonly PastRun[], others: readonly HostRun[]): string {
  if (runs.length + others.length === 0) return 'Nothing was done with this plan yet.';
  const own = runs.map((one) => ({
    at: one.startedAt,
    cells: [
      one.id.slice(0, 8),
      momentText(one.startedAt),
      whatText(one),
      one.operator ?? '-',
      one.seconds === null ? '-' : `${one.seconds.toFixed(1)} s`,
      `${one.stepsDone}`,
      outcomes[one.outcome],
    ],
  }));
  const rows = [...own, ...others.map(otherRow)].toSorted((one, other) => (one.at < other.at ? 1 : -1));
  return table([
    ['RUN', 'BEGAN (UTC)', 'WHAT', 'BY', 'TOOK', 'STEPS', 'HOW IT ENDED'],
    ...rows.map(({ cells }) => cells),
  ]);
}

/** A run from another folder: the hosts know its steps, and not how it ended. */
function otherRow(run: HostRun) {
  const failed = run.failedSteps.length === 0 ? '' : `, FAILED: ${run.failedSteps.join(', ')}`;
  const seconds = (Date.parse(run.lastAt) - Date.parse(run.startedAt)) / 1000;
  return {
    at: run.startedAt,
    cells: [
      run.id?.slice(0, 8) ?? '-',
      momentText(run.startedAt),
      run.what ?? '-',
      run.operator,
      `${seconds.toFixed(1)} s`,
      `${run.stepsDone}`,
      `from another folder, on ${run.hosts.join(', ')}${failed}`,
    ],
  };
}

function runText(run: PastRun, log: readonly LogEntry[] | undefined): string {
  const took = run.seconds === null ? '' : `, took ${run.seconds.toFixed(1)} s`;
  const named = (word: string, names: readonly string[]) => (names.length === 0 ? [] : [`${word} ${names.join(', ')}`]);
  return [
    `${run.id}: ${whatText(run)}, ${momentText(run.startedAt)} UTC by ${run.operator ?? 'nobody knows whom'}${took}`,
    `How it ended: ${outcomes[run.outcome]}${run.message === null ? '' : `: ${run.message}`}`,
    ...named('Hosts:', run.hosts),
    ...named('Left out:', run.without),
    ...named('Not reached:', run.unreachable),
    ...named('Failed steps:', run.failedSteps),
    ...named('Nobody knows how these ended:', run.unknownSteps),
    ...run.accepted.map(({ check, host, message }) => `In spite of ${check} on ${host}: ${message}`),
    '',
    ...(log === undefined
      ? ['The log of this run is not kept.']
      : log.flatMap(({ at, event }) =>
          loggedText(event).map((line) => `${new Date(at).toISOString().slice(11, 19)}  ${line}`),
        )),
  ].join('\n');
}

function whatText({ what, cluster, rehearsal }: PastRun): string {
  return `${what}${cluster === null ? '' : ` ${cluster}`}${rehearsal ? ' (rehearsal)' : ''}`;
}

function momentText(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
