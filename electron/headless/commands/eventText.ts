import type { Predicted } from '../../../core/impact/predicted.ts';
import { predictedPhrase, whatIfPhrase } from '../../../core/impact/sentences.ts';
import type { WhatIf } from '../../../core/impact/whatIf.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import type { ProcedureEvent } from '../../services/procedures/procedureEvent.ts';
import type { ShownDeployEvent } from '../../services/procedures/shownEvent.ts';

/** One line for a person, or undefined for what a terminal need not show. */
export function eventText(event: ProcedureEvent | ShownDeployEvent): string | undefined {
  switch (event.code) {
    case 'gathering':
      return `Looking at ${event.hosts.length} hosts ...`;
    case 'step-end':
      return `[${event.progress.percent.toFixed(0).padStart(3)}%] ${event.result.padEnd(7)} ${event.id} (${event.seconds.toFixed(1)} s)`;
    case 'step-failed':
      return [
        `FAILED  ${event.failure.id} on ${event.failure.host}: ${event.failure.title} (${event.failure.phase}${event.failure.status === undefined ? '' : `, exit status ${event.failure.status}`})`,
        event.failure.output.replace(/^/gm, '    | '),
        ...event.failure.causes.map(
          (one) => `    likely cause: ${one.cause}\n      seen: ${one.evidence}\n      what to do: ${one.fix}`,
        ),
      ].join('\n');
    case 'waiting':
      return `${event.host}: ${event.message}`;
    case 'noted':
      return phraseText(event.said);
    case 'stage':
      return [
        `${phraseText(event.said)}${event.pointOfNoReturn ? ' (from here on there is no way back)' : ''}`,
        ...impactLines(event),
      ].join('\n');
    case 'awaiting':
      return `Waiting: ${phraseText(event.said)}`;
    case 'planning-again':
      return `Looking again: ${event.reasons.join('; ')}`;
    case 'verifying':
      return 'Verifying the cluster ...';
    case 'verified':
      return event.checks.map((one) => `${one.ok ? 'pass' : 'FAIL'}  ${one.id}: ${one.message}`).join('\n');
    case 'paused':
      return event.message;
    // What clients notice is said before, and how long it took.
    case 'step-begin':
      return isRestart(event.id) ? `${event.host}: ${event.title}` : undefined;
    case 'output':
      return isRestart(event.id) ? event.lines.map((line) => `${event.host}: ${line}`).join('\n') : undefined;
    case 'probed':
      return event.said.map((one) => phraseText(one)).join('\n');
    case 'planned':
      return undefined;
  }
}

/** What clients will notice of a stage, and what a loss would mean meanwhile. */
export function impactLines({
  predicted,
  whatIf,
}: {
  readonly predicted: Predicted | null | undefined;
  readonly whatIf: readonly WhatIf[];
}): readonly string[] {
  const losses = whatIfPhrase(whatIf);
  return [
    ...(predicted === undefined || predicted === null ? [] : [phraseText(predictedPhrase(predicted))]),
    ...(losses === undefined ? [] : [phraseText(losses)]),
  ];
}

/** Everything that an event of a log says, line by line. */
export function loggedText(event: ShownDeployEvent): readonly string[] {
  switch (event.code) {
    case 'planned':
      return [`${event.steps.length} steps planned`, ...event.refusals.map(({ message }) => `REFUSED ${message}`)];
    case 'step-begin':
      return [`${event.host}: ${event.title}`];
    case 'output':
      return event.lines.map((line) => `${event.host}: ${line}`);
    default:
      return eventText(event)?.split('\n') ?? [];
  }
}

function isRestart(step: string): boolean {
  return step.endsWith('/postgres/restart') || step.endsWith('/patroni/restart');
}
