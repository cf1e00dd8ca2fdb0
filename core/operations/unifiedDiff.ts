/** Past this many lines of change the longest common subsequence would take too much memory: all old lines go, all new ones come. */
const maxCells = 4_000_000;

type Edit = { readonly sign: ' ' | '-' | '+'; readonly line: string };

/**
 * A unified diff of two texts, as `diff -u` prints it, without the two lines of file names.
 * @param context unchanged lines shown around a change
 * @returns an empty text when both are equal
 */
export function unifiedDiff(before: string, after: string, context = 3): string {
  if (before === after) return '';
  const edits = compare(toLines(before), toLines(after));
  const hunks: string[] = [];
  let at = 0;
  while (at < edits.length) {
    const first = edits.findIndex((edit, index) => index >= at && edit.sign !== ' ');
    if (first < 0) break;
    const start = Math.max(at, first - context);
    let end = first;
    for (let index = first; index < edits.length && index <= end + 2 * context; index++) {
      if (edits[index]?.sign !== ' ') end = index;
    }
    const stop = Math.min(edits.length, end + context + 1);
    hunks.push(hunk(edits, start, stop));
    at = stop;
  }
  return hunks.join('');
}

function hunk(edits: readonly Edit[], start: number, stop: number): string {
  const count = (part: readonly Edit[], other: '-' | '+') => part.filter((edit) => edit.sign !== other).length;
  const earlier = edits.slice(0, start);
  const part = edits.slice(start, stop);
  const range = (other: '-' | '+') => {
    const length = count(part, other);
    const line = count(earlier, other) + (length === 0 ? 0 : 1);
    return length === 1 ? `${line}` : `${line},${length}`;
  };
  return `@@ -${range('+')} +${range('-')} @@\n${part.map((edit) => `${edit.sign}${edit.line}\n`).join('')}`;
}

function toLines(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function compare(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const same = (lines: readonly string[]) => lines.map((line): Edit => ({ sign: ' ', line }));
  return [
    ...same(before.slice(0, head)),
    ...compareMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

function compareMiddle(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const width = after.length + 1;
  if ((before.length + 1) * width > maxCells) {
    return [...before.map((line): Edit => ({ sign: '-', line })), ...after.map((line): Edit => ({ sign: '+', line }))];
  }
  // longest[i * width + j]: length of the longest common subsequence of before[i..] and after[j..]
  const longest = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const fresh = after[j];
    if (old !== undefined && old === fresh) {
      edits.push({ sign: ' ', line: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ sign: '-', line: old });
      i++;
    } else if (fresh !== undefined) {
      edits.push({ sign: '+', line: fresh });
      j++;
    }
  }
  return edits;
}
