import type { Fact, FactValues } from '../../../facts/fact.ts';
import { hardware } from '../../../facts/hardware.ts';
import { networkInterfaces } from '../../../facts/networkInterfaces.ts';
import { platform } from '../../../facts/platform.ts';
import { monitorRole, poolRole, replicationRole, rewindRole, superuserRole } from '../../../plan/clusterRoles.ts';
import { shellQuote } from '../../../shell/shellQuote.ts';
import type { DraftSsh } from '../importDraft.ts';
import { patroniReading } from './patroniReading.ts';
import { serviceFiles } from './serviceText.ts';

/** Roles that a deployment makes itself, here and in the tools that are imported from. */
const ownRoles = [superuserRole, replicationRole, rewindRole, poolRole, monitorRole, 'dbuser_monitor', 'dbuser_dba'];

const databasesSql = `select 'database', datname, pg_get_userbyid(datdba) from pg_database
where not datistemplate and datname <> 'postgres' order by oid`;
const usersSql = `select 'user', r.rolname, r.rolsuper, r.rolcreatedb, coalesce(string_agg(g.rolname, ',' order by g.rolname), '')
from pg_roles r left join pg_auth_members m on m.member = r.oid left join pg_roles g on g.oid = m.roleid
where r.rolcanlogin and r.rolname not in (${ownRoles.map((role) => `'${role}'`).join(', ')})
group by r.oid, r.rolname, r.rolsuper, r.rolcreatedb order by r.oid`;

/** A database or a login of the running cluster, as a plan file writes it. */
export interface SqlReading {
  readonly databases: readonly { readonly name: string; readonly owner: string }[];
  readonly users: readonly {
    readonly name: string;
    readonly superuser: boolean;
    readonly createdb: boolean;
    readonly memberOf: readonly string[];
  }[];
}

/** Asks PostgreSQL through its socket; empty where it does not run or does not let its own user in. */
const sqlReading: Fact<SqlReading> = {
  id: 'sql-reading',
  command: `socket=$(ls -d /var/run/postgresql/.s.PGSQL.* /run/postgresql/.s.PGSQL.* /tmp/.s.PGSQL.* 2>/dev/null | grep -E 'PGSQL\\.[0-9]+$' | head -n 1)
[ -n "$socket" ] || exit 0
PGCONNECT_TIMEOUT=5 runuser -u postgres -- psql -XAtqw -F '|' -h "\${socket%/*}" -p "\${socket##*.}" -d postgres -c ${shellQuote(databasesSql)} -c ${shellQuote(usersSql)} || true`,
  parse(output) {
    const rows = output.split('\n').map((line) => line.split('|'));
    return {
      databases: rows.flatMap(([kind, name = '', owner = '']) =>
        kind === 'database' && name !== '' ? [{ name, owner }] : [],
      ),
      users: rows.flatMap(([kind, name = '', superuser, createdb, groups = '']) =>
        kind === 'user' && name !== ''
          ? [
              {
                name,
                superuser: superuser === 't',
                createdb: createdb === 't',
                memberOf: groups === '' ? [] : groups.split(','),
              },
            ]
          : [],
      ),
    };
  },
};

const hostName: Fact<string> = {
  id: 'host-name',
  command: 'hostname -s 2>/dev/null || cat /etc/hostname',
  parse: (output) => output.trim().slice(0, 63),
};

/** Everything that is read of one host of a running cluster, in one round trip. Nothing is changed. */
export const clusterFacts = {
  hostName,
  platform,
  hardware,
  networkInterfaces,
  patroni: patroniReading,
  files: serviceFiles,
  sql: sqlReading,
};

/** One host of a running cluster. */
export interface HostReading {
  /** The address that it was reached at. */
  readonly address: string;
  readonly ssh: DraftSsh;
  readonly values: FactValues<typeof clusterFacts>;
}

/** Addresses of further hosts that a host's answers name: members, etcd members, and the upstream of a standby cluster. */
export function addressesIn({ values }: HostReading): readonly string[] {
  const { patroni } = values;
  if (patroni === undefined) return [];
  const standby = patroni.config?.standby_cluster;
  const upstream =
    typeof standby === 'object' && standby !== null && 'host' in standby ? String(standby.host).split(',') : [];
  return [
    ...(patroni.cluster?.members ?? []).map((member) => member.host ?? ''),
    ...etcdAddresses(patroni).map(({ address }) => address),
    ...upstream.map((host) => host.trim()),
  ].filter((address) => address !== '');
}

/** The etcd members that Patroni uses: what etcd says, else what Patroni's file says. */
export function etcdAddresses(patroni: NonNullable<HostReading['values']['patroni']>) {
  const members = patroni.etcd.flatMap(({ name, clientURLs, peerURLs }) => {
    const client = clientURLs.map(hostAndPort).find((url) => url !== undefined && !url.address.startsWith('127.'));
    const peer = peerURLs.map(hostAndPort).find((url) => url !== undefined);
    const found = client ?? peer;
    return found === undefined ? [] : [{ ...found, name, peerPort: peer?.port }];
  });
  if (members.length > 0) return members;
  return patroni.file.etcdHosts.flatMap((text) => {
    const found = hostAndPort(text);
    return found === undefined ? [] : [{ ...found, name: undefined, peerPort: undefined }];
  });
}

/** Takes `https://10.0.0.1:2379`, `[fd00::1]:2379` or `10.0.0.1:2379` apart. */
function hostAndPort(text: string): { readonly address: string; readonly port: number } | undefined {
  const match = /^(?:https?:\/\/)?(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})\/?$/.exec(text.trim());
  const address = match?.[1] ?? match?.[2];
  return address === undefined ? undefined : { address, port: Number(match?.[3]) };
}
