/** Processes that can fail by themselves while their host goes on. They stay down: what restarts them is told in the outcome. */
export const failureProcesses = ['postgres', 'patroni', 'etcd', 'haproxy', 'pgbouncer', 'keepalived'] as const;
export type FailureProcess = (typeof failureProcesses)[number];

/** One thing that fails. All failures of a simulation happen at the same moment, to a healthy cluster. */
export type Failure =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'site'; readonly site: string }
  | { readonly kind: 'process'; readonly host: string; readonly process: FailureProcess }
  /** The host reaches no etcd member any more, not even its own; everything else on it goes on. */
  | { readonly kind: 'dcs'; readonly host: string }
  /** A cut connection between two hosts, two sites, or a host and a site. `from` to `to` only when `oneWay`. */
  | { readonly kind: 'link'; readonly from: string; readonly to: string; readonly oneWay?: boolean | undefined };

/** A failure as it is written on the command line; `parseFailure` reads it back. */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'host':
      return `host=${failure.host}`;
    case 'site':
      return `site=${failure.site}`;
    case 'dcs':
      return `dcs=${failure.host}`;
    case 'process':
      return `${failure.process}@${failure.host}`;
    case 'link':
      return `link=${failure.from}${failure.oneWay === true ? '>' : '/'}${failure.to}`;
  }
}
