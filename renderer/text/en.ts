import { dashboard } from './en/dashboard.ts';
import { deploy } from './en/deploy.ts';
import { hosts } from './en/hosts.ts';
import { objectives } from './en/objectives.ts';
import { operations } from './en/operations.ts';
import { options } from './en/options.ts';
import { preflight } from './en/preflight.ts';
import { review } from './en/review.ts';
import { run } from './en/run.ts';
import { shell } from './en/shell.ts';
import { start } from './en/start.ts';
import { topology } from './en/topology.ts';

/** Every English text. The other languages are typed by its keys. */
export const en = {
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
