import type { HostFacts } from '../facts/deploymentFacts.ts';
import { changedFiles, type FileTools } from '../operations/writeFiles.ts';
import type { Component } from '../render/renderedFile.ts';
import type { DesiredHost } from './desiredHost.ts';

/** A host with what it is to be and what it is. */
export interface HostWork {
  readonly desired: DesiredHost;
  readonly facts: HostFacts;
}

/** What a running service still lacks: the strongest of what its files ask for that differ from those it started with. */
export function pendingChange(
  { desired, facts }: HostWork,
  component: Component,
  tools: FileTools,
): 'restart' | 'reload' | undefined {
  const files = desired.files.filter((file) => file.component === component);
  const running = facts.state.applied.get(component);
  const stale = files.filter((file) => running?.get(file.path) !== tools.digest(file.content));
  // Owner and mode of a file may be wrong too, which its checksum does not tell.
  const asked = [...stale, ...changedFiles(files, facts, tools)].map((file) => file.onChange);
  if (asked.includes('restart')) return 'restart';
  return asked.includes('reload') ? 'reload' : undefined;
}

/** Paths of the files of one component. */
export function pathsOf({ desired }: HostWork, component: Component): readonly string[] {
  return desired.files.filter((file) => file.component === component).map((file) => file.path);
}

/** Whether a unit runs and will run again after a boot. */
export function isUp({ facts }: HostWork, unit: string): boolean {
  const state = facts.units.get(unit);
  return state?.enabled === true && (state.active === 'active' || state.active === 'activating');
}
