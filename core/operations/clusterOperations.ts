import type { DesiredCluster, DesiredMember } from '../render/desiredHost.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths } from '../systems/debian/paths.ts';
import { listOf, phraseText, say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';

/** The schema whose comment holds the checksum of the SQL that was applied last; see the fact about SQL. */
const markedSchema = 'quorate';

/** Makes roles, databases and lookup functions on the leader. The SQL travels as files: it holds passwords. */
export function applySql(host: string, member: DesiredMember, cluster: DesiredCluster, checksum: string): Operation {
  const psql = psqlOf(member);
  return plainOperation({
    id: `${host}/sql/${cluster.cluster.name}`,
    host,
    title: say`Make the roles and databases of ${cluster.cluster.name}`,
    files: cluster.sql.map((sql, index) => ({
      path: `${index + 1}.sql`,
      content: sql,
      mode: 0o600,
      owner: 'root',
      group: 'root',
    })),
    // psql shows the statement that failed, which may hold a password: only the line that says why is kept.
    apply: `${cluster.sql.map((_, index) => `${psql} <"$INPUT/${index}" 2>&1 >/dev/null | { grep -E '^psql|ERROR|FATAL' || true; }`).join('\n')}
${psql} -c ${shellQuote(`comment on schema ${markedSchema} is '${checksum}'`)}`,
    verify: `[ "$(${psql} -c ${shellQuote(readMark)})" = ${checksum} ]`,
    weight: 0.5,
    journals: ['patroni'],
  });
}

const readMark = `select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = '${markedSchema}'`;

function psqlOf({ sockets, port }: DesiredMember): string {
  return `${superuserPsql(sockets, port)} -d postgres`;
}

/** psql as the superuser, through the socket, which ends at the first error; without its database. */
export function superuserPsql(sockets: string, port: number): string {
  return `runuser -u postgres -- psql -XqAt -v ON_ERROR_STOP=1 -h ${shellQuote(sockets)} -p ${port}`;
}

/** Waits until the SQL that was applied on the leader has arrived at a member: passwords among it are good there from then on. */
export function awaitSql(host: string, member: DesiredMember, checksum: string): Operation {
  return plainOperation({
    id: `${host}/patroni/passwords`,
    host,
    title: say`Wait until ${member.member.name} has the new passwords from its leader`,
    apply: `arrived() { [ "$(${psqlOf(member)} -c ${shellQuote(readMark)})" = ${checksum} ]; }
wait_for 120 'the new passwords to arrive' arrived`,
    verify: 'true',
    weight: 0.3,
    journals: ['patroni'],
  });
}

/** Changes the dynamic configuration of a running cluster. */
export function patchDynamicConfig(
  host: string,
  cluster: DesiredCluster,
  patch: Readonly<Record<string, unknown>>,
): Operation {
  const text = `${JSON.stringify(patch, undefined, 2)}\n`;
  const what = say`dynamic configuration of ${cluster.cluster.name} (changes)`;
  return plainOperation({
    id: `${host}/config/${cluster.cluster.name}`,
    host,
    title: say`Change the dynamic configuration of ${cluster.cluster.name}: ${listOf(Object.keys(patch), 'comma')}`,
    files: [{ path: 'dynamic-config.json', content: text, mode: 0o600, owner: 'root', group: 'root' }],
    apply: `patronictl -c ${paths.patroniConfig} edit-config --force --apply "$INPUT/0" ${shellQuote(cluster.cluster.name)}`,
    verify: 'true',
    diffs: [{ path: phraseText(what), before: undefined, after: text, said: what }],
    weight: 1,
    journals: ['patroni'],
  });
}

/**
 * The part of a desired configuration that a current one lacks or has otherwise; undefined when nothing is missing.
 * What the current one has beyond it is left alone: others may have put it there.
 */
export function missingConfig(desired: object, current: unknown): Readonly<Record<string, unknown>> | undefined {
  const have = isRecord(current) ? current : {};
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(desired)) {
    if (isRecord(value)) {
      const inner = missingConfig(value, have[key]);
      if (inner !== undefined) patch[key] = inner;
    } else if (!sameValue(value, have[key])) patch[key] = value;
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
