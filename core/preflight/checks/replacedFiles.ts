import { replacedFile, replacedFilesOf } from '../../operations/replacedFiles.ts';
import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** Files that somebody else wrote are announced before a deployment replaces them. */
export const replacedFiles = hostCheck('files-replaced', say`Files that are there already`, ({ facts, ours }) => {
  const found = replacedFilesOf(facts, ours);
  if (found.length === 0) return pass(say`none`, say`No file of anybody else would be replaced.`);
  return {
    result: 'warn',
    measured: listOf(found, 'comma'),
    message: say`A deployment replaces ${listOf(found)}. The present content is kept as ${listOf(found.map(replacedFile))}, and put back by destroy.`,
    fix: say`save what you need of it, or use another host`,
  };
});
