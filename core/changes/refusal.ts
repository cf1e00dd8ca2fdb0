import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import type { ChangeId } from './change.ts';

/** Something on a host that a deployment must not touch, or cannot work with. */
export interface Refusal {
  readonly host: string;
  readonly code:
    | 'foreign-project'
    | 'taken-over'
    | 'deployed-elsewhere'
    | 'data-directory-not-empty'
    | 'foreign-service'
    | 'port-taken'
    | 'wrong-release'
    | 'wrong-bundle'
    | 'packages'
    | 'not-root'
    | 'other-region-leads'
    | 'database-differs'
    | 'no-systemd'
    | 'left-behind'
    | 'left-out-quorum'
    | 'left-out-leads'
    | 'left-out-has-data'
    | 'left-out-forms'
    | 'cluster-paused'
    | 'check-failed'
    | 'major-upgrade'
    | 'adoption'
    | ChangeId;
  /** The check of hosts that failed, which may be accepted by this name; absent where nothing can be accepted. */
  readonly check?: string;
  /** What was found and what to do. */
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
  /** The message without the host's name, for where that stands beside it. */
  readonly what?: Phrase;
}

/** A refusal with its message in English. @param what was found and what to do, of this host */
export function refusal(host: string, code: Refusal['code'], what: Phrase): Refusal {
  const said = say`${host}: ${what}`;
  return { host, code, message: phraseText(said), said, what };
}
