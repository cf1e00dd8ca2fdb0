import { describe, expect, it } from 'vitest';
import { editPlan } from '../../core/plan/edit.ts';
import { newPlan } from '../../core/plan/newPlan.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import { topologyIds } from '../../core/plan/schema.ts';
import { topologies } from '../../core/plan/topologies.ts';
import { simulateAll } from '../../core/quorum/simulateAll.ts';
import { validatePlan } from '../../core/rules/rules.ts';
import { phraseText } from '../../core/wording/phrase.ts';
import { phraseInChinese } from '../../renderer/text/chinese.ts';
import { card, layOutDiagram } from '../../renderer/wizard/review/diagramLayout.ts';
import { lossExample } from '../../renderer/wizard/topology/lossExample.ts';
import { type Answers, questions, recommend } from '../../renderer/wizard/topology/recommend.ts';
import { retopology } from '../../renderer/wizard/topology/retopology.ts';

const layouts = topologyIds.flatMap((topology) => topologies[topology].layouts.map((layout) => ({ topology, layout })));

function planOf(text: string) {
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.parsed;
}

describe('the cards of the topologies', () => {
  it.each(layouts)('show for $layout.id what they promise', ({ topology, layout }) => {
    for (const { loss, outcome } of layout.outcomes) {
      const { failed, leaders } = lossExample(topology, layout, loss);
      expect(failed.size, loss).toBeGreaterThan(0);
      // Of two clusters, the one that clients write to is the first.
      const writable = [...leaders].some((place) => layout.positions[place]?.member?.cluster === 0);
      expect(writable, loss).toBe(outcome === 'automatic');
    }
  });

  it.each(layouts)('write for $layout.id the file that `quorate new` writes', ({ topology, layout }) => {
    const first = newPlan({ topology: 'three-node', name: 'orders' });
    if (!first.ok) throw new Error('no plan to start from');
    const chosen = retopology(planOf(first.text), topology, layout.id);
    if (!chosen.ok) throw new Error(chosen.problems.map((one) => phraseText(one)).join());
    const hosts = planOf(chosen.text).plan.hosts.map(({ name, address }) => ({ name, address }));
    expect(newPlan({ topology, layout: layout.id, name: 'orders', hosts })).toEqual({ ok: true, text: chosen.text });
  });
});

describe('another topology', () => {
  it('keeps what the file says of hosts and of a cluster alone', () => {
    const hosts = [1, 2, 3].map((number) => ({ name: `n${number}`, address: `10.0.0.${number}` }));
    const first = newPlan({ topology: 'three-node', name: 'orders', hosts });
    if (!first.ok) throw new Error('no plan to start from');
    const own = {
      template: 'olap',
      users: [{ name: 'app', connectionLimit: 5 }],
      databases: [{ name: 'app', locale: 'C' }],
    };
    const text = editPlan(first.text, [
      { path: ['hosts', 1, 'ssh'], value: { port: 2222 } },
      { path: ['hosts', 2, 'zone'], value: 'rack3' },
      { path: ['clusters', 0, 'postgres'], value: own },
    ]);
    for (const { topology, layout } of layouts) {
      const chosen = retopology(planOf(text), topology, layout.id);
      if (!chosen.ok) throw new Error(chosen.problems.map((one) => phraseText(one)).join());
      const { document, plan } = planOf(chosen.text);
      expect(document.getIn(['clusters', 0, 'postgres'], true)?.toString(), layout.id).toBe(
        planOf(text).document.getIn(['clusters', 0, 'postgres'], true)?.toString(),
      );
      expect(plan.clusters[0]?.postgres).toEqual(planOf(text).plan.clusters[0]?.postgres);
      expect(plan.hosts[1]?.ssh.port).toBe(2222);
      expect(plan.hosts[2]?.zone ?? 'rack3').toBe('rack3');
    }
  });
});

describe('another layout of two regions', () => {
  const regions = topologies['geo-dr'].layouts;
  const delays = (text: string) => planOf(text).plan.clusters.map(({ standbyOf }) => standbyOf?.delaySeconds);

  it.each(regions)('keeps the delay of the standby region: $id', ({ id }) => {
    const first = newPlan({ topology: 'geo-dr', layout: regions[0].id, name: 'orders' });
    if (!first.ok) throw new Error('no plan to start from');
    const delayed = editPlan(first.text, [{ path: ['clusters', 1, 'standbyOf', 'delay'], value: '1h' }]);
    const swapped = editPlan(first.text, [
      { path: ['clusters', 0, 'standbyOf'], value: { cluster: 'pg-orders-dr', delay: '1h' } },
      { path: ['clusters', 1, 'standbyOf'] },
    ]);
    for (const text of [delayed, swapped]) {
      const chosen = retopology(planOf(text), 'geo-dr', id);
      if (!chosen.ok) throw new Error(chosen.problems.map((one) => phraseText(one)).join());
      expect(delays(chosen.text)).toEqual([undefined, 3600]);
      expect(chosen.text).toContain('delay: 1h');
    }
    const alone = retopology(planOf(delayed), 'three-node', topologies['three-node'].layouts[0].id);
    expect(alone.ok && delays(alone.text)).toEqual([undefined]);
  });
});

