import { cidrContains, isLoopback, parseAddress, parseCidr } from '../plan/names.ts';
import type { Plan } from '../plan/plan.ts';
import { writtenPostgres } from '../plan/postgresOf.ts';
import { quoted } from '../plan/problem.ts';
import { listOf, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** Networks of organisations: RFC 1918 and RFC 4193. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fd00::/8'];

/** Only those who have to reach the databases. */
export const clientsOpen = defineRule(
  {
    id: 'clients-open',
    title: 'Clients come from known networks',
    reference: 'PostgreSQL documentation 21.1, HAProxy tcp-request connection, PgBouncer auth_hba_file',
  },
  (plan, report) => {
    for (const { postgres, path: place } of writtenPostgres(plan)) {
      const path = [...place, 'clients'];
      const clients = postgres.clients ?? [];
      const open = clients.filter((client) => parseCidr(client)?.prefix === 0);
      const near = nearNetworks(plan);
      if (open.length > 0)
        report(
          'warning',
          path,
          say`Every address may try to log in (${listOf(open, 'comma')}): name the networks of the clients.`,
          near.length === 0 ? [] : [fixOf(say`Only the networks of the hosts: ${listOf(near, 'comma')}`, [path, near])],
        );
      for (const [index, client] of clients.entries())
        if (parseAddress(client)?.kind === 'name' && !isLoopback(client))
          report(
            'warning',
            [...path, index],
            say`${quoted(client)} is a name, and HAProxy and PgBouncer compare addresses: clients from there reach PostgreSQL's own port alone. Write their network.`,
          );
    }
  },
);

/** The private networks that hosts are in, and the addresses of the hosts that are in none. */
function nearNetworks(plan: Plan): readonly string[] {
  const found = plan.hosts.flatMap(({ address }) => {
    const parsed = parseAddress(address);
    if (parsed === undefined || parsed.kind === 'name') return [];
    const { canonical, kind } = parsed;
    const around = privateNetworks.find((network) => {
      const cidr = parseCidr(network);
      return cidr !== undefined && cidrContains(cidr, canonical);
    });
    return [around ?? `${canonical}/${kind === 'ipv6' ? 128 : 32}`];
  });
  return [...new Set(found)];
}
