/**
 * Compares two versions of a Debian package by the rules of its policy (5.6.12): epoch, then upstream version, then revision.
 * @returns below 0 when the first is older, above 0 when it is newer, 0 when dpkg holds them for the same
 */
export function compareDebianVersions(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  return a.epoch - b.epoch || compareParts(a.upstream, b.upstream) || compareParts(a.revision, b.revision);
}

function partsOf(version: string) {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/.exec(version) ?? [];
  const dash = rest.lastIndexOf('-');
  return dash < 0
    ? { epoch: Number(epoch), upstream: rest, revision: '' }
    : { epoch: Number(epoch), upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
}

/** Stretches without digits and numbers take turns; the end of the text counts like an empty stretch, a number that is missing as 0. */
function compareParts(one: string, other: string): number {
  const [a, b] = [stretchesOf(one), stretchesOf(other)];
  for (let place = 0; place < Math.max(a.length, b.length); place++) {
    const [left, right] = [a[place], b[place]];
    const order =
      compareWords(left?.word ?? '', right?.word ?? '') || compareNumbers(left?.digits ?? '', right?.digits ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function stretchesOf(text: string): readonly { readonly word: string; readonly digits: string }[] {
  return [...text.matchAll(/(\D*)(\d*)/g)].map(([, word = '', digits = '']) => ({ word, digits }));
}

/** `~` comes before everything, even the end; letters come before all other characters. */
function compareWords(one: string, other: string): number {
  for (let place = 0; place < Math.max(one.length, other.length); place++) {
    const order = rankOf(one[place]) - rankOf(other[place]);
    if (order !== 0) return order;
  }
  return 0;
}

function rankOf(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

/** Longer than any number that is exact: compared as text. */
function compareNumbers(one: string, other: string): number {
  const [a, b] = [one.replace(/^0+/, ''), other.replace(/^0+/, '')];
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
