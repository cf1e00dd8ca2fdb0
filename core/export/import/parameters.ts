import { namePatterns } from '../../plan/names.ts';
import { isOwnedParameter } from '../../render/postgresParameters.ts';
import { type Phrase, say } from '../../wording/phrase.ts';

export type ParameterValue = string | number | boolean;

/** Why a parameter of another tool is not kept; undefined where it is. */
export function notKept(name: string, value: unknown): Phrase | undefined {
  if (!namePatterns.parameter.test(name)) return say`is no name of a parameter`;
  if (isOwnedParameter(name)) return say`Patroni and the program set it themselves`;
  if (!['string', 'number', 'boolean'].includes(typeof value)) return say`is not text`;
  // Commands run on the hosts and often hold keys of an archive.
  if (
    /_command$|conninfo|passw(?!ord_encryption)/i.test(name) ||
    (/passw|secret/i.test(String(value)) && !/_libraries$/.test(name))
  )
    return say`may hold a command or a secret: set it yourself if it is wanted`;
  return String(value).length > 1000 || /[\n\r]/.test(String(value)) ? say`is too long` : undefined;
}

/** Why a parameter of another tool's file is not kept: as `notKept`, and paths on hosts that the tool made. */
export function notKeptOfFile(name: string, value: unknown): Phrase | undefined {
  const reason = notKept(name, value);
  if (reason !== undefined || !/^'?\/(?:pg|etc|var|opt|usr)\//.test(String(value))) return reason;
  return say`is a path of the other tool's own hosts: the program has its own`;
}
