import { formatPath, type PlanPath } from '../../plan/planPath.ts';
import { type Phrase, phraseText } from '../../wording/phrase.ts';
import type { Loss } from '../exportFormat.ts';

/** A loss in words. */
export function lossOf(code: string, field: string, message: Phrase, instead: Phrase): Loss {
  return { code, field, message: phraseText(message), instead: phraseText(instead), said: { message, instead } };
}

/** Collects losses: each is noted only when it happens. */
export class LossList {
  readonly #losses: Loss[] = [];

  /** Notes a loss when the condition holds. */
  when(happens: boolean, code: string, path: PlanPath, message: Phrase, instead: Phrase): void {
    if (!happens) return;
    const loss = lossOf(code, formatPath(path), message, instead);
    // Clusters share settings: what is lost for all of them is said once.
    if (!this.#losses.some((one) => one.field === loss.field && one.message === loss.message)) this.#losses.push(loss);
  }

  get losses(): readonly Loss[] {
    return this.#losses;
  }
}
