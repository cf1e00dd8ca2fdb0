import { z } from 'zod';
import { releases } from '../../core/plan/schema.ts';
import { labClean } from '../services/lab/labClean.ts';
import { labDown } from '../services/lab/labDown.ts';
import { labFault } from '../services/lab/labFault.ts';
import { labForPlan, type PlanLab } from '../services/lab/labForPlan.ts';
import { labList } from '../services/lab/labList.ts';
import { labUp } from '../services/lab/labUp.ts';
import { openProject } from '../services/projects/openProject.ts';
import { parsedPlan, planFileInput } from './planInput.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';

const name = z.string().min(1).max(63);
const host = z.string().min(1).max(63);

const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['power-off', 'power-on']), host }),
  z.object({ kind: z.literal('cut'), host, includingOperator: z.boolean().default(false) }),
  z.object({ kind: z.literal('cut-between'), from: host, to: host, oneWay: z.boolean().default(false) }),
  z.object({ kind: z.literal('cut-site'), site: z.string().min(1).max(63) }),
  z.object({ kind: z.literal('reconnect'), host }),
]);

/** Real systemd hosts on this machine. */
export const labRouter = router({
  /** Makes a lab; emits lines of progress, then the lab. */
  up: procedure
    .input(
      z.object({
        name,
        hosts: z.union([
          z.int().min(1).max(50),
          z
            .array(z.object({ name: host, release: z.enum(releases).optional(), site: z.string().max(63).optional() }))
            .min(1)
            .max(50),
        ]),
        release: z.enum(releases).optional(),
        subnet: z.string().max(64).optional(),
      }),
    )
    .subscription(({ input }) =>
      streamed<string, Awaited<ReturnType<typeof labUp>>>((emit) =>
        labUp({
          name: input.name,
          hosts:
            typeof input.hosts === 'number'
              ? input.hosts
              : input.hosts.map((one) => ({
                  name: one.name,
                  ...(one.release === undefined ? {} : { release: one.release }),
                  ...(one.site === undefined ? {} : { site: one.site }),
                })),
          ...(input.release === undefined ? {} : { release: input.release }),
          ...(input.subnet === undefined ? {} : { subnet: input.subnet }),
          onProgress: emit,
        }),
      ),
    ),
  /** Makes a lab with the hosts of a plan, and what they install from; emits lines of progress, then the lab. */
  forPlan: procedure.input(planFileInput).subscription(({ input }) =>
    streamed<string, PlanLab>(async (emit) => {
      const { planText, directory } = await openProject(input.planFile);
      return labForPlan(parsedPlan(planText, input.planFile).plan, directory, emit);
    }),
  ),
  down: procedure.input(z.object({ name })).mutation(({ input }) => labDown(input.name)),
  list: procedure.query(() => labList()),
  /** Finds and removes what killed labs left. */
  clean: procedure.mutation(async () => ({ removed: await labClean() })),
  fault: procedure.input(z.object({ name, fault })).mutation(({ input }) => labFault(input.name, input.fault)),
});
