import { z } from 'zod';
import { releases, topologyIds } from '../../core/plan/schema.ts';
import { labClean } from '../services/lab/labClean.ts';
import { labDown } from '../services/lab/labDown.ts';
import { labFault } from '../services/lab/labFault.ts';
import { labForPlan, type PlanLab } from '../services/lab/labForPlan.ts';
import { type LabView, labList } from '../services/lab/labList.ts';
import { labRestore } from '../services/lab/labRestore.ts';
import { labSave, type SavedLab } from '../services/lab/labSave.ts';
import { labTemplate, type TemplateLab } from '../services/lab/labTemplate.ts';
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
  /** Makes the hosts of a topology and writes a plan file for them; emits lines of progress, then the lab. */
  template: procedure
    .input(
      planFileInput.extend({
        name,
        topology: z.enum(topologyIds),
        layout: z.string().max(63).optional(),
        release: z.enum(releases).optional(),
      }),
    )
    .subscription(({ input }) => streamed<string, TemplateLab>((onProgress) => labTemplate({ ...input, onProgress }))),
  /** Writes the state of a lab into a file; its hosts lose their power for that time. */
  save: procedure
    .input(z.object({ name, file: z.string().min(1).max(4096) }))
    .subscription(({ input }) => streamed<string, SavedLab>((emit) => labSave(input.name, input.file, emit))),
  /** Makes a lab again as it was saved. */
  restore: procedure
    .input(z.object({ file: z.string().min(1).max(4096) }))
    .subscription(({ input }) => streamed<string, LabView>((emit) => labRestore(input.file, emit))),
  down: procedure.input(z.object({ name })).mutation(({ input }) => labDown(input.name)),
  list: procedure.query(() => labList()),
  /** Finds and removes what killed labs left. */
  clean: procedure.mutation(async () => ({ removed: await labClean() })),
  fault: procedure.input(z.object({ name, fault })).mutation(({ input }) => labFault(input.name, input.fault)),
});
