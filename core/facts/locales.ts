import type { Fact } from './fact.ts';

/** Reads the locales that the host has, as `locale -a` names them. */
export const locales: Fact<readonly string[]> = {
  id: 'locales',
  command: 'locale -a 2>/dev/null || true',
  parse: (output) =>
    output
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
};
