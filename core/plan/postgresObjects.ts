import { z } from 'zod';
import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import { line } from './schemaText.ts';

export const hbaTypes = ['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'] as const;
/** The methods that Debian's PostgreSQL is built with. */
export const hbaMethods = [
  'scram-sha-256',
  'reject',
  'cert',
  'md5',
  'password',
  'trust',
  'peer',
  'ident',
  'gss',
  'pam',
  'ldap',
  'radius',
] as const;

/** What no schema says by itself, in words. */
export const extensionAllowed = say`the name of an extension, or { name, schema, version }`;
export const schemaAllowed = say`the name of a schema, or { name, owner }`;
export const hbaNamesAllowed = say`a name, or a list of names`;

const name = line(63);
const allowed = (phrase: Phrase) => ({ error: `allowed: ${phraseText(phrase)}` });

export interface NamedExtension {
  readonly name: string;
  readonly schema?: string | undefined;
  readonly version?: string | undefined;
}
export interface NamedSchema {
  readonly name: string;
  readonly owner?: string | undefined;
}

const extension = z.strictObject({
  name,
  schema: name.optional().describe('Where its objects go; default: where the extension itself puts them'),
  version: line(63).optional().describe('Default: the newest that the packages bring, when it is made'),
});
const schema = z.strictObject({ name, owner: name.optional().describe('Default: the owner of the database') });

/** A database of a cluster. Names may stand alone for extensions and schemas. */
export const databaseSchema = z.strictObject({
  name,
  owner: name.optional().describe('One of the users'),
  encoding: line(32).optional().describe('Default: UTF8. It cannot be changed later'),
  locale: line(63).optional().describe('Of the C library; default: C.UTF-8. It cannot be changed later'),
  extensions: z
    .array(
      z.union([name.transform((alone): NamedExtension => ({ name: alone })), extension], allowed(extensionAllowed)),
    )
    .default([])
    .describe('Extensions to make in it'),
  schemas: z
    .array(z.union([name.transform((alone): NamedSchema => ({ name: alone })), schema], allowed(schemaAllowed)))
    .default([])
    .describe('Schemas to make in it'),
  connect: z
    .array(name)
    .optional()
    .describe('Users that may log in to it, beside its owner and the members of that; default without an owner: all'),
});

/** A role of a cluster. */
export const userSchema = z.strictObject({
  name,
  login: z.boolean().default(true).describe('false: a group without password'),
  superuser: z.boolean().default(false).describe('Refused on every path through HAProxy and PgBouncer'),
  createdb: z.boolean().default(false),
  createrole: z.boolean().default(false),
  replication: z.boolean().default(false).describe('Refused on every path through HAProxy and PgBouncer'),
  bypassrls: z.boolean().default(false).describe('Row security does not hold for it'),
  connectionLimit: z.int().min(0).max(262_143).optional().describe('Default: none'),
  memberOf: z.array(name).default([]).describe('Roles that it is granted'),
});

const hbaNames = z.union([name.transform((alone) => [alone]), z.array(name).min(1)], allowed(hbaNamesAllowed));

/** A rule of pg_hba.conf. What the keywords and options of PostgreSQL allow together is judged by the rule `hba-rules`. */
export const hbaRuleSchema = z.strictObject({
  type: z.enum(hbaTypes),
  database: hbaNames.describe('Names, all, sameuser, samerole or replication'),
  user: hbaNames.describe('Names, +ROLE for its members, or all'),
  address: line(255)
    .optional()
    .describe('Network, address, host name, .domain, all, samehost or samenet; none for local'),
  method: z.enum(hbaMethods),
  options: z
    .record(line(63), z.union([line(200), z.number(), z.boolean()]))
    .optional()
    .describe('Options of the method, such as clientcert: verify-full'),
  position: z
    .enum(['before', 'after'])
    .default('before')
    .describe("before or after our rules for clients; the cluster's own roles come first in any case"),
});

export type HbaRule = z.output<typeof hbaRuleSchema>;
export type Database = z.output<typeof databaseSchema>;
export type User = z.output<typeof userSchema>;
