import { fenceScript, forgetScript, leadershipKeys } from '../../dr/scripts.ts';
import { type Cluster, etcdHosts, type Host, memberOn, type Plan } from '../../plan/plan.ts';
import type { Timing } from '../../timing/timing.ts';
import {
  apartSteps,
  listMembers,
  memberPlace,
  psql,
  type RunbookInput,
  rejoinSteps,
  sinceStep,
  subshell,
  waitUntil,
  waitUntilPrimary,
} from './commands.ts';
import type { Procedure, ProcedureStep } from './procedure.ts';

const unit = 'postgres-by-hand';
const backends = ['primary', 'default', 'replica', 'offline', 'readable'];

/**
 * The only etcd member is lost with its host: the other member is promoted without Patroni, which never promotes anybody without etcd.
 * HAProxy asks Patroni who leads, so it has to be told as well.
 */
export function promotionWithoutEtcd(input: RunbookInput, cluster: Cluster, { patroni }: Timing): readonly Procedure[] {
  const { plan } = input;
  const etcd = etcdHosts(plan, cluster);
  const [only] = etcd;
  if (only === undefined || etcd.length !== 1) return [];
  const lost = memberOn(plan, only.name);
  return cluster.members
    .filter((member) => member.host !== only.name && member.role !== 'offline')
    .map((member): Procedure => {
      const { dataDirectory, programs } = memberPlace(input, cluster, member);
      const { host } = member;
      const seconds = 3 * (patroni.ttlSeconds + patroni.loopWaitSeconds);
      return {
        id: 'two-node-promotion',
        variant: `${cluster.name}: ${host} survives`,
        title: `${only.name} is lost with the only etcd member: promote ${member.name} by hand, then take ${only.name} back`,
        when: `${only.name} is lost and does not come back soon. ${member.name} on ${host} goes on read-only.`,
        warnings: [
          `First be sure that ${only.name} is off, or cut off from clients. If it can still be reached, do its step "Keep ... out" now: coming back by itself it is a second primary.`,
          `What ${member.name} has not received is lost.`,
          'Until the last step there is no automatic failover.',
        ],
        steps: [
          {
            id: 'survivor',
            host,
            title: 'See what the survivor has',
            command: psql(
              plan,
              'select pg_is_in_recovery(), pg_last_wal_replay_lsn(), pg_last_xact_replay_timestamp()',
            ),
            expect:
              't, its position in the WAL, and the time of the last transaction that it has; f if it led until now.',
          },
          {
            id: 'without-patroni',
            host,
            title: 'Take PostgreSQL from Patroni: never promote below a running Patroni',
            command: subshell(fenceScript),
            expect: 'No output, and status 0: both are stopped.',
          },
          {
            id: 'start',
            host,
            title: 'Start PostgreSQL by itself, as a replica in any case',
            // A member that led until now was stopped as a primary: started as one, it would write on its old timeline, and nothing would tell
            // what it writes from now on apart from what the lost host may write when it comes back.
            command: `runuser -u postgres -- touch ${dataDirectory}/standby.signal && systemd-run -q --unit=${unit} --uid=postgres --property=KillMode=mixed --property=KillSignal=SIGINT --property=TimeoutStopSec=300 ${programs}/postgres -D ${dataDirectory} && ${waitUntil(120, `${psql(plan, 'select 1')} >/dev/null 2>&1`)}`,
            expect: `Status 0. It runs as the unit ${unit}, until it is stopped or the host boots.`,
          },
          {
            id: 'promote',
            host,
            title: `Promote ${member.name}`,
            command: `runuser -u postgres -- ${programs}/pg_ctl -D ${dataDirectory} -w -t 120 promote`,
            expect: '"server promoted".',
          },
          sinceStep(plan, member),
          {
            id: 'pin',
            host,
            title: `Let HAProxy on ${host} send everybody to ${host} without asking Patroni`,
            command: haproxySays(
              backends.flatMap((backend) => [
                `disable health ${backend}/${host}`,
                `set server ${backend}/${host} health up`,
              ]),
            ),
            expect: `Status 0. Clients write through ${host}, port ${plan.haproxy.ports.primary}, as before. A restart or reload of HAProxy forgets it: do this step again then.`,
          },
          {
            id: `keep-out/${only.name}`,
            host: only.name,
            title: `Keep ${only.name} out: do this before it gets its network back`,
            command: lost === undefined ? 'true' : subshell(fenceScript),
            expect:
              'Status 0: Patroni and PostgreSQL are stopped and do not start at the next boot. Then give the host its network back.',
          },
          ...(lost === undefined || lost.cluster !== cluster ? [] : apartSteps(lost.member)),
          {
            id: 'etcd',
            host: only.name,
            title: 'Start etcd',
            command: 'systemctl start etcd',
            expect: 'No output.',
          },
          forgetStep(plan, only, cluster.name),
          {
            id: 'patroni',
            host,
            title: `Give ${member.name} back to Patroni: writes stop until it leads`,
            command: `systemctl stop ${unit} && systemctl enable -q --now patroni && ${waitUntilPrimary(plan, seconds)}`,
            expect: `Status 0 after some seconds: ${member.name} leads.`,
          },
          {
            id: 'unpin',
            host,
            title: 'Let HAProxy ask Patroni again',
            command: haproxySays(backends.map((backend) => `enable health ${backend}/${host}`)),
            expect: 'Status 0.',
          },
          ...(lost === undefined || lost.cluster !== cluster ? [] : rejoinSteps(plan, lost)),
          {
            id: 'members',
            host,
            title: 'See that all is well',
            command: `${listMembers} ${cluster.name}`,
            expect: `${member.name} is the Leader, the other one a Replica that streams.`,
          },
        ],
      };
    });
}

/** A member that has etcd to itself leads alone, and notes things that speak against the other one. */
function forgetStep(plan: Plan, etcd: Host, clusterName: string): ProcedureStep {
  return {
    id: 'forget',
    host: etcd.name,
    title: `Take out of etcd what ${etcd.name} may have noted while it was alone`,
    command: forgetScript(plan, etcd, clusterName),
    expect: `${leadershipKeys.length} lines with 0 or 1 each: how many keys went.`,
  };
}

/** Speaks to HAProxy through its socket with python3, which Patroni brings: socat may not be there. An answer means that it did not do it. */
function haproxySays(commands: readonly string[]): string {
  return `python3 - <<'END'
import socket, sys
for command in """
${commands.join('\n')}
""".strip().splitlines():
    with socket.socket(socket.AF_UNIX) as haproxy:
        haproxy.connect('${haproxySocket}')
        haproxy.sendall((command + '\\n').encode())
        answer = haproxy.recv(4096).decode().strip()
    if answer:
        sys.exit(command + ': ' + answer)
END`;
}

const haproxySocket = '/run/haproxy/admin.sock';
