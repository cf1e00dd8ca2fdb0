import { readHaproxyStats } from '../../../core/health/haproxyStats.ts';
import { assembleStatus } from '../../../core/health/status.ts';
import type { HostStatus, Service, StatusDocument } from '../../../core/health/statusDocument.ts';
import type { TroubleId } from '../../../core/health/trouble.ts';
import { readCluster, readInstance } from '../../../core/patroni/answers.ts';
import { type Host, memberOn, type Plan } from '../../../core/plan/plan.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import { authoritySecret } from '../../../core/render/secretNames.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { probeServices } from '../probe/probeServices.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { troubleOf, troubleOnTheWay } from '../ssh/troubleOf.ts';
import { askCertificates } from './askCertificates.ts';
import { askHolds } from './askHolds.ts';
import { askHttp, type TlsMaterial } from './askHttp.ts';
import { askServices } from './askServices.ts';
import { etcdStatus } from './etcdStatus.ts';
import { patroniOf } from './patroniOf.ts';

/**
 * Asks Patroni, etcd and HAProxy of every host, in parallel and through SSH, and puts the answers together. What does not answer is
 * shown as such: this never throws for a host in trouble.
 * @param options `probe`: also try the services as clients use them, which writes a row through each that takes writes; `upkeep`: certificates,
 * holds and services that tell nothing by themselves too, by default; not for who asks again and again who leads
 */
export async function readStatus(
  plan: Plan,
  hosts: PlanHosts,
  secrets: SecretStore,
  options: { readonly probe?: boolean; readonly upkeep?: boolean } = {},
): Promise<StatusDocument> {
  const tls = plan.security.tls ? operatorTls(secrets) : undefined;
  const targets = new Map(hosts.targets.map((target) => [target.name, target]));
  const outcomes = await hosts.pool.all(hosts.targets, async (session, target): Promise<HostStatus> => {
    const host = plan.hosts.find((one) => one.name === target.name);
    if (host === undefined) return { host: target.name };
    const answers = await askHost(plan, host, session, tls, secrets);
    if (options.upkeep === false) return answers;
    // Not meanwhile: the services are asked for seconds only, and what these start on a busy host makes it busier.
    const [certificates, loose, silent] = await Promise.all([
      askCertificates(plan, host, session),
      askHolds(plan, host, session),
      askServices(plan, host, session),
    ]);
    return { ...answers, certificates, loose, silent };
  });
  // Not meanwhile: a connection carries a few conversations at a time, and the questions above do not wait long.
  const probed = options.probe === true ? await probeServices({ plan, secrets, pool: hosts.pool, targets }) : undefined;
  return assembleStatus(
    plan,
    outcomes.map((outcome) =>
      outcome.ok
        ? outcome.value
        : {
            host: outcome.host,
            unreachable: outcome.error.message,
            trouble: troubleOnTheWay(outcome.error, hosts.target(outcome.host)),
          },
    ),
    probed,
  );
}

/** The operator's own certificate, made with the project's authority at the first deployment; undefined before it. */
export function operatorTls(secrets: SecretStore): TlsMaterial | undefined {
  const [ca, cert, key] = [authoritySecret, 'tls/operator.crt', 'tls/operator.key'].map((name) =>
    secrets.get(name)?.reveal(),
  );
  return ca === undefined || cert === undefined || key === undefined ? undefined : { ca, cert, key };
}

/** Asks one host for everything that it runs, at the same time. What does not answer is undefined. @throws SshError when the connection is lost */
export async function askHost(
  plan: Plan,
  host: Host,
  session: HostSession,
  tls: TlsMaterial | undefined,
  secrets: SecretStore,
): Promise<HostStatus> {
  const address = addressOnHost(host.address);
  const isMember = memberOn(plan, host.name) !== undefined;
  const patroni = patroniOf(plan, host, session, tls);
  const troubles: Partial<Record<Service, TroubleId>> = {};
  /** No answer is an answer here: the service is down, and the document says so. */
  const answered = <T>(service: Service, question: Promise<T>): Promise<T | undefined> =>
    question.catch((error: unknown) => {
      troubles[service] = troubleOf(error);
      return undefined;
    });
  const [cluster, instance, etcd, haproxy] = await Promise.all([
    isMember ? answered('patroni', patroni('/cluster')) : undefined,
    isMember ? answered('patroni', patroni('/patroni')) : undefined,
    host.roles.includes('etcd') ? answered('etcd', etcdStatus(session, address, plan.etcd.clientPort, tls)) : undefined,
    host.roles.includes('haproxy')
      ? answered('haproxy', haproxyStats(plan, address, session, tls, secrets))
      : undefined,
  ]);
  session.throwIfLost();
  return {
    host: host.name,
    cluster: cluster === undefined ? undefined : readCluster(cluster),
    instance: instance === undefined ? undefined : readInstance(instance),
    etcd,
    haproxy: haproxy === undefined ? undefined : readHaproxyStats(haproxy),
    troubles,
  };
}

async function haproxyStats(
  plan: Plan,
  address: string,
  session: HostSession,
  tls: TlsMaterial | undefined,
  secrets: SecretStore,
): Promise<string> {
  const password = secrets.get('haproxy/stats')?.reveal();
  const { status, body } = await askHttp(session, {
    address,
    port: plan.haproxy.ports.stats,
    path: '/;csv',
    tls,
    ...(password === undefined ? {} : { auth: `quorate:${password}` }),
  });
  if (status !== 200) throw new Error(`HAProxy's statistics answered with status ${status}`);
  return body;
}
