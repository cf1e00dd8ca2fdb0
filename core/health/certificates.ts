import { type Phrase, say } from '../wording/phrase.ts';
import type { Explained } from './trouble.ts';

/** A certificate of a host as its service reads it. */
export interface HostCertificate {
  readonly path: string;
  /** It signs others. */
  readonly authority?: boolean;
  /** ISO 8601. */
  readonly endsAt: string;
  /** Whole days until then; negative once it has ended. */
  readonly daysLeft: number;
}

/** A deployment renews certificates at half their life, more than a year earlier: below this somebody has to do something. */
export const warnBelowDays = 90;
const errorBelowDays = 14;

export interface CertificateAlert extends Explained {
  readonly severity: 'error' | 'warning';
  /** The hosts of the certificates that it is about. */
  readonly subject: string;
  /** Days until the first of them ends. */
  readonly value: number;
}

/** What is to be said of certificates that end soon: one alert for all of them; undefined when there are none. */
export function certificateAlert(
  certificates: readonly (HostCertificate & { readonly host: string })[],
): CertificateAlert | undefined {
  const soon = certificates.filter((one) => one.daysLeft < warnBelowDays);
  const [first] = [...soon].sort((a, b) => a.endsAt.localeCompare(b.endsAt));
  if (first === undefined) return undefined;
  return {
    severity: first.daysLeft < errorBelowDays ? 'error' : 'warning',
    subject: [...new Set(soon.map(({ host }) => host))].join(', '),
    value: first.daysLeft,
    why: endPhrase(first),
    next:
      first.authority === true
        ? say`Run quorate rotate PLAN certificates, or deploy: both renew an authority under its own key. Where that key is lost, run quorate rotate PLAN ca, which brings in another one beside it.`
        : say`Run quorate rotate PLAN certificates, or deploy: both renew them without a restart of PostgreSQL.`,
  };
}

function endPhrase({ path, host, endsAt, daysLeft }: HostCertificate & { readonly host: string }): Phrase {
  const date = endsAt.slice(0, 10);
  return daysLeft < 0
    ? say`${path} on ${host} has ended on ${date}: new connections with it are refused.`
    : say`${path} on ${host} ends on ${date}, in ${daysLeft} days: from then on new connections with it are refused.`;
}
