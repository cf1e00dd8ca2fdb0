import { X509Certificate } from 'node:crypto';
import { certificatePaths } from '../../../core/components/certificates.ts';
import { certificateFiles } from '../../../core/facts/certificateFiles.ts';
import type { HostCertificate } from '../../../core/health/certificates.ts';
import type { Host, Plan } from '../../../core/plan/plan.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { HostSession } from '../ssh/hostSession.ts';

const dayMilliseconds = 86_400_000;

/**
 * Reads when the certificates of a host end, from the files that its services read: what the operator has made may not have arrived there.
 * @returns none for a plan without TLS, and for files that cannot be read
 * @throws SshError when the connection is lost
 */
export async function askCertificates(
  plan: Plan,
  host: Host,
  session: HostSession,
  now: () => Date = () => new Date(),
): Promise<readonly HostCertificate[]> {
  if (!plan.security.tls) return [];
  const facts = { files: certificateFiles(certificatePaths(plan, host)) };
  const { files } = (await gatherFacts(session, facts, { timeoutSeconds: 20 })).values;
  return files.flatMap(({ path, certificates }) =>
    certificates.flatMap((pem): HostCertificate[] => {
      const certificate = readable(pem);
      if (certificate === undefined) return [];
      const ends = new Date(certificate.validTo);
      if (Number.isNaN(ends.getTime())) return [];
      const daysLeft = Math.floor((ends.getTime() - now().getTime()) / dayMilliseconds);
      return [{ path, endsAt: ends.toISOString(), daysLeft, ...(certificate.ca ? { authority: true } : {}) }];
    }),
  );
}

/** Undefined for what is no certificate: it comes from a host. */
function readable(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
