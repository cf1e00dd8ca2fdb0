import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { type Evidence, type ExportInput, pigstyTargets } from '../../core/export/exportFormat.ts';
import { exportFormats, findFormat } from '../../core/export/formats.ts';
import { importCluster } from '../../core/export/import/cluster/importCluster.ts';
import { importFiles } from '../../core/export/import/importPlan.ts';
import { releases, sshSchema, topologyIds } from '../../core/plan/schema.ts';
import { Problem } from '../../core/problem.ts';
import { assumedHost } from '../../core/render/renderedFile.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { listOf, say } from '../../core/wording/phrase.ts';
import { prepareSecrets } from '../services/deploy/prepareSecrets.ts';
import { writeExport } from '../services/export/writeExport.ts';
import { withConfirmedKeys } from '../services/hosts/withConfirmedKeys.ts';
import { readCluster } from '../services/import/readCluster.ts';
import { openProject, projectDirectory, readPlanFile } from '../services/projects/openProject.ts';
import { SecretStore } from '../services/secrets/secretStore.ts';
import { readStatus } from '../services/status/readStatus.ts';
import { loadTemplates } from '../services/templates/loadTemplates.ts';
import type { Context } from './context.ts';
import { type OpenedPlan, withOpenedPlan } from './openedPlan.ts';
import { parsedPlan, planFileInput, planTextInput } from './planInput.ts';
import { preflight } from './preflight.ts';
import { procedure, router } from './trpc.ts';

const choices = z.object({
  format: z.string().max(40),
  /** Of a Pigsty inventory. */
  target: z.enum(pigstyTargets).default('v4'),
  release: z.enum(releases).optional(),
  cores: z.int().min(1).max(4096).default(assumedHost.cores),
  memoryBytes: z.int().min(1).default(assumedHost.memoryBytes),
  diskBytes: z.int().min(1).default(assumedHost.diskBytes),
});

type Choices = z.output<typeof choices>;

/** What leaves the program and what comes into it. Only `importCluster` asks hosts, and changes nothing there. */
export const exportRouter = router({
  formats: procedure.query(() => exportFormats.map(({ id, title }) => ({ id, title }))),

  /** Makes a plan of inventories of other tools, or reads a plan again; says what was understood, defaulted and ignored. */
  import: procedure
    .input(
      z.object({
        files: z
          .array(z.object({ name: z.string().max(4096), text: z.string() }))
          .min(1)
          .max(50),
      }),
    )
    .query(({ input }) => importFiles(input.files)),

  /**
   * Makes a plan of clusters that run, read through SSH from one host of each and those that it names. Nothing on them is changed. Host keys
   * seen for the first time are kept with the plan file that is going to be written, when it is named.
   */
  importCluster: procedure
    .input(
      z.object({
        from: z.array(z.string().min(1).max(255)).min(1).max(50),
        ssh: sshSchema,
        topology: z.enum(topologyIds).optional(),
        planFile: z.string().max(4096).optional(),
        /** Fingerprints that the user has compared. New keys are then a problem that carries them, instead of a question. */
        confirmed: z.array(z.string().max(200)).max(200).optional(),
      }),
    )
    .query(async ({ input, ctx }) => {
      const { from, ssh, topology, planFile, confirmed } = input;
      const directory = planFile === undefined ? undefined : await projectDirectory(planFile);
      const { knownHosts, ...read } = await withConfirmedKeys(ctx.access, confirmed, (access) =>
        readCluster({ from, ssh, access, directory }),
      );
      return { format: 'cluster' as const, ...importCluster({ ...read, ssh, topology }), knownHosts };
    }),

  /** Writes a plan in another format, without secrets. */
  plan: procedure
    .input(planTextInput.extend(choices.shape))
    .query(({ input, ctx }) => exported(ctx, input.planText, input, {})),

  /** As `plan`, written to the folder `export` beside the plan file. @returns the folder or file that holds it all */
  save: procedure.input(planFileInput.extend(choices.shape)).mutation(async ({ input, ctx }) => {
    const planText = await readPlanFile(input.planFile);
    const { format, files } = await exported(ctx, planText, input, {});
    const [only] = files;
    const name = files.length === 1 && only !== undefined ? basename(only.path) : format;
    const out = join(dirname(resolve(input.planFile)), 'export', name);
    await writeExport(out, files, { secret: false });
    return { out, count: files.length };
  }),

  /** As `plan`, after asking the hosts: preflight and status go into the checklist and the review document, with their time. */
  checked: procedure
    .input(planFileInput.extend(choices.shape))
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async (opened) =>
        exported(ctx, opened.project.planText, input, { evidence: await evidenceOf(opened) }),
      ),
    ),

  /** As `plan`, with the secrets that were made for the plan in clear text: the caller must keep the files from others. */
  withSecrets: procedure.input(planFileInput.extend(choices.shape)).query(async ({ input, ctx }) => {
    const { directory } = await openProject(input.planFile);
    const secrets = await SecretStore.open(directory);
    const planText = await readPlanFile(input.planFile);
    // Files to install by hand are of no use before there are secrets; other formats carry those that a deployment has made.
    if (input.format === 'files') await prepareSecrets(parsedPlan(planText).plan, secrets);
    return exported(ctx, planText, input, { secret: (name) => secrets.get(name)?.reveal() });
  }),
});

async function evidenceOf(opened: OpenedPlan): Promise<Evidence> {
  const checkedAt = new Date().toISOString();
  const [checked, status] = await Promise.all([
    preflight(opened, {}),
    readStatus(opened.plan, opened.hosts, opened.secrets),
  ]);
  return { checkedAt, preflight: checked.report, status };
}

async function exported(
  context: Context,
  planText: string,
  choice: Choices,
  more: Pick<ExportInput, 'secret' | 'evidence'>,
) {
  const format = findFormat(choice.format);
  if (format === undefined) {
    throw new Problem(
      'format-unknown',
      'usage',
      say`There is no format ${JSON.stringify(choice.format)}; choose one of ${listOf(
        exportFormats.map(({ id }) => id),
        'comma',
      )}.`,
    );
  }
  const { plan } = parsedPlan(planText);
  const release = choice.release ?? plan.packages.release ?? 'bookworm';
  const templates = await loadTemplates(context.programRoot);
  const environment = { release, cores: choice.cores, memoryBytes: choice.memoryBytes, diskBytes: choice.diskBytes };
  const timing = resolveTiming(plan);
  const { files, losses } = format.run({
    plan,
    planText,
    timing,
    templates,
    environment,
    target: choice.target,
    madeAt: new Date().toISOString(),
    ...more,
  });
  return { format: format.id, files, losses };
}
