import { z } from 'zod';
import { instanceSchema, isLeading, type PatroniRole, patroniRole, readCluster } from '../patroni/answers.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';
import { patroniProbe } from './patroniProbe.ts';

/** What the Patroni of a host says of itself and its cluster. */
export interface PatroniState {
  readonly name: string;
  readonly scope: string;
  readonly role: PatroniRole | 'other';
  /** PostgreSQL's state in Patroni's words, such as `running` or `creating replica`. */
  readonly state: string;
  readonly systemIdentifier: string | undefined;
  readonly pendingRestart: boolean;
  /** Every member that is in etcd now, in no order; undefined where it does not tell. One that is down goes after the time of its lease. */
  readonly members: readonly PatroniMember[] | undefined;
  /** Maintenance mode: Patroni neither starts, restarts nor promotes anything by itself. */
  readonly paused: boolean;
  /** The dynamic configuration in etcd; undefined while there is none. */
  readonly dynamicConfig: unknown;
  /** The port on which it answers, where that is not the one that was asked for. */
  readonly elsewhere?: number;
}

/** A member as the others see it. */
export interface PatroniMember {
  readonly name: string;
  readonly leads: boolean;
  /** Where its PostgreSQL is reached; empty when it does not tell. */
  readonly address: string;
  readonly timeline: number | undefined;
  /** Only where it holds: commits wait for it. */
  readonly synchronous?: true;
}

const answerSchema = z.object({
  patroni: instanceSchema.required({ patroni: true }),
  config: z.unknown(),
  cluster: z.unknown().optional(),
  elsewhere: z.number().int().min(1).max(65_535).optional(),
});

/**
 * Asks the Patroni of the host over its REST API: python3 is there because Patroni needs it. Undefined when Patroni does not run or does not answer.
 * @param url such as `https://10.0.0.1:8008`; where it does not answer there, it is asked on the port on which its process listens
 * @param authority path of the certificate authority, for TLS
 */
export function patroniState(url: string, authority: string | undefined): Fact<PatroniState | undefined> {
  return {
    id: 'patroni',
    command: `systemctl -q is-active patroni || exit 0
${patroniProbe(['show', url, authority ?? ''].map(shellQuote).join(' '))}
true`,
    parse(output) {
      let json: unknown;
      try {
        json = JSON.parse(output);
      } catch {
        return undefined;
      }
      const answer = answerSchema.safeParse(json);
      if (!answer.success) return undefined;
      const { patroni, config, elsewhere } = answer.data;
      const members = readCluster(answer.data.cluster)?.members;
      return {
        name: patroni.patroni.name,
        scope: patroni.patroni.scope,
        role: patroniRole(patroni.role ?? '') ?? 'other',
        state: patroni.state ?? '',
        systemIdentifier: patroni.database_system_identifier,
        pendingRestart: patroni.pending_restart,
        members:
          members === undefined
            ? undefined
            : [...members].map(([name, { role, address, timeline, synchronous }]) => ({
                name,
                leads: isLeading({ role }),
                address,
                timeline: timeline ?? undefined,
                ...(synchronous ? { synchronous } : {}),
              })),
        paused: patroni.pause,
        dynamicConfig: config ?? undefined,
        ...(elsewhere === undefined ? {} : { elsewhere }),
      };
    },
  };
}
