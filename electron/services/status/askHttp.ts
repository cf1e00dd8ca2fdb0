import { request as httpRequest } from 'node:http';
import { connect as tlsConnect } from 'node:tls';
import type { HostSession } from '../ssh/hostSession.ts';

/** Certificates for a service that speaks TLS; undefined for plain text. */
export interface TlsMaterial {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface Question {
  readonly address: string;
  readonly port: number;
  readonly path: string;
  readonly tls: TlsMaterial | undefined;
  /** `user:password` for basic authentication. */
  readonly auth?: string;
}

const maxBytes = 4 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Asks an HTTP service of a host (GET) through its SSH connection; with TLS its certificate is verified for the address.
 * @throws Error when nothing answers, in time and in bounds; SshError when the connection itself is lost
 */
export async function askHttp(session: HostSession, question: Question): Promise<HttpAnswer> {
  const stream = await session.forward(question.address, question.port);
  const socket =
    question.tls === undefined ? stream : tlsConnect({ socket: stream, host: question.address, ...question.tls });
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${question.address}:${question.port} did not answer in time`)),
        5000,
      );
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      socket.on('error', fail);
      const asked = httpRequest(
        {
          host: question.address,
          port: question.port,
          path: question.path,
          createConnection: () => socket,
          headers: {
            connection: 'close',
            ...(question.auth === undefined
              ? {}
              : { authorization: `Basic ${Buffer.from(question.auth).toString('base64')}` }),
          },
        },
        (answer) => {
          let answered = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => {
            answered += chunk;
            if (answered.length > maxBytes)
              fail(new Error(`${question.address}:${question.port} answered more than ${maxBytes} bytes`));
          });
          answer.on('error', fail);
          answer.on('end', () => {
            clearTimeout(timer);
            resolve({ status: answer.statusCode ?? 0, body: answered });
          });
        },
      );
      asked.on('error', fail);
      asked.end();
    });
  } finally {
    socket.destroy();
    stream.destroy();
  }
}

/** As `askHttp`, for JSON. @throws Error also when the body is not JSON */
export async function askJson(session: HostSession, question: Question): Promise<unknown> {
  const { body } = await askHttp(session, question);
  return JSON.parse(body) as unknown;
}
