import type { LeftoverPlaces } from '../facts/leftovers.ts';
import type { Host, Plan } from '../plan/plan.ts';
import type { Release } from '../plan/schema.ts';
import type { NeededPlace } from './component.ts';
import { components, componentsOn } from './components.ts';

/** System accounts that the packages of the components make. */
export const componentAccounts: readonly string[] = components.flatMap(({ accounts = [] }) => accounts);

/** Directories of packages that hold data by default: see `Component`. */
export const componentHomes: readonly string[] = components.flatMap(({ home }) => home ?? []);

/** How earlier installations of the components show. */
export const componentLeftovers: LeftoverPlaces = {
  data: components.flatMap(({ leftovers }) => leftovers?.data ?? []),
  configurations: components.flatMap(({ leftovers }) => leftovers?.configurations ?? []),
  exceptConfigurations: components.flatMap(({ leftovers }) => leftovers?.exceptConfiguration ?? []),
  units: components.flatMap(({ leftovers }) => leftovers?.units ?? []),
};

/** What the services of a host need on its disks, when it runs a release. */
export function neededPlaces(plan: Plan, host: Host, release: Release): readonly NeededPlace[] {
  return componentsOn(plan, host).flatMap(({ places }) => places?.(plan, host, release) ?? []);
}
