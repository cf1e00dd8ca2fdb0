import type { Fact } from './fact.ts';

export interface AskedService {
  readonly id: string;
  /** Bash that is true while it does its work. */
  readonly command: string;
}

const maxSeconds = 5;

/** Asks services of the host whether they do their work. @returns the ids of those that do */
export function answering(services: readonly AskedService[]): Fact<readonly string[]> {
  return {
    id: 'answering',
    command: services
      .map(
        ({ id, command }) =>
          `timeout ${maxSeconds} bash <<'QUORATE_ASK' >/dev/null 2>&1 && printf 'answers\\t%s\\n' ${id}\n${command}\nQUORATE_ASK\n`,
      )
      .concat('true')
      .join(''),
    parse(output) {
      const said = output.split('\n').map((line) => line.split('\t'));
      return services
        .map(({ id }) => id)
        .filter((id) => said.some(([word, name]) => word === 'answers' && name === id));
    },
  };
}
