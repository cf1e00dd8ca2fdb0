import type { Operation } from '../operations/operation.ts';
import type { Step } from './step.ts';

/** Collects steps: those of one host follow each other, and may wait for steps of other hosts. */
export class StepList {
  readonly #steps: Step[] = [];
  readonly #last = new Map<string, string>();

  /** @param after ids of steps that must be done first; those that are not in the list need not be waited for */
  add(operation: Operation | undefined, after: readonly (string | undefined)[] = []): void {
    if (operation === undefined) return;
    const known = new Set(this.#steps.map((step) => step.id));
    if (known.has(operation.id)) throw new Error(`two steps are called ${operation.id}`);
    const previous = this.#last.get(operation.host);
    const wanted = [previous, ...after].filter((id) => id !== undefined && known.has(id));
    this.#steps.push({ ...operation, after: [...new Set(wanted as string[])] });
    this.#last.set(operation.host, operation.id);
  }

  has(id: string): boolean {
    return this.#steps.some((step) => step.id === id);
  }

  all(): readonly Step[] {
    return this.#steps;
  }
}
