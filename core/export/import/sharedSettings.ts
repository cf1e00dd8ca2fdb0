import type { DraftCluster } from './importDraft.ts';

type Settings = Readonly<Record<string, unknown>>;

interface SharedSettings {
  /** For the plan's own `postgres`. */
  readonly common: Settings;
  /** For each cluster's own, in their order. */
  readonly own: readonly Settings[];
}

/**
 * What all clusters have alike is the plan's, the rest is each cluster's own. Standby clusters have the databases, users and rules of their
 * upstream, whatever they say.
 */
export function sharedSettings(clusters: readonly DraftCluster[]): SharedSettings {
  const deciding = clusters.filter(({ upstream }) => upstream === undefined);
  const judged = deciding.length === 0 ? clusters : deciding;
  const keys = [...new Set(clusters.flatMap(({ postgres }) => Object.keys(postgres ?? {})))];
  const alike = keys.filter((key) => {
    const values = judged.map(({ postgres }) => JSON.stringify(postgres?.[key]));
    return values.every((value) => value !== undefined && value === values[0]);
  });
  return {
    common: Object.fromEntries(alike.map((key) => [key, judged[0]?.postgres?.[key]])),
    own: clusters.map(({ postgres = {}, upstream }) =>
      upstream !== undefined && judged === deciding
        ? {}
        : Object.fromEntries(Object.entries(postgres).filter(([key]) => !alike.includes(key))),
    ),
  };
}
