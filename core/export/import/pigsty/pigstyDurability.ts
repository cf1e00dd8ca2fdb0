import { say } from '../../../wording/phrase.ts';
import { isMapping } from '../ansible/inventory.ts';
import { type ImportDraft, set } from '../importDraft.ts';
import type { Target } from '../target.ts';
import type { PigstyCluster } from './pigstyClusters.ts';
import type { PigstyVersion } from './pigstyVersion.ts';

/** What Pigsty has for pg_rpo. */
const usualBytes = 1024 ** 2;
const target: Target = ['objectives', 'rpo'];

/**
 * Whether commits wait for a standby: in Pigsty where pg_rpo is 0, and with the template crit.yml whatever that says. A plan has one answer
 * for all its clusters: if one of them loses nothing, none does.
 */
export function readDurability(draft: ImportDraft, clusters: readonly PigstyCluster[], version: PigstyVersion): void {
  const read = clusters.map((cluster) => {
    const item = cluster.subject.read('pg_rpo');
    const critical =
      String(cluster.subject.read('pg_conf')?.value ?? '').startsWith('crit') &&
      !exportedAsCritical(draft, cluster.name);
    const bytes = item?.asNumber();
    return { cluster, item, critical, bytes: bytes ?? usualBytes, synchronous: critical || bytes === 0 };
  });
  const waiting = read.filter((one) => one.synchronous);
  draft.rpoBytes = waiting.length > 0 ? 0 : read[0]?.bytes;
  for (const { item, bytes, synchronous } of read) {
    if (item === undefined) continue;
    if (item.asNumber() === undefined) item.ignored(say`is not a number`);
    else if (bytes === draft.rpoBytes) item.understood(target);
    else if (synchronous) item.defaulted(say`crit.yml replicates synchronously whatever this says: rpo is 0`, target);
    else if (waiting.length > 0)
      item.defaulted(say`another cluster replicates synchronously, and a plan has one rpo: it is 0 here too`, target);
    else item.ignored(say`a plan has one rpo, that of its first cluster`);
  }
  if (waiting.length === 0) return;
  for (const { cluster, critical, synchronous } of read) {
    const conf = cluster.subject.read('pg_conf');
    if (critical) conf?.understood(target, say`crit.yml replicates synchronously: rpo is 0`);
    else if (!synchronous)
      conf?.defaulted(
        say`replicates asynchronously in Pigsty; a plan has one rpo, and it is 0 because of ${waiting[0]?.cluster.name ?? ''}`,
        target,
      );
  }
  // Our own export says itself whether it is strict, as far as it is not what Pigsty does.
  if (Object.keys(draft.hints).length > 0) return;
  // With one member alone, a strict cluster would never accept a write.
  const strict = version.strict && read.every((one) => one.critical && one.cluster.hosts.length > 1);
  set(draft, 'patroni', 'synchronous', { strict });
}

/** Our own export writes crit.yml for the template alone, and says beside it what rpo is. */
function exportedAsCritical({ hints }: ImportDraft, cluster: string): boolean {
  const of = (value: unknown, key: string) => (isMapping(value) ? value[key] : undefined);
  return (of(of(hints.clusters, cluster), 'template') ?? of(hints.postgres, 'template')) === 'crit';
}
