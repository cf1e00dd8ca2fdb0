import type { ComponentId } from '../components/components.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { RenderedFile } from '../render/renderedFile.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { listOf, type Phrase, phraseText, say } from '../wording/phrase.ts';
import type { FileDiff, Operation } from './operation.ts';

/** What core cannot do itself, since it has no secrets and no hash function. */
export interface FileTools {
  /** SHA-256 in hexadecimal of the content as it is sent, secrets filled in. */
  digest(content: string): string;
  /** Replaces secrets in what a host has by their placeholders. */
  redact(content: string): string;
}

/** Whether a file's current content may be read from the host to show a difference: keys and certificates are not. */
export function isReadable(file: Pick<RenderedFile, 'content'>): boolean {
  return !file.content.includes('{{secret:tls/');
}

/** The files of a component that are not on the host as they should be. */
export function changedFiles(
  files: readonly RenderedFile[],
  facts: HostFacts,
  tools: FileTools,
): readonly RenderedFile[] {
  return files.filter((file) => {
    const current = facts.files.get(file.path);
    return (
      current === undefined ||
      current.sha256 !== tools.digest(file.content) ||
      current.mode !== file.mode ||
      current.owner !== file.owner ||
      current.group !== file.group
    );
  });
}

/** Writes the changed files of one component. */
export function writeFiles(
  host: string,
  component: ComponentId,
  files: readonly RenderedFile[],
  facts: HostFacts,
  tools: FileTools,
): Operation | undefined {
  const changed = changedFiles(files, facts, tools);
  if (changed.length === 0) return undefined;
  const octal = (mode: number) => `0${mode.toString(8)}`;
  const title = say`Write ${listOf(
    changed.map((file) => file.path),
    'comma',
  )}`;
  return {
    id: `${host}/${component}/files`,
    host,
    title: phraseText(title),
    said: title,
    files: changed.map(({ path, content, mode, owner, group }) => ({ path, content, mode, owner, group })),
    apply: `place ${changed
      .map(
        (file, index) =>
          `${index} ${shellQuote(file.path)} ${octal(file.mode)} ${shellQuote(file.owner)} ${shellQuote(file.group)}`,
      )
      .join(' \\\n  ')}`,
    verify: `sha256sum --quiet -c - <<'EOF'\n${changed.map((file) => `${tools.digest(file.content)}  ${file.path}\n`).join('')}EOF`,
    diffs: changed.map((file) => diff(file, facts, tools)),
    weight: 0.1 + 0.03 * changed.length,
    journals: [],
  };
}

function diff(file: RenderedFile, facts: HostFacts, tools: FileTools): FileDiff {
  const current = facts.files.get(file.path);
  if (current === undefined) return { path: file.path, before: undefined, after: file.content };
  if (!isReadable(file)) return unshownDiff(file, say`(not shown: key or certificate)`);
  if (current.content === undefined) return unshownDiff(file, say`(not shown: too large)`);
  const before = tools.redact(current.content);
  return {
    path: file.path,
    before: file.content.includes('{{secret:') ? maskPasswords(before) : before,
    after: file.content,
  };
}

function unshownDiff({ path, content }: RenderedFile, unshown: Phrase): FileDiff {
  return { path, before: `${phraseText(unshown)}\n`, after: content, unshown };
}

/** A file that somebody else wrote may hold passwords that the secrets store does not know. */
function maskPasswords(text: string): string {
  // `secret:` within a placeholder is no name of a setting.
  return text.replaceAll(
    /^(.*(?<!\{\{)(?:password|secret|passwd)["']?\s*[:=])(?!\s*["']?\{\{secret:)(\s*)(.+)$/gim,
    '$1$2[hidden]',
  );
}
