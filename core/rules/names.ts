import { isLoopback, type NameKind, namePatterns, nameRules, parseAddress, parseCidr } from '../plan/names.ts';
import type { Plan } from '../plan/plan.ts';
import { writtenPostgres } from '../plan/postgresOf.ts';
import { quoted } from '../plan/problem.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import type { PlanPath } from './finding.ts';

interface NamedPlace {
  readonly kind: NameKind;
  readonly name: string;
  readonly path: PlanPath;
  /** What it names, for the message. */
  readonly label: Phrase;
}

/** Every name is one that shells, paths, SQL, Patroni, etcd and Pigsty take as it is. */
export const names = defineRule(
  {
    id: 'names',
    title: 'Names are ones that every component accepts',
    reference: 'RFC 1123 (hosts), Pigsty pg_cluster [A-Za-z0-9-]+, PostgreSQL identifiers of 63 bytes, Linux IFNAMSIZ',
  },
  (plan, report) => {
    for (const { kind, name, path, label } of namedPlaces(plan))
      if (!namePatterns[kind].test(name))
        report('error', path, say`${quoted(name)} cannot be ${label}: allowed are ${nameRules[kind]}.`);
    const jumps = [{ jump: plan.ssh.jump, path: ['ssh', 'jump'] as PlanPath }];
    for (const [index, host] of plan.hosts.entries())
      if (host.ssh.jump !== plan.ssh.jump) jumps.push({ jump: host.ssh.jump, path: ['hosts', index, 'ssh', 'jump'] });
    for (const { jump, path } of jumps)
      if (jump !== undefined && !isJump(jump))
        report(
          'error',
          path,
          say`${quoted(jump)} is no jump host: write [user@]host[:port], with IPv6 addresses in brackets.`,
        );
    for (const { postgres, path } of writtenPostgres(plan))
      for (const [index, client] of (postgres.clients ?? []).entries())
        if (!isClient(client))
          report(
            'error',
            [...path, 'clients', index],
            say`${quoted(client)} is no client network: write a network such as 10.0.0.0/8, an address, or a host name.`,
          );
  },
);

function namedPlaces(plan: Plan): readonly NamedPlace[] {
  const places: NamedPlace[] = [];
  const add = (kind: NameKind, label: Phrase, name: string | undefined, ...path: PlanPath) => {
    if (name !== undefined) places.push({ kind, name, path, label });
  };
  add('plan', say`the name of a plan`, plan.name, 'name');
  add('login', say`a login`, plan.ssh.user, 'ssh', 'user');
  for (const [index, site] of plan.sites.entries())
    add('site', say`the name of a site`, site.name, 'sites', index, 'name');
  for (const [index, host] of plan.hosts.entries()) {
    add('host', say`the name of a host`, host.name, 'hosts', index, 'name');
    if (host.zone !== host.name) add('zone', say`the name of a zone`, host.zone, 'hosts', index, 'zone');
    if (host.ssh.user !== plan.ssh.user) add('login', say`a login`, host.ssh.user, 'hosts', index, 'ssh', 'user');
  }
  for (const [index, cluster] of plan.clusters.entries())
    add('cluster', say`the name of a cluster`, cluster.name, 'clusters', index, 'name');
  for (const { postgres, path } of writtenPostgres(plan)) {
    for (const [index, database] of (postgres.databases ?? []).entries()) {
      const place = [...path, 'databases', index];
      add('database', say`the name of a database`, database.name, ...place, 'name');
      if (database.owner !== 'postgres') add('role', say`the owner of a database`, database.owner, ...place, 'owner');
      add('encoding', say`the encoding of a database`, database.encoding, ...place, 'encoding');
      add('locale', say`the locale of a database`, database.locale, ...place, 'locale');
      for (const [at, extension] of database.extensions.entries()) {
        const { name, schema, version } = extension;
        const entry = [...place, 'extensions', at];
        add('extension', say`the name of an extension`, name, ...entry, 'name');
        add('schema', say`the name of a schema`, schema, ...entry, 'schema');
        add('version', say`the version of an extension`, version, ...entry, 'version');
      }
      for (const [at, { name, owner }] of database.schemas.entries()) {
        add('schema', say`the name of a schema`, name, ...place, 'schemas', at, 'name');
        if (owner !== 'postgres') add('role', say`the owner of a schema`, owner, ...place, 'schemas', at, 'owner');
      }
    }
    for (const [index, user] of (postgres.users ?? []).entries())
      add('role', say`the name of a user`, user.name, ...path, 'users', index, 'name');
  }
  add('interface', say`a network interface`, plan.access.vip?.interface, 'access', 'vip', 'interface');
  add('dnsName', say`a DNS name`, plan.access.dns, 'access', 'dns');
  return places;
}

function isJump(text: string): boolean {
  const match = /^(?:([^@]+)@)?(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return false;
  const [, user, host = '', port] = match;
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  return (
    (user === undefined || namePatterns.login.test(user)) &&
    parseAddress(address) !== undefined &&
    (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535))
  );
}

function isClient(text: string): boolean {
  if (parseCidr(text) !== undefined) return true;
  const address = parseAddress(text);
  // Words that pg_hba.conf reads as more than a name.
  return address !== undefined && !isLoopback(text) && !['all', 'samehost', 'samenet'].includes(address.canonical);
}
