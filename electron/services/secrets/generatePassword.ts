import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A random password of letters and digits, so that no configuration format needs to quote it.
 * 32 characters carry 190 bits; `randomInt` is unbiased.
 */
export function generatePassword(length = 32): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
