import { ownRoles } from '../plan/clusterRoles.ts';
import { cidrContains, parseAddress, parseCidr } from '../plan/names.ts';
import type { Plan } from '../plan/plan.ts';
import type { HbaRule } from '../plan/postgresObjects.ts';
import { writtenPostgres } from '../plan/postgresOf.ts';
import { quoted } from '../plan/problem.ts';
import { hbaAddress, tokenFault } from '../render/hbaLine.ts';
import { closedNetworks, networksOf, poolRule } from '../render/poolRules.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule, fixOf, type Report } from './defineRule.ts';
import type { PlanPath } from './finding.ts';
import { hbaOptionFault } from './hbaOptions.ts';

/** Rules of pg_hba.conf that PostgreSQL takes, and that take nothing from the cluster. */
export const hbaRules = defineRule(
  {
    id: 'hba-rules',
    title: 'Access rules are ones that PostgreSQL takes, and none locks the cluster out',
    reference: 'PostgreSQL documentation 21.1 The pg_hba.conf File: the first record that matches decides',
  },
  (plan, report) => {
    for (const { postgres, path } of writtenPostgres(plan)) {
      const closed = new Set(closedNetworks(postgres.hba ?? [], plan.security.tls));
      for (const [index, rule] of (postgres.hba ?? []).entries()) {
        const place = [...path, 'hba', index];
        const whole = checkWords(rule, place, report);
        if (!whole) continue;
        let isRefused = false;
        const refuse: Report = (...finding) => {
          isRefused = true;
          report(...finding);
        };
        checkOwnRoles(plan, rule, place, refuse);
        checkLockOut(plan, rule, place, refuse);
        checkStrength(plan, rule, place, report);
        if (!isRefused) checkReach(plan, rule, place, closed, report);
      }
    }
  },
);

/** @returns whether the rule is one that PostgreSQL can read */
function checkWords(rule: HbaRule, place: PlanPath, report: Report): boolean {
  const { type, method, address, options = {} } = rule;
  let whole = true;
  const refuse = (key: string, message: Phrase) => {
    whole = false;
    report('error', [...place, key], message);
  };
  for (const key of ['database', 'user'] as const)
    for (const name of rule[key]) {
      const fault = tokenFault(name);
      if (fault !== undefined) refuse(key, say`${quoted(name)} cannot stand in an access rule: ${fault}.`);
    }
  if (type === 'local' && address !== undefined)
    refuse('address', say`A rule for local has no address: it is for the socket. Take the address out, or write host.`);
  if (type !== 'local' && address === undefined)
    refuse('address', say`A rule for ${type} needs an address: a network, or all.`);
  if (address !== undefined && !isPlace(address))
    refuse('address', say`${quoted(address)} is no network, address, host name, all, samehost or samenet.`);
  if (method === 'peer' && type !== 'local') refuse('method', say`peer is for local alone: take scram-sha-256.`);
  if ((method === 'gss' || method === 'ident') && type === 'local')
    refuse('method', say`${method} is not for local: take peer or scram-sha-256.`);
  if (method === 'cert' && type !== 'hostssl') refuse('method', say`cert needs TLS: write hostssl.`);
  for (const [name, value] of Object.entries(options)) {
    const fault = hbaOptionFault(rule, name, value);
    if (fault !== undefined) refuse('options', say`The option ${quoted(name)}: ${fault}.`);
  }
  return whole;
}

function isPlace(address: string): boolean {
  if (!hbaAddress.test(address)) return false;
  if (address.includes('/')) return parseCidr(address) !== undefined;
  return !/^[0-9.]+$|:/.test(address) || parseAddress(address) !== undefined;
}

function checkOwnRoles(plan: Plan, { user }: HbaRule, place: PlanPath, report: Report): void {
  for (const name of user) {
    const use = ownRoles(plan).get(name.replace(/^\+/, ''));
    if (use !== undefined)
      report(
        'error',
        [...place, 'user'],
        say`${quoted(name)} belongs to the cluster (${use}), and its access comes before all rules. Take it out; administrators get a user of their own.`,
        [fixOf(say`Take the rule out`, [place, undefined])],
      );
  }
}

