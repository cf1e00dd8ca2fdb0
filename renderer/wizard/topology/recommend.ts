import type { ObjectiveMode, TopologyId } from '../../../core/plan/schema.ts';

export const questions = {
  machines: ['two', 'two-and-small', 'three', 'five', 'six'],
  places: ['one', 'two', 'three', 'regions'],
  loss: ['some', 'none'],
  downtime: ['seconds', 'half-minute', 'minute'],
} as const;

export type Question = keyof typeof questions;
export type Answers = { readonly [Q in Question]: (typeof questions)[Q][number] };

/** Why the recommendation is what it is, or what stands against it: keys of texts. */
export type Remark =
  | 'two-needs-arbiter'
  | 'arbiter'
  | 'three'
  | 'five'
  | 'dual-dc'
  | 'geo-dr'
  | 'two-places'
  | 'spread-three'
  | 'too-few-for-sites'
  | 'too-few-for-regions'
  | 'zero-loss-needs-two'
  | 'zero-loss-cost'
  | 'fast-network';

export interface Recommendation {
  readonly topology: TopologyId;
  readonly layout: string;
  readonly mode: ObjectiveMode;
  readonly remarks: readonly Remark[];
}

/** The topology and objectives that suit the answers, with the reasons. */
export function recommend(answers: Answers): Recommendation {
  const shape = shapeFor(answers);
  const { loss, downtime } = answers;
  const pair = shape.topology === 'two-node';
  const remarks = [...shape.remarks];
  if (loss === 'none') remarks.push(pair ? 'zero-loss-needs-two' : 'zero-loss-cost');
  else if (downtime === 'seconds') remarks.push('fast-network');
  const byTime = { seconds: 'fast', 'half-minute': 'default', minute: 'conservative' } as const;
  return { ...shape, mode: loss === 'none' ? 'zero-loss' : byTime[downtime], remarks };
}

function shapeFor({ machines, places }: Answers): Omit<Recommendation, 'mode'> {
  const many = machines === 'five' || machines === 'six';
  if (places === 'regions' && machines === 'six')
    return { topology: 'geo-dr', layout: 'three-and-three', remarks: ['geo-dr'] };
  if (places === 'three' && many) return { topology: 'dual-dc', layout: 'two-two-one', remarks: ['dual-dc'] };
  const remarks: Remark[] = [];
  if (places === 'regions') remarks.push('too-few-for-regions');
  if (places === 'two') remarks.push('two-places');
  if (places === 'three')
    remarks.push(machines === 'three' || machines === 'two-and-small' ? 'spread-three' : 'too-few-for-sites');
  switch (machines) {
    case 'two':
      return { topology: 'two-node', layout: 'no-arbiter', remarks: ['two-needs-arbiter', ...remarks] };
    case 'two-and-small':
      return { topology: 'two-node', layout: 'arbiter', remarks: ['arbiter', ...remarks] };
    case 'three':
      return { topology: 'three-node', layout: 'three-members', remarks: ['three', ...remarks] };
    case 'five':
    case 'six':
      return { topology: 'five-node', layout: 'five-members', remarks: ['five', ...remarks] };
  }
}
