import { standbySettings } from '../facts/sqlState.ts';
import type { MemberWork } from './hostWork.ts';

/** Whether Patroni says that the member's PostgreSQL has to be restarted. */
export function isPending({ facts }: MemberWork): boolean {
  return facts.patroni?.pendingRestart === true;
}

/**
 * Whether the member works with the dynamic configuration that etcd holds: what it says of pending restarts is true only then. A member that has
 * never written down what it works with made its first start with it.
 */
export function hasRead(member: MemberWork): boolean {
  const { patroni, appliedConfig } = member.facts;
  if (patroni?.dynamicConfig === undefined) return true;
  if (appliedConfig !== undefined && !sameJson(appliedConfig, patroni.dynamicConfig)) return false;
  return isPending(member) || changes(member).length === 0;
}

/** Whether a restart lowers one of the settings of which a replica may not have less than its primary. */
export function falls(member: MemberWork): boolean {
  return changes(member).some((change) => change.falls);
}

/** Whether a restart of this replica does nothing else than lower such settings. */
export function onlyFalls(member: MemberWork): boolean {
  const others = (member.facts.sql?.settings ?? []).filter(({ name, pending }) => pending && !isStandbySetting(name));
  return falls(member) && others.length === 0 && changes(member).every((change) => change.falls);
}

/** The settings of that kind that PostgreSQL runs with otherwise than the dynamic configuration says. */
function changes({ facts }: MemberWork): readonly { readonly falls: boolean }[] {
  const { postgresql } = asRecord(facts.patroni?.dynamicConfig);
  const wanted = asRecord(asRecord(postgresql).parameters);
  return (facts.sql?.settings ?? []).flatMap(({ name, value }) => {
    const target = Number(wanted[name]);
    if (!isStandbySetting(name) || !Number.isFinite(target) || target === Number(value)) return [];
    return [{ falls: target < Number(value) }];
  });
}

function isStandbySetting(name: string): boolean {
  return standbySettings.some((one) => one === name);
}

/** A value from JSON as an object; empty for everything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Whether two values from JSON are the same, whatever the order of their keys. */
function sameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  const keys = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(asRecord(one)[key], asRecord(other)[key]))
  );
}
