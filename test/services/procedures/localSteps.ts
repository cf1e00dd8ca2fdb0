import type { Step } from '../../../core/deployment/step.ts';
import { phraseText, say } from '../../../core/wording/phrase.ts';

/** A step that runs a script on a host that is a folder. */
export function localStep(host: string, name: string, apply: string, after: readonly string[] = []): Step {
  const said = say`Do ${name}`;
  return {
    id: `${host}/${name}`,
    host,
    title: phraseText(said),
    said,
    apply,
    files: [],
    verify: 'true',
    diffs: [],
    weight: 1,
    journals: [],
    after,
  };
}
