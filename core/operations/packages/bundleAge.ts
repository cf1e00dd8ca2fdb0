import { type Phrase, say } from '../../wording/phrase.ts';
import type { BundleManifest } from './bundleManifest.ts';

/** Older bundles lack a year of security fixes: Debian makes a point release every two to three months. */
const maxDays = 365;
const millisecondsPerDay = 86_400_000;

/** What to say of a bundle that is too old to be installed, judged by when it was built; undefined for one that is not. */
export function ageProblem(manifest: Pick<BundleManifest, 'createdAt' | 'release'>, now: number): Phrase | undefined {
  const days = Math.floor((now - Date.parse(manifest.createdAt)) / millisecondsPerDay);
  if (days <= maxDays) return undefined;
  return say`the bundle for ${manifest.release} was built ${days} days ago (${manifest.createdAt.slice(0, 10)}), and bundles older than ${maxDays} days are too old to install: build it again with quorate bundle build, which takes over what has not changed`;
}
