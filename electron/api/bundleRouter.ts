import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { type Release, releases, sshSchema } from '../../core/plan/schema.ts';
import { type BundleProgress, buildBundle } from '../services/bundle/buildBundle.ts';
import { type BundleBuilder, localBuilder } from '../services/bundle/bundleBuilder.ts';
import { joinBundles } from '../services/bundle/joinBundles.ts';
import { sshBuilder } from '../services/bundle/sshBuilder.ts';
import { type BundleVerdict, verifyBundle } from '../services/bundle/verifyBundle.ts';
import { withHost } from '../services/hosts/withHost.ts';
import type { Context } from './context.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

const path = z.string().min(1).max(4096);

const buildInput = z.object({
  releases: z.array(z.enum(releases)).min(1).max(releases.length),
  out: path,
  /** An earlier bundle, from which packages that have not changed are taken. */
  previous: path.optional(),
  /** A Debian or Ubuntu host that reaches a mirror; this machine when left out. */
  on: z.object({ address: z.string().min(1).max(255), ssh: sshSchema }).optional(),
});

type BuildInput = z.output<typeof buildInput>;

/** Progress of one release after the other. */
export interface BuildProgress extends BundleProgress {
  readonly release: Release;
}

/** Files with every package, for hosts that reach nothing. */
export const bundleRouter = router({
  /** Builds a bundle, of several releases in one file when they are asked for; emits progress, then the verdict on the finished file. */
  build: procedure
    .input(buildInput)
    .subscription(({ input, ctx }) =>
      streamed<BuildProgress, BundleVerdict>((emit) =>
        input.on === undefined
          ? build(input, localBuilder, emit)
          : builtOn(ctx, input.on, (builder) => build(input, builder, emit)),
      ),
    ),

  /** Puts bundles of several releases or architectures into one file. */
  join: procedure.input(z.object({ files: z.array(path).min(2).max(20), out: path })).mutation(async ({ input }) => {
    await joinBundles(input.files, input.out);
    return verifyBundle(input.out);
  }),

  /** Reads every byte of a bundle and compares it with its checksums. The path of a plan's bundle is relative to its plan file. */
  verify: procedure
    .input(z.object({ file: path, planFile: path.optional(), release: z.enum(releases).optional() }))
    .query(({ input: { file, planFile, release } }) =>
      verifyBundle(
        planFile === undefined ? file : resolve(dirname(planFile), file),
        release === undefined ? {} : { release },
      ),
    ),
});

async function build(
  { releases: wanted, out, previous }: BuildInput,
  builder: BundleBuilder,
  emit: (progress: BuildProgress) => void,
): Promise<BundleVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-bundles-'));
  try {
    const unique = [...new Set(wanted)];
    const files = unique.length === 1 ? [out] : unique.map((release) => join(folder, release));
    for (const [index, release] of unique.entries())
      await buildBundle({
        release,
        out: files[index] ?? out,
        builder,
        previous,
        createdAt: new Date(),
        onProgress: (progress) => emit({ release, ...progress }),
      });
    if (unique.length > 1) await joinBundles(files, out);
    return await verifyBundle(out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The host's key is asked about, and forgotten afterwards: a builder belongs to no plan. */
async function builtOn<T>(
  { access }: Context,
  { address, ssh }: NonNullable<BuildInput['on']>,
  work: (builder: BundleBuilder) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-builder-'));
  try {
    return await withHost({ address, ssh }, folder, access, (session) => work(sshBuilder(session)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
