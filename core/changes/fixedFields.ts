import { componentPorts } from '../components/components.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanPath } from '../plan/planPath.ts';
import { type Phrase, say } from '../wording/phrase.ts';

/** A field of the plan that hosts record, since a deployment cannot simply change it once services run or clients know it. */
export interface FixedField {
  readonly path: PlanPath;
  /** Its value; undefined where the plan leaves it out, which is a value of its own. */
  of(plan: Plan): string | number | boolean | undefined;
  /** Of a field that a deployment can change all the same: what that means for clients. Both values are as the plan has them. */
  moved?(then: string, now: string): Phrase | undefined;
  /** Whether it can change in this plan. Left out: in every one. */
  movesIn?(plan: Plan): boolean;
  /** Where it can change and not go: what it was says which service to take away, and only an earlier plan has that. */
  readonly goesWithPlan?: true;
}

/**
 * Ports by which the parts of a cluster find each other, because these change at different moments: members can be found on either while they move; TLS, because members that speak it and
 * members that do not cannot talk; data directories, because nothing moves what is in them. What only clients are told moves with a word to them:
 * the ports of HAProxy and PgBouncer, and the virtual IP, which keepalived gives up when it reads its new files.
 */
export const fixedFields: readonly FixedField[] = [
  ...componentPorts.flatMap(({ component, path, of, title, change }): FixedField[] => {
    if (change === 'free') return [];
    if (change === 'refused') return [{ path, of }];
    if (change === 'moves')
      return [
        {
          path,
          of,
          moved: (then, now) =>
            component.id === 'etcd'
              ? say`the port of ${title} becomes ${now}, which was ${then}: they restart there one by one`
              : say`the port of ${title} becomes ${now}, which was ${then}: members move there one by one, the leader after it has handed over. Who connects to members directly, and not through HAProxy, has to be given the new one`,
          // The region that follows names one port for all members of the other.
          movesIn: ({ clusters }) =>
            component.id === 'etcd' || clusters.every(({ standbyOf }) => standbyOf === undefined),
        },
      ];
    return [
      {
        path,
        of,
        moved: (then, now) =>
          say`the port of ${title} becomes ${now}, which was ${then}: clients have to be given the new one, and until they have it they are refused`,
      },
    ];
  }),
  { path: ['postgres', 'dataDirectory'], of: ({ postgres }) => postgres.dataDirectory },
  { path: ['postgres', 'walDirectory'], of: ({ postgres }) => postgres.walDirectory },
  { path: ['etcd', 'dataDirectory'], of: ({ etcd }) => etcd.dataDirectory },
  { path: ['security', 'tls'], of: ({ security }) => security.tls },
  {
    path: ['access', 'vip', 'address'],
    of: ({ access }) => access.vip?.address,
    moved: movedAddress,
    goesWithPlan: true,
  },
  {
    path: ['access', 'vip', 'interface'],
    of: ({ access }) => access.vip?.interface,
    moved: () => undefined,
    goesWithPlan: true,
  },
];

/** A virtual IP that comes takes nothing away. */
function movedAddress(then: string, now: string): Phrase | undefined {
  if (then === '') return undefined;
  return now === ''
    ? say`the virtual IP ${then} goes: clients that connect to it have to be given other addresses first`
    : say`the virtual IP ${then} becomes ${now}: connections through the old one end, and clients have to be given the new one`;
}