/** A rule that refuses everybody also refuses what clients and members arrive as. */
function checkLockOut(plan: Plan, rule: HbaRule, place: PlanPath, report: Report): void {
  const { type, database, user, address = '', method, position } = rule;
  if (method !== 'reject' || position !== 'before' || !user.includes('all')) return;
  const fixes = [fixOf(say`Put it after our rules`, [[...place, 'position'], 'after'])];
  const refuse = (message: Phrase) => report('error', place, message, fixes);
  if (type === 'local') {
    if (database.includes('all'))
      refuse(
        say`PgBouncer reaches PostgreSQL through the socket: this rule would refuse everybody who comes through the pool.`,
      );
    return;
  }
  if (matchesNobody(plan, rule)) return;
  const members = new Set(plan.clusters.flatMap((cluster) => cluster.members.map((member) => member.host)));
  for (const host of plan.hosts) {
    if (!covers(address, host.address)) continue;
    if (database.includes('replication') && members.has(host.name))
      refuse(say`This rule also covers ${host.name} (${host.address}): its replication would be refused.`);
    if (database.includes('all') && host.roles.includes('haproxy'))
      refuse(
        say`This rule also covers ${host.name} (${host.address}): everybody who comes through its HAProxy, and checks, would be refused.`,
      );
    else if (database.includes('all') && members.has(host.name))
      refuse(
        say`This rule also covers ${host.name} (${host.address}): pg_rewind and checks from there would be refused.`,
      );
  }
}

/** Members and proxies speak TLS where it is on, and nothing else where it is off; nobody speaks GSSAPI. */
function matchesNobody({ security }: Plan, { type }: HbaRule): boolean {
  return type === 'hostgssenc' || type === (security.tls ? 'hostnossl' : 'hostssl');
}

/** Whether connections from a host may match an address of a rule; names may resolve to anything, so they match themselves only. */
function covers(address: string, host: string): boolean {
  if (['all', 'samenet', 'samehost'].includes(address)) return true;
  const own = parseAddress(host);
  const cidr = parseCidr(address);
  if (cidr !== undefined) return own?.kind === 'name' ? cidr.prefix === 0 : cidrContains(cidr, host);
  if (address.startsWith('.')) return own?.kind === 'name' && host.toLowerCase().endsWith(address.toLowerCase());
  return parseAddress(address)?.canonical === own?.canonical;
}

function checkStrength(plan: Plan, { type, address, method }: HbaRule, place: PlanPath, report: Report): void {
  const far = type !== 'local' && !['127.0.0.1/32', '::1/128', 'samehost'].includes(address ?? '');
  if (method === 'trust')
    report('warning', [...place, 'method'], say`trust lets in whoever names a user, without a password.`, [
      fixOf(say`Ask for the password`, [[...place, 'method'], 'scram-sha-256']),
    ]);
  if (method === 'password' && far && type !== 'hostssl')
    report('warning', [...place, 'method'], say`password sends the password in the clear over the network.`, [
      fixOf(say`Send a proof instead`, [[...place, 'method'], 'scram-sha-256']),
    ]);
  if (type === 'hostssl' && !plan.security.tls)
    report('warning', [...place, 'type'], say`TLS is off: a rule for hostssl matches nobody.`);
  if (type === 'hostgssenc')
    report(
      'warning',
      [...place, 'type'],
      say`PostgreSQL is set up without Kerberos: a rule for hostgssenc matches nobody.`,
    );
}

/** Behind HAProxy everybody has the address of its host, and behind PgBouncer everybody comes through the socket. */
function checkReach(plan: Plan, rule: HbaRule, place: PlanPath, closed: ReadonlySet<string>, report: Report): void {
  const { type, database, address = '', method, position } = rule;
  if (method !== 'reject' || position === 'after' || database.every((name) => name === 'replication')) return;
  if (type === 'local' || matchesNobody(plan, rule)) return;
  const networks = networksOf(address) ?? [];
  const isClosed = networks.length > 0 && networks.every((network) => closed.has(network));
  if (poolRule(rule) === undefined)
    report(
      'warning',
      place,
      say`PgBouncer has no words for this rule: whoever it refuses still comes in through the pool. Name the roles and databases, and a network or all.`,
    );
  else if (address !== 'all' && !isClosed && plan.hosts.some((host) => host.roles.includes('haproxy')))
    report(
      'warning',
      [...place, 'address'],
      say`Clients that come through HAProxy have the address of its host, so this rule refuses only those that connect to PostgreSQL or PgBouncer directly.`,
      rule.user.includes('all') ? [] : [fixOf(say`Refuse them from everywhere`, [[...place, 'address'], 'all'])],
    );
}
