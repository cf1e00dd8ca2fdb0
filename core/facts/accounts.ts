import { type Fact, wholeNumber } from './fact.ts';

/** A system account that a package of the cluster wants to make. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

/** Reads which of the accounts that packages make are there already. */
export function accounts(wanted: readonly string[]): Fact<readonly Account[]> {
  return {
    id: 'accounts',
    command: `getent passwd ${wanted.join(' ')} 2>/dev/null || true`,
    parse(output) {
      return output.split('\n').flatMap((line) => {
        const [name, , uid, , , home] = line.split(':');
        return name !== undefined && wanted.includes(name)
          ? [{ name, uid: wholeNumber(uid ?? '', line), home: home ?? '' }]
          : [];
      });
    },
  };
}
