import { formerPassword } from '../../../core/render/secretNames.ts';
import { generatePassword } from './generatePassword.ts';
import type { SecretStore } from './secretStore.ts';

const prefix = formerPassword('');

/** Passwords of which the store keeps the former value: hosts may still have it. */
export function pendingPasswords(store: SecretStore): readonly string[] {
  return store
    .names()
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** Makes new passwords, in one change of the store, and keeps the former ones. One whose former value is kept already stays as it is. */
export async function renewPasswords(store: SecretStore, names: readonly string[]): Promise<void> {
  await store.update((draft) => {
    for (const name of names) {
      const entry = draft.get(name);
      if (entry === undefined || draft.has(formerPassword(name))) continue;
      draft.set(formerPassword(name), entry);
      draft.set(name, { kind: 'password', value: generatePassword() });
    }
  });
}

/** Forgets the former passwords. */
export async function forgetFormerPasswords(store: SecretStore): Promise<void> {
  await store.update((draft) => {
    for (const name of [...draft.keys()]) if (name.startsWith(prefix)) draft.delete(name);
  });
}
