import { Etcd3 } from 'etcd3';
import type { HostStatus } from '../../../core/health/statusDocument.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { TlsMaterial } from './askHttp.ts';

/** Longer than for a question by HTTP: gRPC has TLS and its own greeting to exchange before the question leaves. */
const timeoutMilliseconds = 8000;

/**
 * Asks one etcd member for its own state, through the host's SSH connection.
 * @throws Error when the member does not answer in time; SshError when its port refuses
 */
export async function etcdStatus(
  session: HostSession,
  address: string,
  port: number,
  tls: TlsMaterial | undefined,
): Promise<NonNullable<HostStatus['etcd']>> {
  const listener = await session.listenLocal(address, port);
  const client = new Etcd3({
    hosts: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${listener.port}`,
    dialTimeout: timeoutMilliseconds,
    // The member is reached through a forwarded port; its certificate names localhost, and TLS has no server name for an address.
    grpcOptions: { 'grpc.ssl_target_name_override': 'localhost' },
    defaultCallOptions: () => ({ deadline: Date.now() + timeoutMilliseconds }),
    ...(tls === undefined
      ? {}
      : {
          credentials: {
            rootCertificate: Buffer.from(tls.ca),
            certChain: Buffer.from(tls.cert),
            privateKey: Buffer.from(tls.key),
          },
        }),
  });
  try {
    const status = await bounded(client.maintenance.status(), address);
    return {
      leader: status.leader === status.header.member_id && status.leader !== '0',
      version: status.version,
      errors: [],
      clusterId: status.header.cluster_id,
    };
  } catch (error) {
    // The client says of every failure that there is no connection; whether the port refuses is told here.
    (await session.forward(address, port)).destroy();
    throw error;
  } finally {
    client.close();
    await listener.close();
  }
}

/** etcd3 may leave a call unsettled, so that the deadline alone is not enough. */
async function bounded<T>(call: Promise<T>, address: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`etcd at ${address} did not answer in time`)), timeoutMilliseconds + 500);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
