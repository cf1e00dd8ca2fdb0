import { bundleRouter } from './bundleRouter.ts';
import { clusterRouter } from './clusterRouter.ts';
import type { Context } from './context.ts';
import { deploymentRouter } from './deploymentRouter.ts';
import { drRouter } from './drRouter.ts';
import { exportRouter } from './exportRouter.ts';
import { hostRouter } from './hostRouter.ts';
import { labRouter } from './labRouter.ts';
import { planRouter } from './planRouter.ts';
import { projectRouter } from './projectRouter.ts';
import { proofRouter } from './proofRouter.ts';
import { renderRouter } from './renderRouter.ts';
import { runRouter } from './runRouter.ts';
import { secretRouter } from './secretRouter.ts';
import { createCallerFactory, router } from './trpc.ts';

/** One procedure per thing that a user can do; every shell uses it. */
export const appRouter = router({
  bundle: bundleRouter,
  clusters: clusterRouter,
  plan: planRouter,
  deployment: deploymentRouter,
  dr: drRouter,
  export: exportRouter,
  hosts: hostRouter,
  lab: labRouter,
  projects: projectRouter,
  proof: proofRouter,
  render: renderRouter,
  runs: runRouter,
  secrets: secretRouter,
});

export type AppRouter = typeof appRouter;

/** Calls the router in this process, without a transport. */
export const createCaller = (context: Context) => createCallerFactory(appRouter)(context);
export type Caller = ReturnType<typeof createCaller>;
