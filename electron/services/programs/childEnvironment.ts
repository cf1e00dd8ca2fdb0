/** This program's own variables: passwords and keys are among them. */
const own = /^QUORATE_/;

/**
 * The environment for a program of somebody else: everything but this program's own variables, which nobody else needs. What a program gets it
 * hands on, writes into crash reports, and shows to whoever may read `/proc`.
 */
export function childEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(foreign), ...more };
}
