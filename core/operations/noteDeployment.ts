import { notePath } from '../facts/deploymentNote.ts';
import { say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';

/** Writes on a host what is about to be deployed and by whom, before anything else changes. @param text see `noteText` */
export function noteDeployment(host: string, text: string): Operation {
  return plainOperation({
    id: `${host}/host/note`,
    host,
    title: say`Note what is being deployed, and by whom`,
    files: [{ path: notePath, content: text, mode: 0o600, owner: 'root', group: 'root' }],
    apply: `install -m 0600 -- "$INPUT/0" ${notePath}.new
sync -- ${notePath}.new
mv -fT -- ${notePath}.new ${notePath}
sync -- "$STATE"`,
    verify: `[ -s ${notePath} ]`,
    weight: 0.05,
  });
}
