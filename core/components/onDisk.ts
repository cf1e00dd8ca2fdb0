import type { LeftoverPlaces } from '../facts/leftovers.ts';
import type { Host, Plan } from '../plan/plan.ts';
import type { Release } from '../plan/schema.ts';
import type { NeededPlace } from './component.ts';
import { components, componentsOn, type KnownComponent } from './components.ts';

/** System accounts that packages make: of the host's own components, and of those that every deployment has on some host. */
export function wantedAccounts(plan: Plan, host: Host): readonly string[] {
  return concerning(plan, host).flatMap(({ accounts = [] }) => accounts);
}

/** Directories of packages that hold data by default: see `Component`. */
export const componentHomes: readonly string[] = components.flatMap(({ home }) => home ?? []);

/** How earlier installations of the same components show. */
export function leftoverPlaces(plan: Plan, host: Host): LeftoverPlaces {
  const all = concerning(plan, host).flatMap(({ leftovers }) => leftovers ?? []);
  return {
    data: all.flatMap(({ data }) => data ?? []),
    configurations: all.flatMap(({ configurations = [] }) => configurations),
    exceptConfigurations: all.flatMap(({ exceptConfiguration }) => exceptConfiguration ?? []),
    units: all.flatMap(({ units = [] }) => units),
  };
}

/** Without what the plan did not choose: that is somebody else's. */
function concerning(plan: Plan, host: Host): readonly KnownComponent[] {
  return components.filter(({ choice, runsOn }) => choice === undefined || runsOn(plan, host));
}

/** What the services of a host need on its disks, when it runs a release. */
export function neededPlaces(plan: Plan, host: Host, release: Release): readonly NeededPlace[] {
  return componentsOn(plan, host).flatMap(({ places }) => places?.(plan, host, release) ?? []);
}