describe('the four questions', () => {
  const all = questions.machines.flatMap((machines) =>
    questions.places.flatMap((places) =>
      questions.loss.flatMap((loss) =>
        questions.downtime.map((downtime): Answers => ({ machines, places, loss, downtime })),
      ),
    ),
  );
  it('lead to a plan without errors, whatever the answers, with a reason', () => {
    const most = { two: 2, 'two-and-small': 3, three: 4, five: 5, six: Number.POSITIVE_INFINITY };
    for (const answers of all) {
      const { topology, layout, mode, remarks } = recommend(answers);
      const { positions } = topologies[topology].layouts.find(({ id }) => id === layout) ?? { positions: [] };
      const hosts = positions.map((_, index) => ({ name: `n${index + 1}`, address: `10.0.0.${index + 1}` }));
      const made = newPlan({ topology, layout, name: 'orders', hosts, sections: { objectives: { mode } } });
      if (!made.ok) throw new Error(made.problems.map(({ message }) => message).join('\n'));
      const { plan } = planOf(made.text);
      expect(
        validatePlan(plan).filter(({ severity }) => severity === 'error'),
        JSON.stringify(answers),
      ).toEqual([]);
      expect(plan.hosts.length, JSON.stringify(answers)).toBeLessThanOrEqual(most[answers.machines]);
      expect(mode === 'zero-loss').toBe(answers.loss === 'none');
      expect(remarks.length).toBeGreaterThan(0);
    }
  });
});

describe('the drawing of the topology', () => {
  it.each(layouts)('keeps the hosts of $layout.id apart and inside their sites', ({ topology, layout }) => {
    const made = newPlan({ topology, layout: layout.id });
    if (!made.ok) throw new Error('no plan');
    const { plan } = planOf(made.text);
    checkLayout(plan);
    const racks = { ...plan, hosts: plan.hosts.map((host, index) => ({ ...host, zone: `rack${index % 2}` })) };
    checkLayout(racks);
  });

  it.each([
    { sites: 1, racks: 0 },
    { sites: 1, racks: 5 },
    { sites: 2, racks: 0 },
    { sites: 2, racks: 6 },
    { sites: 3, racks: 3 },
  ])('keeps 100 hosts in $sites sites of $racks racks in the shape of a screen', ({ sites, racks }) => {
    const three = newPlan({ topology: 'three-node', name: 'x' });
    if (!three.ok) throw new Error('no plan');
    const { plan } = planOf(three.text);
    const [first] = plan.hosts;
    if (first === undefined) throw new Error('no host');
    const hosts = Array.from({ length: 100 }, (_, index) => ({
      ...first,
      name: `n${index + 1}`,
      site: `dc${index % sites}`,
      zone: racks === 0 ? `n${index + 1}` : `rack${index % (sites * racks)}`,
    }));
    const many = {
      ...plan,
      hosts,
      sites: Array.from({ length: sites }, (_, index) => ({ name: `dc${index}`, role: 'primary' as const })),
    };
    checkLayout(many);
    const { width, height, zones } = layOutDiagram(many);
    expect(width / height).toBeGreaterThan(0.8);
    expect(width / height).toBeLessThan(3.2);
    for (const [index, one] of zones.entries())
      for (const other of zones.slice(index + 1))
        expect(
          one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y,
        ).toBe(true);
  });

  function checkLayout(plan: Parameters<typeof layOutDiagram>[0]): void {
    const { hosts, sites, width, height } = layOutDiagram(plan);
    expect(hosts.map(({ name }) => name).sort()).toEqual(plan.hosts.map(({ name }) => name).sort());
    for (const [index, one] of hosts.entries()) {
      const site = sites.find(({ name }) => name === plan.hosts.find((host) => host.name === one.name)?.site);
      expect(site !== undefined && one.x >= site.x && one.x + card.width <= site.x + site.width, one.name).toBe(true);
      expect(site !== undefined && one.y >= site.y && one.y + card.height <= site.y + site.height, one.name).toBe(true);
      for (const other of hosts.slice(index + 1))
        expect(Math.abs(one.x - other.x) >= card.width || Math.abs(one.y - other.y) >= card.height).toBe(true);
    }
    for (const site of sites) expect(site.x + site.width <= width && site.y + site.height <= height).toBe(true);
  }
});

describe('the simulator in Chinese', () => {
  it.each(layouts)('has no English left in any reason of $layout.id', ({ topology, layout }) => {
    const made = newPlan({ topology, layout: layout.id, name: 'x' });
    if (!made.ok) throw new Error('no plan');
    const modes = ['default', 'zero-loss'] as const;
    for (const mode of modes) {
      const text = made.text.replace(/mode: [a-z-]+/, `mode: ${mode}`);
      for (const { clusters } of simulateAll(planOf(text).plan, 2, { include: ['site', 'process', 'link'] })
        .combinations)
        for (const { said } of clusters) {
          const sentence = phraseInChinese(said);
          const rest = sentence.replaceAll(
            /pg-x(?:-dr)?(?:-\d+)?|PostgreSQL|PgBouncer|HAProxy|Patroni|etcd|nofailover/g,
            '',
          );
          expect(rest, sentence).not.toMatch(/[A-Za-z]{3,}/);
        }
    }
  });
});
