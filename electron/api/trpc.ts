import { initTRPC } from '@trpc/server';
import { Problem } from '../../core/problem.ts';

const t = initTRPC.create({
  errorFormatter({ shape, error }) {
    const cause = error.cause;
    if (!(cause instanceof Problem)) return shape;
    return {
      ...shape,
      message: cause.message,
      data: { ...shape.data, problem: { code: cause.code, kind: cause.kind, details: cause.details } },
    };
  },
});

export const router = t.router;
export const procedure = t.procedure;
export const createCallerFactory = t.createCallerFactory;
