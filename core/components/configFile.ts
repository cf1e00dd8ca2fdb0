import type { ComponentFile } from '../render/renderedFile.ts';

/** Configuration, with passwords in most of it: its service reads it as a group, and cannot write it. */
export function configFile(
  path: string,
  content: string,
  group: string,
  onChange: ComponentFile['onChange'],
): ComponentFile {
  return { path, content, mode: 0o640, owner: 'root', group, onChange };
}
