import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderHost } from '../../../core/components/renderHost.ts';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type Release, type TopologyId, topologyIds } from '../../../core/plan/schema.ts';
import { listPlaceholders } from '../../../core/render/placeholders.ts';
import type { RenderedFile, Templates } from '../../../core/render/renderedFile.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { planFixture } from '../planFixture.ts';
import { goldenTree } from './goldenFiles.ts';
import { environment, planOf, timing, topologyInputs } from './renderPlans.ts';

const root = join(import.meta.dirname, '../../..');
let templates: Templates;

beforeAll(async () => {
  templates = await loadTemplates(root);
});

function renderAll(plan: Plan, release: Release): ReadonlyMap<string, readonly RenderedFile[]> {
  const own = { ...environment, release };
  const environments = Object.fromEntries(plan.hosts.map((host) => [host.name, own]));
  return new Map(
    plan.hosts.map((host) => [
      host.name,
      renderHost(plan, host.name, { environment: own, environments, timing, templates }),
    ]),
  );
}

/** Modes and owners travel with the content: a golden file that is readable by all would otherwise look the same. */
function tree(plan: Plan, release: Release): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [host, rendered] of renderAll(plan, release)) {
    files[`${host}/MANIFEST`] = rendered
      .map(
        (file) =>
          `${file.mode.toString(8).padStart(4, '0')} ${file.owner}:${file.group} ${file.onChange} ${file.component} ${file.path}\n`,
      )
      .join('');
    for (const file of rendered) files[`${host}${file.path}`] = file.content;
  }
  return files;
}

describe('renderHost', () => {
  const cases: readonly (readonly [TopologyId, Release])[] = [
    ...topologyIds.map((topology) => [topology, 'bookworm'] as const),
    ['three-node', 'trixie'],
  ];

  it.each(cases)('writes the golden files of %s on %s', (topology, release) => {
    const fresh = tree(planOf(topologyInputs[topology]), release);
    const folder = join(root, 'test/fixtures/render', `${topology}-${release}`);
    expect(fresh).toEqual(goldenTree(folder, fresh));
  });

  it('limits the rate of a copy in whole kB/s, never above the plan, as text: Patroni takes no numbers there', () => {
    const plan = planFixture({ sections: { patroni: { basebackup: { maxRate: '100kB' } } } }, [
      [['postgres', 'walDirectory'], '/wal'],
    ]);
    const configs = [...renderAll(plan, 'bookworm').values()]
      .flat()
      .filter((file) => file.path === '/etc/patroni/config.yml');
    expect(configs).toHaveLength(3);
    for (const { content } of configs)
      expect(parse(content).postgresql.basebackup).toEqual([
        { checkpoint: 'fast' },
        { 'max-rate': '97k' },
        { waldir: '/wal/pg-main' },
      ]);
  });

  it.each(topologyIds)('names only secrets that secretsOf lists, all of its certificates included: %s', (topology) => {
    const plan = planOf(topologyInputs[topology]);
    const named = new Set(
      [...renderAll(plan, 'bookworm').values()].flat().flatMap((file) => listPlaceholders(file.content)),
    );
    const listed = secretsOf(plan);
    expect([...named].filter((name) => !listed.some((secret) => secret.name === name))).toEqual([]);
    expect(listed.filter((secret) => secret.kind === 'tls' && !named.has(secret.name))).toEqual([]);
  });

  it('lets nobody but the service read a file with a secret in it, and no service write its own configuration', () => {
    const files = [...renderAll(planOf(topologyInputs['three-node']), 'bookworm').values()].flat();
    const secret = files.filter((file) => listPlaceholders(file.content).some((name) => !/\.crt$/.test(name)));
    expect(secret.length).toBeGreaterThan(10);
    const paths = (of: readonly RenderedFile[]) => of.map((file) => file.path);
    expect(paths(secret.filter((file) => (file.mode & 0o007) !== 0))).toEqual([]);
    expect(paths(files.filter((file) => file.owner !== 'root' || (file.mode & 0o022) !== 0))).toEqual([]);
  });
});
