import { type Host, memberOn, type Plan } from '../plan/plan.ts';
import { extraPackages } from '../plan/postgresOf.ts';
import type { Release } from '../plan/schema.ts';
import type { Component } from './component.ts';
import { componentsOn } from './components.ts';
import { hostMajor } from './hostMajor.ts';

/** The packages of a host: those of its components in the plan's major version, and on members those that the plan names. */
export function hostPackages(plan: Plan, host: Host, release: Release): readonly string[] {
  const major = hostMajor(plan, host, release);
  const extra = memberOn(plan, host.name) === undefined ? [] : extraPackages(plan, major);
  return [...new Set([...packagesOf(componentsOn(plan, host), major), ...extra])];
}

/** The packages of some components, sorted, each once. @param major of PostgreSQL */
export function packagesOf(components: readonly Component[], major: number): readonly string[] {
  return [...new Set(components.flatMap((component) => component.packages(major)))].sort();
}
