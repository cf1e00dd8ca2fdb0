import { z } from 'zod';
import { renderHost } from '../../core/components/renderHost.ts';
import { releases } from '../../core/plan/schema.ts';
import { assumedHost } from '../../core/render/renderedFile.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../services/templates/loadTemplates.ts';
import { parsedPlan, planTextInput } from './planInput.ts';
import { procedure, router } from './trpc.ts';

/** The generated files, without any host: sizes are for the machine that is given. Secrets are placeholders. */
export const renderRouter = router({
  files: procedure
    .input(
      planTextInput.extend({
        release: z.enum(releases).optional(),
        cores: z.int().min(1).max(4096).default(assumedHost.cores),
        memoryBytes: z.int().min(1).default(assumedHost.memoryBytes),
        diskBytes: z.int().min(1).default(assumedHost.diskBytes),
      }),
    )
    .query(async ({ input, ctx }) => {
      const { plan } = parsedPlan(input.planText);
      const release = input.release ?? plan.packages.release ?? 'bookworm';
      const templates = await loadTemplates(ctx.programRoot);
      const environment = { release, cores: input.cores, memoryBytes: input.memoryBytes, diskBytes: input.diskBytes };
      const timing = resolveTiming(plan);
      return plan.hosts.map((host) => ({
        host: host.name,
        files: renderHost(plan, host.name, { environment, timing, templates }),
      }));
    }),
});
