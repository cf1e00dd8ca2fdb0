import { z } from 'zod';
import { releases } from '../../../core/plan/schema.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import { type BundleProblem, told } from './bundleProblem.ts';
import type { ByteSource } from './byteSource.ts';
import { readExactly, scanBundle } from './scanBundle.ts';
import { blockBytes, decodeHeader, paddingBytes } from './tarFormat.ts';

/** The first entry of a file with several bundles in it; each of the others is a bundle, byte for byte. */
export const collectionIndex = 'bundles.json';

const maxIndexBytes = 1 << 20;

const indexSchema = z.strictObject({
  format: z.literal(1),
  bundles: z
    .array(
      z.strictObject({
        name: z
          .string()
          .max(90)
          .regex(/^[a-z0-9][a-z0-9-]*\.bundle$/),
        release: z.enum(releases),
        architecture: z.string().max(40),
        id: z.string().regex(/^[0-9a-f]{64}$/),
        sizeBytes: z.int().positive(),
      }),
    )
    .min(1)
    .max(50),
});

/** Where a bundle lies in a file. */
export interface BundlePart {
  readonly name: string;
  readonly start: number;
  readonly sizeBytes: number;
  /** What the index says that it is; undefined for a file that is one bundle. */
  readonly id: string | undefined;
}

/**
 * The bundles of a file: itself, or those of a collection. Of a file that is neither, itself: whoever reads it says what is wrong.
 * Nothing in the bundles is read.
 */
export async function partsOf(
  source: ByteSource,
  fileName: string,
): Promise<{ readonly parts: readonly BundlePart[]; readonly problems: readonly BundleProblem[] }> {
  const whole = { parts: [{ name: fileName, start: 0, sizeBytes: source.sizeBytes, id: undefined }], problems: [] };
  if (source.sizeBytes < blockBytes) return whole;
  const header = decodeHeader(await readExactly(source, 0, blockBytes));
  if (header === undefined || header === 'end' || header.name !== collectionIndex) return whole;
  const invalid = (said: Phrase) => ({
    parts: [],
    problems: [{ code: 'bundle-manifest-invalid', entry: collectionIndex, ...told(said) } as const],
  });
  const { entries, problem } = await scanBundle(source, fileName);
  const [first, ...rest] = entries;
  if (first === undefined || problem !== undefined)
    return { parts: [], problems: problem === undefined ? [] : [problem] };
  if (first.sizeBytes > maxIndexBytes) return invalid(say`the list of bundles is too long: build the file again`);
  const bytes = await readExactly(source, first.offset, first.sizeBytes + paddingBytes(first.sizeBytes));
  const text = bytes.toString('utf8', 0, first.sizeBytes);
  const index = indexSchema.safeParse(jsonOf(text));
  // Byte for byte as it is written, so that no flipped bit goes unnoticed.
  const padded = bytes.subarray(first.sizeBytes).every((byte) => byte === 0);
  if (!index.success || text !== indexText(index.data) || !padded)
    return invalid(say`the list of bundles cannot be read: copy or build the file again`);
  const { bundles } = index.data;
  if (
    rest.map(({ name, sizeBytes }) => `${name} ${sizeBytes}`).join() !==
    bundles.map(({ name, sizeBytes }) => `${name} ${sizeBytes}`).join()
  )
    return invalid(say`the list of bundles does not name those that are in the file: copy or build it again`);
  return {
    parts: rest.map(({ name, offset, sizeBytes }, at) => ({ name, start: offset, sizeBytes, id: bundles[at]?.id })),
    problems: [],
  };
}

export type CollectionIndex = z.infer<typeof indexSchema>;

/** The text of the list of bundles. */
export function indexText(index: CollectionIndex): string {
  return `${JSON.stringify(index, undefined, 2)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
