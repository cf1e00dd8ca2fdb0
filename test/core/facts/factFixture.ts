import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Fact } from '../../../core/facts/fact.ts';
import { everyFact } from './everyFact.ts';

/** What one host printed for a fact, and what that means: a file `FACT/CASE.json`. */
export interface FactFixture {
  /** The host and what is odd about it. */
  readonly host: string;
  /** The release, for what a real host of it printed; absent where the text was written or changed by hand. */
  readonly release?: 'bookworm' | 'trixie';
  /** What the fact was asked about: the arguments of the function that makes it. */
  readonly ask: readonly unknown[];
  readonly command: readonly string[];
  readonly output: readonly string[];
  /** See `plain`. */
  readonly value: unknown;
}

/** The folder of all fixtures, one folder of it for each fact. */
export const fixtureFolder = join(import.meta.dirname, '../../fixtures/facts');

/** Every fixture of a fact by its name. */
export function fixturesOf(id: string): readonly (FactFixture & { readonly name: string; readonly path: string })[] {
  const folder = join(fixtureFolder, id);
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const path = join(folder, file);
      return { ...(JSON.parse(readFileSync(path, 'utf8')) as FactFixture), name: basename(file, '.json'), path };
    });
}

/** The fact of a fixture. */
export function factOf(id: string, { ask }: Pick<FactFixture, 'ask'>): Fact<unknown> {
  const make = everyFact[id];
  if (make === undefined) throw new Error(`there is no fact ${id}`);
  return make(...(ask as never[]));
}

/** Writes a fixture. */
export function writeFixture(path: string, { host, release, ask, command, output, value }: FactFixture): void {
  const fixture = { host, ...(release === undefined ? {} : { release }), ask, command, output, value };
  writeFileSync(path, `${JSON.stringify(fixture, undefined, 2)}\n`);
}

/** A value as JSON has it: maps are objects, sets are arrays, NaN and Infinity are words, what is undefined is null. */
export function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  return value;
}
