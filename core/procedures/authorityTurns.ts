import { quoted } from '../plan/problem.ts';
import { Problem } from '../problem.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import type { NamedTurn, RotationKind } from './rotation.ts';

/**
 * Where the replacement of an authority stands, as the operator's side keeps it:
 * - `settled`: there is one authority, and nothing else is trusted.
 * - `coming`: another one is trusted beside it; the old one signs.
 * - `serving`: the new one signs, and what servers show is of it; clients still show what the old one signed.
 * - `replaced`: everything that is shown is of the new one; the old one is still trusted.
 * - `leaving`: the old one is not to be trusted any more, and may still be on hosts.
 */
export type AuthorityPhase = 'settled' | 'coming' | 'serving' | 'replaced' | 'leaving';

/** What the operator's side does to get from one phase to the next: hosts learn of it afterwards. */
export const authorityTurns = ['bring', 'serve', 'show', 'forget', 'finish'] as const;
export type AuthorityTurn = (typeof authorityTurns)[number];

/** The authorities that a plan has: of what members show each other, and of what clients see. */
export const authorityNames = ['members', 'clients'] as const;
export type AuthorityName = (typeof authorityNames)[number];

/** @throws Problem `authority-unknown` (usage) */
export function authorityNamed(word: string): AuthorityName {
  const found = authorityNames.find((name) => name === word);
  if (found !== undefined) return found;
  throw new Problem(
    'authority-unknown',
    'usage',
    say`A plan has no authority ${quoted(word)}; it has ${listOf(authorityNames, 'comma')}.`,
  );
}

export interface AuthorityWish {
  /** Those that are to be replaced; none for both, unless a replacement is to be finished first. */
  readonly chosen: readonly AuthorityName[];
  /** Clients have the file with both authorities. */
  readonly clientsReady: boolean;
}

const turnAfter: Readonly<Record<AuthorityPhase, AuthorityTurn>> = {
  settled: 'bring',
  coming: 'serve',
  serving: 'show',
  replaced: 'forget',
  leaving: 'finish',
};

const titles: Readonly<Record<AuthorityTurn, Phrase>> = {
  bring: say`Having the new authority trusted beside the old one`,
  serve: say`Having servers show certificates of the new authority`,
  show: say`Having members log in with certificates of the new authority`,
  forget: say`Taking the old authority away`,
  finish: say`Noting that no host trusts the old authority any more`,
};

export function authorityTurnId(name: AuthorityName, turn: AuthorityTurn): string {
  return `${name}/${turn}`;
}

/** What a turn is about. @throws Error for an id of none */
export function authorityTurnOf(id: string): { readonly name: AuthorityName; readonly turn: AuthorityTurn } {
  const name = authorityNames.find((one) => id.startsWith(`${one}/`));
  const turn = authorityTurns.find((one) => id.endsWith(`/${one}`));
  if (name === undefined || turn === undefined) throw new Error(`no turn is called ${id}`);
  return { name, turn };
}

/** How far the replacement of each authority is. */
export type AuthorityPosition = Readonly<Record<AuthorityName, AuthorityPhase>>;

/**
 * The replacement of authorities. One that was begun is finished before another one begins; the clients' waits until clients have both, which only a
 * person knows.
 */
export function authorityRotation({ chosen, clientsReady }: AuthorityWish): RotationKind<AuthorityPosition> {
  return {
    begun: isBegun,
    nextTurn(position, start, done): NamedTurn | undefined {
      for (const name of authorityNames) {
        const phase = position[name];
        const waits = name === 'clients' && phase === 'coming' && !clientsReady;
        const wanted = chosen.includes(name) || (chosen.length === 0 && !isBegun(start));
        const begins = wanted && start[name] === 'settled' && !done.includes(authorityTurnId(name, 'bring'));
        const turn = turnAfter[phase];
        if (!waits && (phase !== 'settled' || begins)) return { id: authorityTurnId(name, turn), title: titles[turn] };
      }
      return undefined;
    },
    arrange: (steps) => steps,
  };
}

function isBegun(position: AuthorityPosition): boolean {
  return authorityNames.some((name) => position[name] !== 'settled');
}
