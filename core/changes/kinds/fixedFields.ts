import { components } from '../../components/components.ts';
import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { formatPath } from '../../plan/planPath.ts';
import { type PhraseValue, say } from '../../wording/phrase.ts';
import { type Change, type ChangeWorld, firstHost } from '../change.ts';
import { fixedFields } from '../fixedFields.ts';
import { majorDiffers, newDeployment } from '../wayRound.ts';

/** Fields that were deployed with another value than the plan has now, and names that everything is called by. */
export function changedFixedFields(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { wanted } = world;
  const fields = [
    ...differing('name', before.plan, wanted.plan),
    // What another topology means in hosts, etcd, clusters and members is judged there.
    ...Object.entries(wanted.fixed).flatMap(([field, now]) => {
      const then = before.fixed[field];
      // A record of an earlier version need not know it.
      return then === undefined || canMove(field, now, world) ? [] : differing(field, then, now);
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
          ? majorDiffers(Number(then), Number(now))
          : say`${field} was deployed as ${shown(then)}, and the plan has ${shown(now)}: no procedure changes it while the services run. Put the deployed value back; another one needs ${newDeployment}`,
    }),
  );
  return [...refused, ...movedFields(before, world)];
}

const movable = new Map(fixedFields.flatMap((one) => (one.moved === undefined ? [] : [[one.path.join('.'), one]])));

function canMove(field: string, now: Scalar, { former, plan }: ChangeWorld): boolean {
  const found = movable.get(field);
  if (found === undefined || found.movesIn?.(plan) === false) return false;
  return !(found.goesWithPlan === true && now === '' && former.length === 0);
}

/** What a deployment changes although clients know it: they have to be told. */
function movedFields(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  return [...movable].flatMap(([field, { path, moved }]): Change[] => {
    const then = before.fixed[field];
    const now = world.wanted.fixed[field] ?? '';
    if (then === undefined || then === now || !canMove(field, now, world)) return [];
    const said = moved?.(String(then), String(now));
    if (said === undefined) return [];
    return [{ id: 'field-moved', subject: field, verdict: 'converge', path, host: firstHost(world), said }];
  });
}

type Scalar = string | number | boolean;

function differing(field: string, then: Scalar, now: Scalar) {
  return then === now ? [] : [{ field, then, now }];
}

function shown(value: Scalar): PhraseValue {
  return value === '' ? say`not set` : String(value);
}
