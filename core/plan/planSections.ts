import type { PlanInput } from './schema.ts';

/** Sections of the plan that a caller may give as they are to stand in the file; the others stay at their defaults. */
export type PlanSections = Partial<Omit<PlanInput, 'quorate' | 'name' | 'topology' | 'sites' | 'hosts' | 'clusters'>>;
