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
while read -r name number _; do [ "$name" = MemTotal: ] && printf 'memory=%s\\n' "$number"; done </proc/meminfo
true`,
  parse(output) {
    const fields = parseFields(output);
    const number = (name: string) => {
      const text = fields.get(name) ?? '';
      return text === '' ? Number.NaN : wholeNumber(text, `${name}=${text}`);
    };
    return { cores: number('cores'), memoryBytes: number('memory') * 1024 };
  },
};
