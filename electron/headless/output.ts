import { printable } from '../../core/shell/printable.ts';

/** Where a command writes: results on standard output, everything else on standard error. */
export interface Output {
  readonly json: boolean;
  /** The one document of `--json`, or the text for a person. */
  result(document: unknown, text: () => string): void;
  /** Progress and remarks, for a person. */
  log(line: string): void;
}

/** Output on the process's own streams. */
export function processOutput(json: boolean): Output {
  return {
    json,
    result(document, text) {
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${shown(text()).replace(/\n+$/, '')}\n`);
    },
    log(line) {
      process.stderr.write(`${shown(line)}\n`);
    },
  };
}

/** Names and paths may hold anything: nothing that a terminal would obey is printed. */
function shown(text: string): string {
  return printable(text, Number.POSITIVE_INFINITY);
}

/**
 * Lays out rows in columns, two spaces apart; the first row is the heading. Numbers (cells that start with a digit) are aligned to the right.
 * @returns text without a final newline
 */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  const numeric: boolean[] = [];
  for (const [index, row] of rows.entries()) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
      if (index > 0) numeric[column] = (numeric[column] ?? true) && /^(-?\d[\d.,]*( ?[A-Za-z]+)?|-|)$/.test(cell);
    }
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
