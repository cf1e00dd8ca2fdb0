import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runbookProcedures } from '../../../core/export/runbook/procedures.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import { topologies } from '../../../core/plan/topologies.ts';
import { simulateAll } from '../../../core/quorum/simulateAll.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { planFor } from '../quorum/plans.ts';
import { planOf, topologyInputs } from '../render/renderPlans.ts';
import { exportPlan } from './exportFixture.ts';

const procedures = (plan: Plan) => runbookProcedures({ plan, release: 'bookworm' }, resolveTiming(plan));
const layouts = Object.values(topologies).flatMap(({ id, layouts: all }) =>
  all.map((layout) => [id, layout.id] as const),
);

describe.each(layouts)('the runbook of %s (%s)', (id, layout) => {
  const plan = planFor(id, { layout });
  const book = procedures(plan);

  it('has every procedure that the simulator sends people to, in any two failures', () => {
    const { combinations } = simulateAll(plan, 2, { include: ['site', 'process', 'link'], most: 20_000 });
    const named = new Set(combinations.flatMap((one) => one.clusters.map(({ runbook }) => runbook)));
    named.delete(null);
    expect(named.size).toBeGreaterThan(0);
    expect([...named].filter((name) => !book.some((procedure) => procedure.id === name))).toEqual([]);
  });

  it('names each procedure and step once, and only hosts of the plan', () => {
    const names = book.map((procedure) => `${procedure.id} ${procedure.variant}`);
    expect(new Set(names).size).toBe(names.length);
    for (const procedure of book) {
      const steps = procedure.steps.map((step) => step.id);
      expect(steps.length).toBeGreaterThan(0);
      expect(new Set(steps).size, procedure.variant).toBe(steps.length);
      const known = [...plan.hosts.map((host) => host.name), undefined];
      expect(procedure.steps.filter((step) => !known.includes(step.host))).toEqual([]);
    }
  });

  it('prints commands that bash can read', () => {
    const commands = book.flatMap((procedure) => procedure.steps.map((step) => step.command));
    const { status, stderr } = spawnSync('bash', ['-n'], { input: commands.join('\n'), encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
  });
});

describe('what is written', () => {
  it.each(topologyIds)('has every command of %s in both files, and fetches nothing', (id) => {
    const plan = planOf(topologyInputs[id]);
    const { files, losses } = exportPlan(plan, 'runbook');
    const [markdown, html] = files.map((file) => file.text);
    expect(losses).toEqual([]);
    const readBack = (html ?? '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    for (const { command } of procedures(plan).flatMap((procedure) => procedure.steps)) {
      expect(markdown).toContain(`\n${command}\n`);
      expect(readBack).toContain(`<pre>${command}</pre>`);
    }
    for (const host of plan.hosts) expect(markdown).toContain(`${host.name}, ${host.address}`);
    expect(html).not.toMatch(/<(?:script|link|img|iframe)\b|url\(|@import|href="(?!#)/i);
    const anchors = [...(html ?? '').matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(anchors.filter((anchor) => !html?.includes(`id="${anchor}"`))).toEqual([]);
  });

  it('uses certificates exactly where the plan has them', () => {
    const plan = planOf(topologyInputs['three-node']);
    const text = (tls: boolean) =>
      procedures({ ...plan, security: { tls } })
        .flatMap((procedure) => procedure.steps.map((step) => step.command))
        .join('\n');
    const calls = (all: string) => all.split('\n').filter((line) => line.includes('etcdctl '));
    expect(calls(text(true)).length).toBeGreaterThan(10);
    expect(calls(text(true)).filter((line) => !/https:.*--cacert=.*--cert=.*--key=/.test(line))).toEqual([]);
    expect(text(false)).not.toMatch(/https:|--cacert/);
  });

  it('refuses names that would be commands', () => {
    const plan = planOf(topologyInputs['three-node']);
    const [first, ...rest] = plan.hosts;
    if (first === undefined) throw new Error('no host');
    const hosts = [{ ...first, name: 'n1; reboot' }, ...rest];
    expect(() => exportPlan({ ...plan, hosts }, 'runbook')).toThrow(/cannot be written/);
  });
});
