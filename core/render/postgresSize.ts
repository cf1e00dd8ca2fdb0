const units: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

/**
 * Reads a memory setting as PostgreSQL does (19.1.1 of its documentation): a number with B, kB, MB, GB or TB, or one without a unit that counts in
 * the setting's own.
 * @param unitBytes of the setting: 8192 for shared_buffers, 1024 for work_mem
 * @returns bytes; undefined when it is no size
 */
export function readPostgresSize(value: unknown, unitBytes: number): number | undefined {
  const match = /^'?\s*(\d+(?:\.\d+)?)\s*([kmgt]?b)?\s*'?$/i.exec(String(value ?? ''));
  if (match?.[1] === undefined) return undefined;
  return Number(match[1]) * (match[2] === undefined ? unitBytes : (units[match[2].toLowerCase()] ?? Number.NaN));
}
