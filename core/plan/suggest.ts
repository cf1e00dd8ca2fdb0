/**
 * Finds the word that was probably meant: the closest by Levenshtein distance, case and separators ignored.
 * @returns undefined when nothing is close enough (a third of the letters may differ)
 */
export function suggest(found: string, allowed: readonly string[]): string | undefined {
  const wanted = fold(found);
  // Nothing in the plan has such a long name, and the distance takes quadratic time.
  if (wanted.length > 64) return undefined;
  let best: { word: string; distance: number } | undefined;
  for (const word of allowed) {
    const candidate = fold(word);
    const most = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    const distance = levenshtein(wanted, candidate);
    if (distance <= most && (best === undefined || distance < best.distance)) best = { word, distance };
  }
  return best?.word;
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Counts swapped neighbours as one change: 'hsot' is 'host' (optimal string alignment). */
function levenshtein(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      let least = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + cost);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        least = Math.min(least, at(beforePrevious, column - 2) + 1);
      current.push(least);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
