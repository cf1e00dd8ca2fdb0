const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in binary units, rounded to a tenth. */
export function sizeText(bytes: number): string {
  const { value, unit } = scaled(bytes);
  return `${Math.round(value * 10) / 10} ${unit}`;
}

/** A size as a person writes it into a plan: `1MiB` where that is exact, else the number of bytes. */
export function planSize(bytes: number): number | string {
  const { value, unit } = scaled(bytes);
  return bytes > 0 && Number.isInteger(value) && unit !== 'B' ? `${value}${unit}` : bytes;
}

function scaled(bytes: number): { value: number; unit: string } {
  let value = bytes;
  let index = 0;
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024;
    index++;
  }
  return { value, unit: units[index] ?? 'B' };
}
