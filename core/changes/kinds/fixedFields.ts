import { components } from '../../components/components.ts';
import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { formatPath } from '../../plan/planPath.ts';
import { type PhraseValue, say } from '../../wording/phrase.ts';
import { type Change, type ChangeWorld, firstHost } from '../change.ts';
import { newDeployment } from '../wayRound.ts';

/** Fields that were deployed with another value than the plan has now, and names that everything is called by. */
export function changedFixedFields(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { wanted } = world;
  const fields = [
    ...differing('name', before.plan, wanted.plan),
    // What another topology means in hosts and members is judged there. Only the two regions of geo-dr have an etcd each.
    ...([before.topology, wanted.topology].includes('geo-dr')
      ? differing('topology', before.topology, wanted.topology)
      : []),
    ...Object.entries(wanted.fixed).flatMap(([field, now]) => {
      const then = before.fixed[field];
      // A record of an earlier version need not know it. A virtual IP that comes to a deployment takes nothing away.
      if (then === undefined || (then === '' && field.startsWith('access.vip.'))) return [];
      return differing(field, then, now);
    }),
    ...components.flatMap(({ choice }) => {
      const field = formatPath(choice ?? []);
      const then = choice === undefined ? undefined : before.fixed[field];
      // What was chosen once and is not any more leaves every host.
      return then === undefined || world.former.length > 0 ? [] : differing(field, then, wanted.fixed[field] ?? false);
    }),
  ];
  return fields.map(
    ({ field, then, now }): Change => ({
      id: 'fixed-field',
      subject: field,
      verdict: 'refuse',
      path: field.split('.'),
      host: firstHost(world),
      said:
        field === 'postgres.version'
          ? say`PostgreSQL ${String(then)} was deployed, and the plan asks for ${String(now)}: a major upgrade has no procedure yet. Put postgres.version: ${String(then)} into the plan; another version needs ${newDeployment}`
          : say`${field} was deployed as ${shown(then)}, and the plan has ${shown(now)}: no procedure changes it while the services run. Put the deployed value back; another one needs ${newDeployment}`,
    }),
  );
}

type Scalar = string | number | boolean;

function differing(field: string, then: Scalar, now: Scalar) {
  return then === now ? [] : [{ field, then, now }];
}

function shown(value: Scalar): PhraseValue {
  return value === '' ? say`not set` : String(value);
}
