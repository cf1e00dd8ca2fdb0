/**
 * Splits a line as Python's shlex does for Ansible: at blanks outside quotes, which are taken away, up to a comment.
 * @returns undefined where a quotation mark is not closed
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const next = line[at] ?? '';
    if (/\s/.test(next)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (next === '#') break;
    else if (next === '\\') word = (word ?? '') + (line[++at] ?? '');
    else if (next === '"' || next === "'") {
      const end = closing(line, at, next);
      if (end < 0) return undefined;
      const inside = line.slice(at + 1, end);
      word = (word ?? '') + (next === '"' ? inside.replaceAll(/\\(["\\])/g, '$1') : inside);
      at = end;
    } else word = (word ?? '') + next;
  }
  return word === undefined ? words : [...words, word];
}

function closing(line: string, from: number, quote: string): number {
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === '\\' && quote === '"') at++;
    else if (line[at] === quote) return at;
  }
  return -1;
}
