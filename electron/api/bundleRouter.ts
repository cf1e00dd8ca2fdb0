import { constants } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { bundlePackages } from '../../core/components/bundlePackages.ts';
import { type Release, releases, sshSchema } from '../../core/plan/schema.ts';
import { Problem } from '../../core/problem.ts';
import { say } from '../../core/wording/phrase.ts';
import { type BundleProgress, buildBundle } from '../services/bundle/buildBundle.ts';
import { type BundleBuilder, localBuilder } from '../services/bundle/bundleBuilder.ts';
import { joinBundles } from '../services/bundle/joinBundles.ts';
import { sshBuilder } from '../services/bundle/sshBuilder.ts';
import { type BundleVerdict, verifyBundle } from '../services/bundle/verifyBundle.ts';
import { readExtraRepository } from '../services/deploy/packageSource.ts';
import { withConfirmedKeys } from '../services/hosts/withConfirmedKeys.ts';
import { withHost } from '../services/hosts/withHost.ts';
import { openProject } from '../services/projects/openProject.ts';
import type { Context } from './context.ts';
import { parsedPlan } from './planInput.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

const path = z.string().min(1).max(4096);

const buildInput = z.object({
  releases: z.array(z.enum(releases)).min(1).max(releases.length),
  out: path,
  /** An earlier bundle, from which packages that have not changed are taken. */
  previous: path.optional(),
  /** A Debian or Ubuntu host that reaches a mirror; this machine when left out. */
  on: z
    .object({
      address: z.string().min(1).max(255),
      ssh: sshSchema,
      /** Fingerprints that the user has compared. A new key is then a problem that carries it, instead of a question. */
      confirmed: z.array(z.string().max(200)).max(10).optional(),
    })
    .optional(),
  /** Plan whose major version, extra packages and extra repository the bundle is for; without it, what any plan needs by default. */
  plan: path.optional(),
  /** Plan file that relative paths are beside of. */
  planFile: path.optional(),
});

type BuildInput = z.output<typeof buildInput>;

/** Progress of one release after the other. */
export interface BuildProgress extends BundleProgress {
  readonly release: Release;
}

/** Files with every package, for hosts that reach nothing. */
export const bundleRouter = router({
  /** Builds a bundle, of several releases in one file when they are asked for; emits progress, then the verdict on the finished file. */
  build: procedure.input(buildInput).subscription(({ input, ctx, signal }) =>
    streamed<BuildProgress, BundleVerdict>(async (emit) => {
      await mustHoldFiles(dirname(besidePlan(input.out, input.planFile)));
      return input.on === undefined
        ? build(input, localBuilder, emit, signal)
        : builtOn(ctx, input.on, (builder) => build(input, builder, emit, signal));
    }),
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
      verifyBundle(besidePlan(file, planFile), release === undefined ? {} : { release }),
    ),
});

function besidePlan(file: string, planFile: string | undefined): string {
  return planFile === undefined ? file : resolve(dirname(planFile), file);
}

async function build(
  { releases: wanted, planFile, plan: planOf, ...input }: BuildInput,
  builder: BundleBuilder,
  emit: (progress: BuildProgress) => void,
  signal: AbortSignal | undefined,
): Promise<BundleVerdict> {
  const out = besidePlan(input.out, planFile);
  const previous = input.previous === undefined ? undefined : besidePlan(input.previous, planFile);
  const wish = planOf === undefined ? undefined : await planWish(planOf);
  const folder = await mkdtemp(join(tmpdir(), 'quorate-bundles-'));
  try {
    const unique = [...new Set(wanted)];
    const files = unique.length === 1 ? [out] : unique.map((release) => join(folder, release));
    for (const [index, release] of unique.entries())
      await buildBundle({
        release,
        ...wish?.(release),
        out: files[index] ?? out,
        builder,
        previous,
        createdAt: new Date(),
        signal,
        onProgress: (progress) => emit({ release, ...progress }),
      });
    if (unique.length > 1) await joinBundles(files, out);
    return await verifyBundle(out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a plan wants of a bundle for a release. @throws Problem as `parsedPlan`; `repository-key` */
async function planWish(file: string) {
  const project = await openProject(file);
  const { plan } = parsedPlan(project.planText, project.planFile);
  const extra = await readExtraRepository(plan, project.planFile);
  return (release: Release) => ({ packages: bundlePackages(plan, release), extra });
}

/** Better said before the download than after it. @throws Problem `bundle-out` (usage) */
async function mustHoldFiles(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new Problem(
      'bundle-out',
      'usage',
      say`A bundle cannot be written into ${folder}: ${(cause as Error).message}. Name a folder that is there and yours.`,
      { cause },
    );
  }
}

/** The host's key is asked about, and forgotten afterwards: a builder belongs to no plan. */
async function builtOn<T>(
  context: Context,
  { address, ssh, confirmed }: NonNullable<BuildInput['on']>,
  work: (builder: BundleBuilder) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-builder-'));
  try {
    return await withConfirmedKeys(context.access, confirmed, (asking) =>
      withHost({ address, ssh }, folder, asking, (session) => work(sshBuilder(session))),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
