import type { Release } from '../plan/schema.ts';

/** What the files of a host depend on beyond the plan. */
export interface HostEnvironment {
  readonly release: Release;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Size of the disk that holds the WAL. */
  readonly diskBytes: number;
  /** A container, whose kernel is its machine's: it has no settings of its own. */
  readonly sharesKernel?: boolean | undefined;
}

/** Of a host that nobody has measured: what files and exports are sized for unless they are told. */
export const assumedHost = { cores: 4, memoryBytes: 16 * 1024 ** 3, diskBytes: 500 * 1024 ** 3 } as const;

/** One file of a component. Content may hold `{{secret:NAME}}` placeholders. */
export interface ComponentFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** What the component's service needs when this file has changed on a running host. */
  readonly onChange: 'restart' | 'reload' | 'none';
}

/** One file of one host, with the id of the component that it belongs to. */
export interface RenderedFile extends ComponentFile {
  readonly component: string;
}

/** Text of the files in templates/, by file name: read by a service, since core does no I/O. */
export type Templates = Readonly<Record<string, string>>;
