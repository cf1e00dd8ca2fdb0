import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import { filesFormat } from '../../../core/export/files/filesFormat.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, topologyInputs } from '../render/renderPlans.ts';

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(process.cwd());
});

describe.each(topologyIds)('the files of %s', (id) => {
  const plan = planOf(topologyInputs[id]);
  const timing = resolveTiming(plan, { patroniVersion: '3.0.2' });
  const run = (secret?: (name: string) => string) =>
    filesFormat.run({ plan, planText: '', timing, templates, environment, target: 'v4', secret }).files;

  it('are those of a deployment, byte for byte', () => {
    const files = new Map(run().map((file) => [file.path, file.text]));
    const environments = Object.fromEntries(plan.hosts.map((host) => [host.name, environment]));
    for (const host of plan.hosts)
      for (const file of renderHost(plan, host.name, { environment, environments, timing, templates }))
        expect(files.get(`hosts/${host.name}/files${file.path}`), file.path).toBe(file.content);
  });

  it('come with scripts that bash can read, each with every file of its host', () => {
    const files = run();
    for (const host of plan.hosts) {
      const folder = `hosts/${host.name}/`;
      const script = files.find((file) => file.path === `${folder}install.sh`);
      expect(script?.executable).toBe(true);
      const { status, stderr } = spawnSync('bash', ['-n'], { input: script?.text ?? '', encoding: 'utf8' });
      expect([stderr, status]).toEqual(['', 0]);
      for (const { path } of files.filter((file) => file.path.startsWith(`${folder}files`)))
        expect(script?.text).toContain(path.slice(folder.length));
    }
  });

  it('hold secrets only when they are asked for, and then all of them', () => {
    expect(run().filter((file) => file.text.includes('{{secret:')).length).toBeGreaterThan(0);
    const asked = new Set<string>();
    const filled = run((name) => {
      asked.add(name);
      return `value of ${name}`;
    });
    expect(filled.filter((file) => file.path !== 'README.md' && /\{\{secret:[A-Za-z]/.test(file.text))).toEqual([]);
    // Secrets that only the operator uses are not on any host.
    const known = secretsOf(plan).map(({ name }) => name);
    expect([...asked].filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !asked.has(name))).toEqual([]);
  });
});
