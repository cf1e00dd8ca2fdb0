import { formatPath, type PlanPath } from '../../plan/planPath.ts';
import type { Loss } from '../exportFormat.ts';

/** Collects losses: each is noted only when it happens. */
export class LossList {
  readonly #losses: Loss[] = [];

  /** Notes a loss when the condition holds. */
  when(happens: boolean, code: string, path: PlanPath, message: string, instead: string): void {
    if (happens) this.#losses.push({ code, field: formatPath(path), message, instead });
  }

  get losses(): readonly Loss[] {
    return this.#losses;
  }
}
