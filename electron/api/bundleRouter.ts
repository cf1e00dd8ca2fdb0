import { z } from 'zod';
import { releases } from '../../core/plan/schema.ts';
import { type BundleProgress, buildBundle } from '../services/bundle/buildBundle.ts';
import { localBuilder } from '../services/bundle/bundleBuilder.ts';
import { verifyBundle } from '../services/bundle/verifyBundle.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

/** Files with every package, for hosts that reach nothing. */
export const bundleRouter = router({
  /** Builds a bundle on this machine, which must be a Debian one that reaches a mirror; emits progress, then the manifest. */
  build: procedure
    .input(z.object({ release: z.enum(releases), out: z.string().min(1).max(4096) }))
    .subscription(({ input }) =>
      streamed<BundleProgress, Awaited<ReturnType<typeof buildBundle>>>((emit) =>
        buildBundle({
          release: input.release,
          out: input.out,
          builder: localBuilder,
          createdAt: new Date(),
          onProgress: emit,
        }),
      ),
    ),
  /** Reads every byte of a bundle and compares it with its checksums. */
  verify: procedure
    .input(z.object({ file: z.string().min(1).max(4096) }))
    .query(({ input }) => verifyBundle(input.file)),
});
