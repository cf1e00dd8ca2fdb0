import type { SecondsRange } from '../quorum/simulationResult.ts';
import { listOf, type Phrase, type PhraseValue, say } from '../wording/phrase.ts';
import type { Predicted } from './predicted.ts';
import type { Observed, StageReport } from './stageReport.ts';
import type { WhatIf } from './whatIf.ts';

/** What clients will notice, in one sentence. */
export function predictedPhrase({ writes, reads }: Predicted): Phrase {
  if (isNone(writes) && isNone(reads)) return say`Clients notice nothing.`;
  if (isNone(reads)) return say`Writes stop for ${rangeWords(writes)}; reads go on.`;
  if (isNone(writes)) return say`Writes go on; some reads wait for ${rangeWords(reads)}.`;
  return say`Writes stop for ${rangeWords(writes)}, some reads for ${rangeWords(reads)}.`;
}

function isNone(range: SecondsRange | null): boolean {
  return range !== null && range.worst === 0;
}

function rangeWords(range: SecondsRange | null): PhraseValue {
  if (range === null) return say`as long as nobody acts`;
  const { min, typical, worst } = range;
  return say`about ${rounded(typical)} s (${rounded(min)} to ${rounded(worst)} s)`;
}

/** What was seen of it, beside what was predicted. */
export function observedPhrase(
  { said, predicted }: Pick<StageReport, 'said' | 'predicted'>,
  observed: Observed,
): Phrase {
  return say`${said}: writes stood still for ${secondsWords(observed.writes)} (${foretold(predicted?.writes)}), reads for ${secondsWords(observed.reads)} (${foretold(predicted?.reads)}).`;
}

function secondsWords(seconds: number | null): PhraseValue {
  return seconds === null ? say`an unknown time` : say`${rounded(seconds)} s at most`;
}

function foretold(range: SecondsRange | null | undefined): PhraseValue {
  if (range === undefined) return say`nothing was predicted`;
  if (range === null) return say`predicted: until somebody acts`;
  return say`predicted: ${rounded(range.min)} to ${rounded(range.worst)} s`;
}

/** What a probe wrote and found again. Lost rows are said first. */
export function countedPhrase(rows: number, lost: number | null): Phrase {
  if (lost === null) return say`${rows} rows were acknowledged; nobody could look whether they are all there.`;
  return lost === 0
    ? say`${rows} rows were acknowledged, and all of them are there.`
    : say`ROWS WERE LOST: ${lost} of ${rows} rows that were acknowledged are not there. Stop changing this cluster, and find out which member had them before anything else is done.`;
}

/** What the loss of any one host would mean, at a glance: what holds for most first, then whose loss would be worse. Undefined where nothing runs. */
export function whatIfPhrase(whatIf: readonly WhatIf[]): Phrase | undefined {
  if (whatIf.length === 0) return undefined;
  const fine = whatIf.filter(({ writes }) => writes === 'unaffected' || writes === 'automatic');
  const parts = [fineWords(fine), ...exceptions(whatIf)].filter((one) => one !== undefined);
  return say`If a host died meanwhile: ${listOf(parts, 'comma')}.`;
}

function fineWords(fine: readonly WhatIf[]): PhraseValue | undefined {
  if (fine.length === 0) return undefined;
  const slowest = Math.max(...fine.map(({ seconds }) => seconds?.typical ?? 0));
  return slowest === 0
    ? say`writes would go on`
    : say`writes would go on, or come back by themselves after about ${rounded(slowest)} s`;
}

function exceptions(whatIf: readonly WhatIf[]): readonly PhraseValue[] {
  const named = (found: readonly WhatIf[], words: (hosts: PhraseValue) => PhraseValue) =>
    found.length === 0 ? [] : [words(listOf(found.map(({ lost }) => lost)))];
  const needs = whatIf.filter(({ writes }) => writes === 'manual');
  return [
    ...named(
      needs.filter(({ lasting }) => lasting !== 'manual'),
      (hosts) => say`except ${hosts} in the seconds in which a service restarts: by hand, unless it is back in time`,
    ),
    ...named(
      needs.filter(({ lasting }) => lasting === 'manual'),
      (hosts) => say`except ${hosts}: by hand`,
    ),
    ...named(
      whatIf.filter(({ writes }) => writes === 'lost'),
      (hosts) => say`except ${hosts}: no copy of the data would be left`,
    ),
  ];
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
