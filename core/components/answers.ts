import type { AskedService } from '../facts/answering.ts';
import type { Host, Plan } from '../plan/plan.ts';
import { componentsOn } from './components.ts';

/** How to ask the services of a host whether they do their work, by the ids of their components. */
export function serviceQuestions(plan: Plan, host: Host): readonly AskedService[] {
  return componentsOn(plan, host).flatMap(({ id, answers }) =>
    answers === undefined ? [] : [{ id, command: answers(plan, host) }],
  );
}
