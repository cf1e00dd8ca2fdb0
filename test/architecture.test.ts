import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findSideDoors } from './architecture/door.ts';
import { findCircles, findClimbs } from './architecture/folders.ts';
import { findViolations, maxLines, packages } from './architecture/violations.ts';

const root = join(import.meta.dirname, '..');

function sources(): Map<string, string> {
  const files = new Map<string, string>();
  for (const top of ['core', 'electron', 'renderer']) {
    let names: string[];
    try {
      names = readdirSync(join(root, top), { recursive: true, encoding: 'utf8' });
    } catch {
      continue;
    }
    for (const name of names) {
      if (/\.tsx?$/.test(name))
        files.set(`${top}/${name}`.replaceAll('\\', '/'), readFileSync(join(root, top, name), 'utf8'));
    }
  }
  return files;
}

describe('architecture', () => {
  it('keeps the rooms, the packages in their rooms and the files short', () => {
    const files = sources();
    expect(files.size).toBeGreaterThan(10);
    expect(findViolations(files)).toEqual([]);
  });

  it('has no circle of files: none needs one that needs it', () => {
    expect(findCircles(sources())).toEqual([]);
  });

  it('has no circle of folders: each imports only those below it', () => {
    expect(findClimbs(sources())).toEqual([]);
  });

  it('changes hosts through one door', () => {
    expect(findSideDoors(sources())).toEqual([]);
  });

  it('lists every package that it depends on', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const listed = Object.keys(packages).filter((name) => name !== 'node');
    expect(Object.keys(manifest.dependencies).filter((name) => !listed.includes(name))).toEqual([]);
  });
});

describe('the architecture test itself', () => {
  it('finds files that need each other, by way of others too', () => {
    const files = (b: string) =>
      new Map([
        ['core/a.ts', "import { b } from './b.ts';"],
        ['core/b.ts', "import {\n  one,\n  type Two,\n} from './plan/c.ts';"],
        ['core/plan/c.ts', b],
      ]);
    expect(findCircles(files("import type { A } from '../a.ts';"))).toEqual([
      'these files need each other: core/a.ts -> core/b.ts -> core/plan/c.ts -> core/a.ts',
    ]);
    expect(findCircles(files("export * from '../a.ts';"))).toHaveLength(1);
    expect(findCircles(files('export const c = 1;'))).toEqual([]);
  });

  const breaches = (path: string, source: string) => findViolations(new Map([[path, source]]));

  it.each([
    ['core/plan/a.ts', "import { b } from '../../electron/services/ssh/b.ts';", 'may not import'],
    ['core/plan/a.ts', "import { readFile } from 'node:fs/promises';", 'may not use the package node'],
    ['core/plan/a.ts', "import { Client } from 'ssh2';", 'may not use the package ssh2'],
    ['electron/services/a.ts', "import { app } from 'electron';", 'may not use the package electron'],
    ['electron/headless/a.ts', "import { app } from 'electron';", 'may not use the package electron'],
    ['electron/desktop/a.ts', "import { serve } from '../headless/serve/serveWizard.ts';", 'may not import'],
    ['renderer/a.ts', "import { ipcRenderer } from 'electron';", 'may not use the package electron'],
    ['electron/services/a.ts', "import { router } from '../api/router.ts';", 'may not import'],
    ['electron/services/a.ts', "const x = await import('../headless/quorate.ts');", 'may not import'],
    ['electron/api/a.ts', "export { serve } from '../headless/serve.ts';", 'may not import'],
    ['electron/headless/a.ts', "import type { x } from '../../test/x.ts';", 'may not import'],
    ['core/a.ts', "import {\n  one,\n  two,\n} from 'left-pad';", 'may not use the package left-pad'],
    ['elsewhere/a.ts', '', 'lies in no room'],
    ['core/long.ts', '\n'.repeat(maxLines), 'lines, more than'],
  ])('finds the breach in %s: %s', (path, source, message) => {
    expect(breaches(path, source)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['core/facts/a.ts', "import { b } from '../deployment/b.ts';", 'climbs from facts to deployment'],
    ['core/plan/deep/a.ts', "export type { B } from '../../render/sql/b.ts';", 'climbs from plan to render'],
    ['electron/services/ssh/a.ts', "await import('../deploy/b.ts');", 'climbs from ssh to deploy'],
    ['core/other/a.ts', '', 'core/other has no place'],
  ])('finds the climb in %s: %s', (path, source, message) => {
    expect(findClimbs(new Map([[path, source]]))).toEqual([expect.stringContaining(message)]);
  });

  it('lets folders import what lies below them', () => {
    const source = "import { b } from '../facts/b.ts';\nimport { Problem } from '../problem.ts';";
    expect(findClimbs(new Map([['core/deployment/a.ts', source]]))).toEqual([]);
  });

  it('accepts what the rooms allow', () => {
    expect(
      breaches(
        'electron/services/a.ts',
        "import { z } from 'zod';\nimport type { Plan } from '../../core/plan/plan.ts';",
      ),
    ).toEqual([]);
    expect(breaches('core/a.ts', "import data from '../resources/distributions.json' with { type: 'json' };")).toEqual(
      [],
    );
  });

  it.each([
    ['electron/services/operations/restart.ts', "await session.run('systemctl restart patroni');", 'runs a script'],
    ['electron/api/clusterRouter.ts', 'const { code } = await hostSession.run(script);', 'runs a script'],
    ['electron/services/operations/pause.ts', "request({ method: 'PATCH', path: '/config' })", 'posts to a service'],
    ['electron/services/operations/put.ts', 'await one.putFile(path, content);', 'writes a file'],
    ['electron/services/operations/steps.ts', 'await runBatch(one, { operations });', 'runs operations'],
    ['electron/services/preflight/runPreflight.ts', "session.run('rm -rf /tmp/x')", 'may only read'],
    ['electron/services/dr/drill.ts', 'await readOn(context, host, fenceScript);', 'make it a step'],
  ])('finds the side door in %s: %s', (path, source, message) => {
    expect(findSideDoors(new Map([[path, source]])).join('\n')).toContain(message);
  });
});
