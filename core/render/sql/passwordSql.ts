import { secretPlaceholder } from '../placeholders.ts';
import { identifier, literal } from './sqlText.ts';

/**
 * A function for the session that says whether a verifier in pg_authid (SCRAM-SHA-256, RFC 5802 and 7677) is that of a password. PostgreSQL has
 * none, and setting the same password again makes another verifier: PgBouncer, which keeps what a client proved at its login, could then open no
 * more connections for clients that are logged in, until one of them logs in again.
 */
export const passwordCheck: readonly string[] = [
  'CREATE OR REPLACE FUNCTION pg_temp.is_password_of(verifier text, password text) RETURNS boolean LANGUAGE plpgsql AS $check$',
  'DECLARE',
  "  part text[] := regexp_match(verifier, '^SCRAM-SHA-256[$]([0-9]{1,5}):([A-Za-z0-9+/=]+)[$]([A-Za-z0-9+/=]+):');",
  "  letters bytea := convert_to(password, 'UTF8');",
  "  inner_pad bytea := decode(repeat('36', 64), 'hex');",
  "  outer_pad bytea := decode(repeat('5c', 64), 'hex');",
  '  turn bytea;',
  '  mixed bit(256);',
  'BEGIN',
  '  IF part IS NULL OR length(letters) > 64 THEN RETURN false; END IF;',
  '  FOR i IN 0 .. length(letters) - 1 LOOP',
  '    inner_pad := set_byte(inner_pad, i, get_byte(letters, i) # 54);',
  '    outer_pad := set_byte(outer_pad, i, get_byte(letters, i) # 92);',
  '  END LOOP;',
  "  turn := sha256(outer_pad || sha256(inner_pad || decode(part[2], 'base64') || decode('00000001', 'hex')));",
  "  mixed := ('x' || encode(turn, 'hex'))::bit(256);",
  '  FOR i IN 2 .. part[1]::integer LOOP',
  '    turn := sha256(outer_pad || sha256(inner_pad || turn));',
  "    mixed := mixed # ('x' || encode(turn, 'hex'))::bit(256);",
  '  END LOOP;',
  "  inner_pad := decode(repeat('36', 64), 'hex');",
  "  outer_pad := decode(repeat('5c', 64), 'hex');",
  '  FOR i IN 0 .. 31 LOOP',
  '    inner_pad := set_byte(inner_pad, i, substring(mixed FROM i * 8 + 1 FOR 8)::bit(8)::integer # 54);',
  '    outer_pad := set_byte(outer_pad, i, substring(mixed FROM i * 8 + 1 FOR 8)::bit(8)::integer # 92);',
  '  END LOOP;',
  "  turn := sha256(sha256(outer_pad || sha256(inner_pad || convert_to('Client Key', 'UTF8'))));",
  "  RETURN encode(turn, 'base64') = part[3];",
  'END $check$;',
];

/**
 * Gives a role that exists its password, unless it has it. Behind `passwordCheck` in the same session.
 * @param secret name of the password
 */
export function passwordSql(name: string, secret: string): string {
  const password = `'${secretPlaceholder(secret)}'`;
  return `SELECT format('ALTER ROLE ${identifier(name)} PASSWORD %L', ${password}) FROM pg_authid WHERE rolname = ${literal(name)} AND pg_temp.is_password_of(rolpassword, ${password}) IS NOT TRUE \\gexec`;
}
