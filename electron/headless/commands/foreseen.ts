import { predictedPhrase, whatIfPhrase } from '../../../core/impact/sentences.ts';
import { listOf, phraseText, say } from '../../../core/wording/phrase.ts';
import type { Caller } from '../../api/router.ts';

/** What a procedure would do, as the program says it. */
export type Foreseen = Awaited<ReturnType<Caller['procedures']['foresee']>>;

/** The contract's document of a look. */
export function foreseenDocument({ versions, stages, notes, objections }: Foreseen) {
  return {
    ok: objections.length === 0,
    changed: false,
    versions,
    stages: stages.map(({ id, title, predicted, observed, whatIf, pointOfNoReturn, steps }) => ({
      id,
      title,
      predicted,
      observed,
      whatIf,
      pointOfNoReturn,
      steps: steps.map((step) => ({ id: step.id, host: step.host, title: step.title })),
    })),
    notes: notes.map((one) => phraseText(one)),
    objections: objections.map((one) => phraseText(one)),
  };
}

/** For a person: what is on offer, what would restart in which order, and what is in the way. @param withSteps each step of each stage too @param major it is about another major version, not about packages */
export function foreseenText(
  { versions, stages, notes, objections }: Foreseen,
  withSteps: boolean,
  major = false,
): string {
  const rows = [
    ['HOST', 'COMPONENT', 'PACKAGE', 'FROM', 'TO'],
    ...versions.map(({ host, component, package: name, from, to }) => [host, component, name, from ?? '-', to]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const order = stages.flatMap(({ title, predicted, whatIf, steps, notes: told }, index) => [
    `${String(index + 1).padStart(3)}. ${title}`,
    `       ${phraseText(predictedPhrase(predicted))}`,
    ...[whatIfPhrase(whatIf) ?? []].flat().map((one) => `       ${phraseText(one)}`),
    ...told.map((note) => `       note: ${phraseText(note)}`),
    ...(withSteps
      ? steps.map((step) => `       ${step.host}: ${step.title}`)
      : restarted(steps).map((line) => `       ${line}`)),
  ]);
  return [
    ...(versions.length > 0 ? table : major ? [] : ['Nothing newer than on the hosts is on offer.']),
    ...(order.length === 0 ? [] : ['', 'In this order:', ...order]),
    ...notes.map((note) => `note: ${phraseText(note)}`),
    ...(objections.length === 0
      ? []
      : ['', 'It would be refused now:', ...objections.map((why) => `  ${phraseText(why)}`)]),
  ].join('\n');
}

/** What clients can notice. */
function restarted(steps: Foreseen['stages'][number]['steps']): readonly string[] {
  const titles = steps.filter(({ id }) => /\/(restart|reload)$/.test(id)).map(({ title }) => title);
  return titles.length === 0 ? [] : [phraseText(say`${listOf(titles, 'comma')}`)];
}
