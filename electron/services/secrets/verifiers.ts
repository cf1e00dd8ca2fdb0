import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** What PostgreSQL keeps in place of a password: it takes it as one, too, and keeps it as it is (PostgreSQL documentation, ALTER ROLE). */
export function isVerifier(value: string): boolean {
  return value.startsWith('SCRAM-SHA-256$');
}

/** Whether a password is the one that a verifier was made of (RFC 5803). */
export function isVerifiedBy(password: string, verifier: string): boolean {
  if (password === verifier) return true;
  const [, iterations, salt, stored] = /^SCRAM-SHA-256\$(\d{1,7}):([^$]+)\$([^:]+):/.exec(verifier) ?? [];
  if (iterations === undefined || salt === undefined || stored === undefined) return false;
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256');
  const client = createHmac('sha256', salted).update('Client Key').digest();
  return createHash('sha256').update(client).digest('base64') === stored;
}
