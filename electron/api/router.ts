import { lazy } from '@trpc/server';
import type { Context } from './context.ts';
import { createCallerFactory, router } from './trpc.ts';

/** One procedure per thing that a user can do; every shell uses it. Each part is loaded when it is first called. */
export const appRouter = router({
  bundle: lazy(async () => (await import('./bundleRouter.ts')).bundleRouter),
  plan: lazy(async () => (await import('./planRouter.ts')).planRouter),
  export: lazy(async () => (await import('./exportRouter.ts')).exportRouter),
  handover: lazy(async () => (await import('./handoverRouter.ts')).handoverRouter),
  hosts: lazy(async () => (await import('./hostRouter.ts')).hostRouter),
  lab: lazy(async () => (await import('./labRouter.ts')).labRouter),
  procedures: lazy(async () => (await import('./procedureRouter.ts')).procedureRouter),
  projects: lazy(async () => (await import('./projectRouter.ts')).projectRouter),
  proof: lazy(async () => (await import('./proofRouter.ts')).proofRouter),
  render: lazy(async () => (await import('./renderRouter.ts')).renderRouter),
  runs: lazy(async () => (await import('./runRouter.ts')).runRouter),
  secrets: lazy(async () => (await import('./secretRouter.ts')).secretRouter),
});

export type AppRouter = typeof appRouter;

/** Calls the router in this process, without a transport. */
export const createCaller = (context: Context) => createCallerFactory(appRouter)(context);
export type Caller = ReturnType<typeof createCaller>;
