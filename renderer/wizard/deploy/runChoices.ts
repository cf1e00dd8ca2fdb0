import type { RunChoices } from '../../../electron/api/streamTypes.ts';

/** What a run that follows another one is started with: what was chosen before holds, with more hosts left out or checks accepted. */
export function choicesAfter({ without, accept }: RunChoices, more: Partial<RunChoices> = {}): RunChoices {
  return {
    without: [...new Set([...without, ...(more.without ?? [])])],
    accept: [...new Set([...accept, ...(more.accept ?? [])])],
  };
}
