import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleBuilder } from '../../../electron/services/bundle/bundleBuilder.ts';

/** Leaves what a builder's script leaves, with small packages of known content. */
export function fixtureBuilder(names: readonly string[]): BundleBuilder {
  return {
    title: 'a fixture',
    async run(_script, outDirectory, onLine) {
      onLine('phase index');
      onLine('dlstatus:1:50.0000:Retrieving file 1 of 2');
      await mkdir(join(outDirectory, 'pool'));
      let index = '';
      for (const name of names) {
        const content = Buffer.from(name.repeat(700));
        const file = `pool/${name}_1.0_amd64.deb`;
        await writeFile(join(outDirectory, file), content);
        index += `Package: ${name}\nVersion: 1:1.0\nArchitecture: amd64\nFilename: ${file}\nSize: ${content.length}\nSHA256: ${createHash('sha256').update(content).digest('hex')}\n\n`;
      }
      await writeFile(join(outDirectory, 'Packages'), index);
      await writeFile(join(outDirectory, 'architecture'), 'amd64\n');
      await writeFile(
        join(outDirectory, 'licences.tsv'),
        names.map((name) => `${name}\tGPL-2+\tBSD-3-clause\n`).join(''),
      );
      await writeFile(
        join(outDirectory, 'sources.tsv'),
        `stable\tbookworm\tSat, 11 Jul 2026 10:16:37 UTC\t${'a'.repeat(64)}\n`,
      );
    },
  };
}
