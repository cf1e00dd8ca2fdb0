import { initTRPC } from '@trpc/server';
import { Problem } from '../../core/problem.ts';
import type { Context } from './context.ts';

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error }) {
    const { cause } = error;
    if (!(cause instanceof Problem)) return shape;
    const problem = { code: cause.code, kind: cause.kind, details: cause.details, said: cause.said };
    return { ...shape, message: cause.message, data: { ...shape.data, problem } };
  },
});

export const router = t.router;
export const procedure = t.procedure;
export const createCallerFactory = t.createCallerFactory;
