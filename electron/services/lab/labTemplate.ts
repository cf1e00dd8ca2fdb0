import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { labSections } from '../../../core/plan/labSections.ts';
import { newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanSections } from '../../../core/plan/planSections.ts';
import type { Release, TopologyId } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import { projectDirectory } from '../projects/openProject.ts';
import { labForPlan, type PlanLab } from './labForPlan.ts';

export interface LabTemplate {
  /** Of the lab and of the plan. */
  readonly name: string;
  readonly topology: TopologyId;
  /** Id of one of the topology's layouts; its first one where it is left out. */
  readonly layout?: string | undefined;
  readonly release?: Release | undefined;
  /** Where the plan file is written. */
  readonly planFile: string;
  readonly onProgress: (line: string) => void;
}

export interface TemplateLab extends PlanLab {
  readonly planFile: string;
}

/**
 * Everything to try a topology: its hosts on this machine in their sites, a plan file for them that installs from the bundle, and their host keys in
 * the plan's project. Called again for a lab that is up with its plan, changes neither. Needs no network once image and bundle are in the cache.
 * @throws Problem `lab-template` (usage) for a layout or name that cannot be, `lab-plan-exists` when the file is there for other hosts; as `labForPlan`
 */
export async function labTemplate(template: LabTemplate): Promise<TemplateLab> {
  const planFile = resolve(template.planFile);
  const release = template.release === undefined ? {} : { release: template.release };
  const sketch = parsed(planText(template, undefined, { packages: release }));
  const before = await readFile(planFile, 'utf8').catch(() => undefined);
  if (before !== undefined) checkNames(planFile, before, sketch);
  const lab = await labForPlan(sketch, await projectDirectory(planFile), template.onProgress);
  const text = planText(template, lab.hosts, {
    ssh: { user: 'root', key: lab.key },
    ...labSections,
    packages: { source: 'bundle', file: lab.bundle, ...release },
  });
  if (before === undefined) await writeFile(planFile, text, { flag: 'wx' });
  else if (addresses(parsed(before)) !== addresses(parsed(text))) throw otherHosts(planFile);
  return { ...lab, planFile };
}

function planText(template: LabTemplate, hosts: PlanLab['hosts'] | undefined, sections: PlanSections): string {
  const { topology, name, layout } = template;
  const made = newPlan({ topology, name, layout, hosts, sections });
  if (made.ok) return made.text;
  throw new Problem('lab-template', 'usage', made.problems.map(({ message }) => message).join('\n'));
}

function parsed(text: string): Plan {
  const result = parsePlan(text);
  if (result.ok) return result.parsed.plan;
  throw new Problem('lab-template', 'usage', result.problems.map(({ message }) => message).join('\n'));
}

/** Before anything is made: a plan for other hosts, or no plan at all, is somebody's work. */
function checkNames(planFile: string, text: string, sketch: Plan): void {
  const there = parsePlan(text);
  const names = (plan: Plan) => plan.hosts.map((host) => host.name).join(' ');
  if (!there.ok || names(there.parsed.plan) !== names(sketch)) throw otherHosts(planFile);
}

function addresses(plan: Plan): string {
  return plan.hosts.map((host) => `${host.name}=${host.address}`).join(' ');
}

function otherHosts(planFile: string): Problem {
  return new Problem(
    'lab-plan-exists',
    'no',
    `${planFile} is there already, for other hosts. Give --plan FILE for another place, or move it away.`,
  );
}
