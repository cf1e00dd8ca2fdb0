import { describe, expect, it } from 'vitest';
import { listOf, phraseText, say, type Wording } from '../../../core/wording/phrase.ts';

const german: Wording = {
  template: (english) => ({ '{0} runs on {1}': 'Auf {1} läuft {0}', '{0} hosts': '{0} Rechner' })[english] ?? english,
  between: ', ',
  beforeLast: { and: ' und ', or: ' oder ', comma: ', ' },
};

describe('a phrase', () => {
  it('is its sentence in English', () => {
    expect(phraseText(say`${'etcd'} runs on ${3} hosts`)).toBe('etcd runs on 3 hosts');
    expect(phraseText('n1')).toBe('n1');
  });

  it('takes values in the order of the other language, phrases among them', () => {
    expect(phraseText(say`${'etcd'} runs on ${say`${3} hosts`}`, german)).toBe('Auf 3 Rechner läuft etcd');
  });

  it('names one, two and more things', () => {
    const lists = [[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((list) => phraseText(listOf(list)));
    expect(lists).toEqual(['', 'a', 'a and b', 'a, b and c']);
    expect(phraseText(listOf(['a', 'b', 'c'], 'or'), german)).toBe('a, b oder c');
    expect(phraseText(listOf(['a', 'b'], 'comma'))).toBe('a, b');
  });

  it('takes values as they are, whatever they look like', () => {
    expect(phraseText(say`${'{1}'} and ${'$&'}`)).toBe('{1} and $&');
  });

  it('leaves no gap where a value is empty, and ends no sentence twice', () => {
    expect(phraseText(say`The loss of ${listOf([])} is automatic.`)).toBe('The loss of – is automatic.');
    expect(phraseText(say`The loss of ${''} is automatic.`, german)).toBe('The loss of – is automatic.');
    expect(phraseText(say`It says: ${'not available.\n'}. Try again.`)).toBe('It says: not available. Try again.');
    expect(phraseText(say`It says: ${say`not ${'available.'}`}.`)).toBe('It says: not available.');
    expect(phraseText(say`It says: ${'and so on...'}.`)).toBe('It says: and so on...');
  });

  it('lets what touches a word be empty, such as an option of a command', () => {
    expect(phraseText(say`ssh-copy-id${''}${''} ${'root'}@${'n1'}`)).toBe('ssh-copy-id root@n1');
    expect(phraseText(say`ssh-copy-id${' -i key'}${''} ${'root'}@${'n1'}`)).toBe('ssh-copy-id -i key root@n1');
    expect(phraseText(say`${''}`)).toBe('');
  });
});
