import { recordPath } from '../facts/deployedRecord.ts';
import { say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';
import type { FileTools } from './writeFiles.ts';

/** Writes what was deployed on a host, so that whoever deploys next sees what the plan changes. @param text see `recordText` */
export function recordDeployment(host: string, text: string, tools: FileTools): Operation {
  return plainOperation({
    id: `${host}/host/record`,
    host,
    title: say`Note what was deployed`,
    files: [{ path: recordPath, content: text, mode: 0o600, owner: 'root', group: 'root' }],
    apply: `install -m 0600 -- "$INPUT/0" ${recordPath}.new
sync -- ${recordPath}.new
mv -fT -- ${recordPath}.new ${recordPath}
sync -- "$STATE"`,
    verify: `sha256sum --quiet -c - <<'EOF'\n${tools.digest(text)}  ${recordPath}\nEOF`,
    weight: 0.05,
  });
}
