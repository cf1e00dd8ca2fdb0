import { components } from '../../components/components.ts';
import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { formatPath } from '../../plan/planPath.ts';
import { type PhraseValue, say } from '../../wording/phrase.ts';
import { type Change, type ChangeWorld, firstHost } from '../change.ts';
import { fixedFields } from '../fixedFields.ts';
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
      // A record of an earlier version need not know it.
      if (then === undefined) return [];
      if (!moving.has(field)) return differing(field, then, now);
      // Without the plan that had the virtual IP, nothing says which keepalived to take away.
      return now === '' && world.former.length === 0 ? differing(field, then, now) : [];
    }),
    ...components.flatMap(({ choice }) => {
      const field = formatPath(choice ?? []);
      const then = choice === undefined ? undefined : before.fixed[field];
      // What was chosen once and is not any more leaves every host.
      return then === undefined || world.former.length > 0 ? [] : differing(field, then, wanted.fixed[field] ?? false);
    }),
  ];
  const refused = fields.map(
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
  return [...refused, ...movedVip(before, world)];
}

const moving = new Set(fixedFields.filter(({ moves }) => moves === true).map(({ path }) => path.join('.')));

/** A virtual IP that comes takes nothing away; one that changes or goes is told, since clients may still connect to the old one. */
function movedVip(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const address = 'access.vip.address';
  const then = before.fixed[address];
  const now = world.wanted.fixed[address];
  if (then === undefined || then === '' || then === now) return [];
  const gone = now === '' || now === undefined;
  if (gone && world.former.length === 0) return [];
  return [
    {
      id: 'vip-moved',
      subject: address,
      verdict: 'converge',
      path: address.split('.'),
      host: firstHost(world),
      said: gone
        ? say`the virtual IP ${String(then)} goes: clients that connect to it have to be given other addresses first`
        : say`the virtual IP ${String(then)} becomes ${String(now)}: connections through the old one end, and clients have to be given the new one`,
    },
  ];
}

type Scalar = string | number | boolean;

function differing(field: string, then: Scalar, now: Scalar) {
  return then === now ? [] : [{ field, then, now }];
}

function shown(value: Scalar): PhraseValue {
  return value === '' ? say`not set` : String(value);
}
