import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Problem } from '../../core/problem.ts';

/** Asks on the terminal; prompts go to standard error, since standard output is for results. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** True when a person can be asked. */
export function interactive(): boolean {
  return process.stdin.isTTY === true;
}

/** Asks for yes or no; anything but `y` or `yes` is no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

/**
 * Goes on where a person says yes, or has said so beforehand.
 * @param asked what is put behind the question on a terminal
 * @throws Problem `not-confirmed`: (usage) where nobody can be asked, (no) where the answer is no
 */
export function agreedTo(question: string, yes: boolean | undefined, asked = ''): Promise<void> {
  return agreed(question, yes, () => confirm(`${question}${asked}`));
}

async function agreed(question: string, yes: boolean | undefined, ask: () => Promise<boolean>): Promise<void> {
  if (yes === true) return;
  if (!interactive()) throw new Problem('not-confirmed', 'usage', `${question} Nobody can be asked here: give --yes.`);
  if (!(await ask())) throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
}

/** Asks for a text to be typed exactly, for what cannot be taken back. */
export async function confirmTyped(question: string, expected: string): Promise<boolean> {
  return (await ask(`${question}\nType ${expected} to go on: `)).trim() === expected;
}

/**
 * Goes on where a person types a text exactly, or has agreed beforehand.
 * @throws Problem `not-confirmed`: (usage) where nobody can be asked, (no) for another text
 */
export function agreedTyped(question: string, expected: string, yes: boolean | undefined): Promise<void> {
  return agreed(question, yes, () => confirmTyped(question, expected));
}

/** Asks for a text that nobody looking on may read. */
export async function askHidden(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
