import type { HbaRule } from '../plan/postgresObjects.ts';
import { type Phrase, say } from '../wording/phrase.ts';

/** Options by method, PostgreSQL 13 to 18; a file with any other one is not loaded at all. */
const known: Readonly<Partial<Record<HbaRule['method'], readonly string[]>>> = {
  cert: ['clientname'],
  gss: ['include_realm', 'krb_realm'],
  pam: ['pamservice', 'pam_use_hostname'],
  ldap: [
    'ldapserver',
    'ldapport',
    'ldapscheme',
    'ldaptls',
    'ldapprefix',
    'ldapsuffix',
    'ldapbasedn',
    'ldapbinddn',
    'ldapsearchattribute',
    'ldapsearchfilter',
    'ldapurl',
  ],
  radius: ['radiusservers', 'radiusports', 'radiusidentifiers'],
};

/** Why an option cannot stand in a rule; undefined when it can. */
export function hbaOptionFault(rule: HbaRule, name: string, value: string | number | boolean): Phrase | undefined {
  if (name === 'map') return say`it names a map of pg_ident.conf, which a plan does not have`;
  if (name === 'ldapbindpasswd' || name === 'radiussecrets')
    return say`it is a secret, and a plan is no place for secrets`;
  if (name === 'clientcert') {
    if (rule.type !== 'hostssl') return say`certificates need TLS: write hostssl`;
    return value === 'verify-ca' || value === 'verify-full' ? undefined : say`allowed are verify-ca and verify-full`;
  }
  return known[rule.method]?.includes(name) === true
    ? undefined
    : say`the method ${rule.method} does not have it, and PostgreSQL would take none of the rules`;
}
