import type { HostFacts } from '../facts/deploymentFacts.ts';
import { bundleFor, type PackageSource } from '../render/desiredHost.ts';

/**
 * The version of a package that a host has, or will have after the installation: what apt found there, or what the bundle holds.
 * @returns the upstream part (Debian policy 5.6.12), such as 4.0.7 of 4.0.7-1; undefined when nobody can know it yet
 */
export function plannedVersion(name: string, facts: HostFacts, source: PackageSource): string | undefined {
  const version =
    facts.packages.versions.get(name) ??
    facts.offers?.installs.get(name) ??
    bundleFor(source, facts.platform)?.packages.get(name);
  return version === undefined ? undefined : upstreamVersion(version);
}

/** The upstream part of a package's version (Debian policy 5.6.12), without what a distribution added to it: 4.0.7 of 4.0.7-1. */
export function upstreamVersion(version: string): string {
  return version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/[+~].*$/, '');
}
