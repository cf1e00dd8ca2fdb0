interface Line {
  readonly time: string;
  readonly event: string;
  readonly run: string;
  readonly what?: string;
  readonly ok?: boolean;
}

/** The lines of a journal that can be read, each with its text. */
function linesIn(text: string): readonly { readonly text: string; readonly line: Line }[] {
  return text.split('\n').flatMap((one) => {
    try {
      const line = JSON.parse(one) as Line;
      const fits = [line.time, line.event, line.run].every((value) => typeof value === 'string');
      return fits ? [{ text: one, line }] : [];
    } catch {
      return [];
    }
  });
}

/** A journal without its history: the last deployment or removal that came to its good end, which says what the hosts have. */
export function shortJournal(text: string): string {
  const lines = linesIn(text);
  const told = new Map(lines.flatMap(({ line }) => (line.event === 'run' ? [[line.run, line.what] as const] : [])));
  const ended = lines.filter(({ line }) => line.event === 'finished' && line.ok === true);
  const last = (what: string) => ended.findLast(({ line }) => told.get(line.run) === what)?.line.run;
  const began = lines.filter(({ line }) => line.event === 'begin' && told.get(line.run) === 'deploy');
  const runs = new Set([last('deploy'), last('destroy'), began.at(-1)?.line.run]);
  return joined(lines.filter(({ line }) => runs.has(line.run)));
}

/** Two journals of one project as one: every line of both, each once, in the order of their times. */
export function mergedJournal(one: string, other: string): string {
  const lines = [...linesIn(one), ...linesIn(other)];
  const unique = [...new Map(lines.map((entry) => [entry.text, entry])).values()];
  return joined(unique.toSorted((a, b) => (a.line.time < b.line.time ? -1 : a.line.time > b.line.time ? 1 : 0)));
}

function joined(lines: readonly { readonly text: string }[]): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}
