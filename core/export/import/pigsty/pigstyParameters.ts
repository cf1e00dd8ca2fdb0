import { type Phrase, say } from '../../../wording/phrase.ts';
import type { Item } from '../item.ts';
import { notKeptOfFile, type ParameterValue } from '../parameters.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';

/** `pg_parameters`, and the variables of Pigsty that set a parameter. */
export function readPigstyParameters(subject: Subject, cluster: string): Readonly<Record<string, ParameterValue>> {
  const found: Record<string, ParameterValue> = {};
  const keep = (name: string, item: Item, value: unknown, said?: Phrase) => {
    const reason = item.readable() ? notKeptOfFile(name, value) : undefined;
    if (!item.readable()) return;
    if (reason !== undefined) return item.ignored(reason);
    const target: Target = [{ cluster }, 'postgres', 'parameters', name];
    if (said === undefined) item.understood(target);
    else item.understood(target, said);
    found[name] = value as ParameterValue;
  };
  const libraries = subject.read('pg_libs');
  if (libraries !== undefined)
    keep(
      'shared_preload_libraries',
      libraries,
      libraries.value,
      say`shared_preload_libraries: their packages must be on the hosts`,
    );
  const connections = subject.read('pg_max_conn');
  if (connections?.value === 'auto') connections.understood(undefined, say`the template sizes it`);
  else if (connections !== undefined) keep('max_connections', connections, connections.asNumber());
  for (const [name, item] of subject.read('pg_parameters')?.fields() ?? []) keep(name, item, item.value);
  return found;
}
