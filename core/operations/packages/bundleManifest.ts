import { z } from 'zod';
import { releases } from '../../plan/schema.ts';

/** The version of the bundle format that this program writes and reads. */
export const bundleFormatVersion = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const word = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9+.~:_-]*$/);

export const bundleManifestSchema = z.strictObject({
  format: z.literal(bundleFormatVersion),
  release: z.enum(releases),
  architecture: word,
  /** When it was built: ISO 8601 in UTC, given by whoever asked for the build. */
  createdAt: z.iso.datetime(),
  /** What was asked for; the rest of `packages` is what that needs. */
  requested: z.array(word).min(1),
  /** The signed release files that apt verified, and took every checksum from. */
  sources: z
    .array(
      z.strictObject({ suite: z.string().max(100), codename: z.string().max(100), date: z.string().max(100), sha256 }),
    )
    .min(1),
  packages: z
    .array(
      z.strictObject({
        name: word,
        version: word,
        architecture: word,
        /** Path in the bundle. */
        file: z
          .string()
          .max(100)
          .regex(/^pool\/[A-Za-z0-9][A-Za-z0-9+.~_-]*\.deb$/),
        sizeBytes: z.int().positive(),
        sha256,
        /** Short names, as far as the package's copyright file is machine-readable. */
        licences: z.array(z.string().max(100)).max(100).optional(),
      }),
    )
    .min(1),
});

/** What a bundle says of itself, in its first entry `manifest.json`. */
export type BundleManifest = Readonly<z.infer<typeof bundleManifestSchema>>;

/** Names of the entries beside the packages. The checksum list comes last and covers all the others. */
export const bundleEntries = {
  manifest: 'manifest.json',
  index: 'Packages',
  release: 'Release',
  checksums: 'SHA256SUMS',
} as const;
