import type { Operation } from '../operations/operation.ts';
import { isOperationId, type OperationName } from '../operations/operationName.ts';
import type { Step } from './step.ts';

/** A step that is in a list: what another one may wait for. */
export interface StepHandle {
  readonly id: string;
}

/** Collects steps: those of one host follow each other, and may wait for steps of other hosts. */
export class StepList {
  readonly #steps: Step[] = [];
  readonly #handles = new Map<string, StepHandle>();
  /** Of each host. */
  readonly #last = new Map<string, StepHandle>();

  /**
   * Adds a step behind the last one of its host.
   * @param operation undefined when there is nothing to do
   * @param after steps of this list that must be done first; undefined for those that are not needed this time
   * @returns what later steps may wait for; undefined when there was nothing to do
   * @throws Error for a name that no operation has, for one that is taken, and for an edge to a step of another list: each of them would silently
   * cost the order that keeps data safe
   */
  add(operation: Operation, after?: readonly (StepHandle | undefined)[]): StepHandle;
  add(operation: Operation | undefined, after?: readonly (StepHandle | undefined)[]): StepHandle | undefined;
  add(operation: Operation | undefined, after: readonly (StepHandle | undefined)[] = []): StepHandle | undefined {
    if (operation === undefined) return undefined;
    const { id, host } = operation;
    if (!isOperationId(operation)) throw new Error(`no step is called ${id}`);
    if (this.#handles.has(id)) throw new Error(`two steps are called ${id}`);
    const edges = [this.#last.get(host), ...after].flatMap((edge) => (edge === undefined ? [] : [this.#own(edge, id)]));
    this.#steps.push({ ...operation, after: [...new Set(edges)] });
    const handle = { id };
    this.#handles.set(id, handle);
    this.#last.set(host, handle);
    return handle;
  }

  /** A step of a host, when it is needed this time. */
  of(host: string, name: OperationName): StepHandle | undefined {
    return this.#handles.get(`${host}/${name}`);
  }

  /** All steps of a name, in the order in which they were added. */
  named(name: OperationName): readonly StepHandle[] {
    return [...this.#handles.values()].filter(({ id }) => id.endsWith(`/${name}`));
  }

  /** The last step of a host so far. */
  lastOf(host: string): StepHandle | undefined {
    return this.#last.get(host);
  }

  /** The last step of every host so far. */
  lastOfHosts(): readonly StepHandle[] {
    return [...this.#last.values()];
  }

  all(): readonly Step[] {
    return this.#steps;
  }

  #own(edge: StepHandle, from: string): string {
    if (this.#handles.get(edge.id) !== edge)
      throw new Error(`${from} waits for ${edge.id}, which is no step of its list`);
    return edge.id;
  }
}
