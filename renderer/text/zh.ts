import type { en } from './en.ts';
import type { Translated } from './texts.ts';
import { dashboard } from './zh/dashboard.ts';
import { deploy } from './zh/deploy.ts';
import { hosts } from './zh/hosts.ts';
import { objectives } from './zh/objectives.ts';
import { operations } from './zh/operations.ts';
import { options } from './zh/options.ts';
import { preflight } from './zh/preflight.ts';
import { review } from './zh/review.ts';
import { run } from './zh/run.ts';
import { shell } from './zh/shell.ts';
import { start } from './zh/start.ts';
import { topology } from './zh/topology.ts';

export const zh: Translated<typeof en> = {
  ...shell,
  ...start,
  ...topology,
  ...hosts,
  ...objectives,
  ...options,
  ...review,
  ...run,
  ...preflight,
  ...deploy,
  ...dashboard,
  ...operations,
};
