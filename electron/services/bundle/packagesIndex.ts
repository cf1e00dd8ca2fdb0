import type { BundleManifest } from '../../../core/operations/packages/bundleManifest.ts';

/**
 * Reads apt's `Packages` index: one stanza of `Field: value` lines per package (Debian policy, chapter 5).
 * @throws Error when a stanza lacks a field
 */
export function parsePackagesIndex(text: string): BundleManifest['packages'] {
  return text
    .split(/\n\n+/)
    .filter((stanza) => stanza.trim() !== '')
    .map((stanza) => {
      const field = (name: string): string => {
        const value = new RegExp(`^${name}: (.+)$`, 'm').exec(stanza)?.[1];
        if (value === undefined) throw new Error(`a package in the index has no ${name}: ${stanza.slice(0, 100)}`);
        return value.trim();
      };
      return {
        name: field('Package'),
        version: field('Version'),
        architecture: field('Architecture'),
        file: field('Filename'),
        sizeBytes: Number(field('Size')),
        sha256: field('SHA256'),
      };
    });
}
