import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder with `templates/` and `resources/`: the parent of the folder that the program's files lie in. */
export const programRoot = dirname(dirname(fileURLToPath(import.meta.url)));
