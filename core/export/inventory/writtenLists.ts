import type { Plan } from '../../plan/plan.ts';

/** Parts of a cluster's `postgres` that an inventory says in its own way. */
export const writtenKeys = ['version', 'template', 'users', 'databases', 'parameters', 'rules'] as const;
export type WrittenKey = (typeof writtenKeys)[number];

/** The variables that say a part, with their values. */
export type WrittenValues = Readonly<Record<WrittenKey, readonly unknown[]>>;

/**
 * Marks of what an inventory says of each cluster. An import that finds the marks of the hints again takes the plan's own values, which the
 * inventory cannot all carry; where somebody changed it, it is read like any other.
 */
export function writtenMarks(
  plan: Plan,
  valuesOf: (cluster: Plan['clusters'][number]) => WrittenValues,
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    plan.clusters
      .filter(({ standbyOf }) => standbyOf === undefined)
      .map((cluster) => {
        const values = valuesOf(cluster);
        return [cluster.name, Object.fromEntries(writtenKeys.map((key) => [key, markOf(values[key])]))];
      }),
  );
}

/** A mark of values: equal for equal values, whatever passwords they hold. Nothing is kept safe by it. */
export function markOf(values: readonly unknown[]): string {
  const text = JSON.stringify(values, (key, value) => (key === 'password' ? undefined : value)) ?? '';
  // FNV-1a over UTF-16 code units, in two lanes of 32 bits.
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ (low >>> 16), 0x01000193);
  }
  return [high, low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
