import { type Fact, wholeNumber } from './fact.ts';
import { parseFields } from './platform.ts';

/** Sizes of a host; NaN where it could not be read. */
export interface Hardware {
  readonly cores: number;
  readonly memoryBytes: number;
}

/** Reads usable cores and total memory (/proc/meminfo counts KiB). */
export const hardware: Fact<Hardware> = {
  id: 'hardware',
  command: `
printf 'cores=%s\\n' "$(nproc)"
printf 'memory=%s\\n' "$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)"`,
  parse(output) {
    const fields = parseFields(output);
    const number = (name: string) => {
      const text = fields.get(name) ?? '';
      return text === '' ? Number.NaN : wholeNumber(text, `${name}=${text}`);
    };
    return { cores: number('cores'), memoryBytes: number('memory') * 1024 };
  },
};
