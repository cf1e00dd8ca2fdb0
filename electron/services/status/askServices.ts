import { serviceQuestions } from '../../../core/components/answers.ts';
import { serviceComponents } from '../../../core/components/components.ts';
import { answering } from '../../../core/facts/answering.ts';
import type { Host, Plan } from '../../../core/plan/plan.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { HostSession } from '../ssh/hostSession.ts';

/**
 * Asks the services of a host that tell nothing by themselves whether they do their work.
 * @returns names of those that do not; undefined on a host without any
 * @throws SshError when the connection is lost
 */
export async function askServices(
  plan: Plan,
  host: Host,
  session: HostSession,
): Promise<readonly string[] | undefined> {
  const questions = serviceQuestions(plan, host);
  if (questions.length === 0) return undefined;
  const { values } = await gatherFacts(session, { answering: answering(questions) }, { timeoutSeconds: 20 });
  const silent = questions.filter(({ id }) => !values.answering.includes(id));
  return silent.map(({ id }) => serviceComponents.find((one) => one.id === id)?.service.name ?? id);
}
