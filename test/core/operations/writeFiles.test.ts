import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import { writeFiles } from '../../../core/operations/writeFiles.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import { listPlaceholders, secretPlaceholder } from '../../../core/render/placeholders.ts';
import type { RenderedFile } from '../../../core/render/renderedFile.ts';
import { makeRedactor } from '../../../electron/services/secrets/redactor.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { bareHost } from '../deployment/deploymentFixture.ts';
import { environment, planOf, timing, topologyInputs } from '../render/renderPlans.ts';

describe('the difference of a file with secrets', () => {
  const path = '/etc/patroni/config.yml';
  const file: RenderedFile = {
    path,
    content: 'password: "{{secret:postgres/superuser}}"\nlog: INFO\n',
    mode: 0o640,
    owner: 'root',
    group: 'postgres',
    component: 'patroni',
    onChange: 'reload',
  };
  const shownBefore = (content: string) => {
    const files = new Map([[path, { sha256: 'x', mode: 0o640, owner: 'root', group: 'postgres', content }]]);
    const redact = (text: string) => text.replaceAll('sesame', '{{secret:postgres/superuser}}');
    return writeFiles('n1', 'patroni', [file], bareHost({ files }), { digest: () => 'y', redact })?.diffs[0]?.before;
  };

  it('shows a secret that is the same as the same, and hides one that nobody knows', () => {
    expect(shownBefore('password: "sesame"\nlog: DEBUG\n')).toBe(
      'password: "{{secret:postgres/superuser}}"\nlog: DEBUG\n',
    );
    expect(shownBefore("password: 'sesame'\n")).toBe("password: '{{secret:postgres/superuser}}'\n");
    expect(shownBefore('password: "other"\n')).toBe('password: [hidden]\n');
  });

  it.each(topologyIds)('is none for any file of %s that a host has as it was written', async (topology) => {
    const templates = await loadTemplates(join(import.meta.dirname, '../../..'));
    const plan = planOf(topologyInputs[topology]);
    for (const { name } of plan.hosts) {
      const rendered = renderHost(plan, name, { environment, timing, templates });
      const secrets = [...new Set(rendered.flatMap(({ content }) => listPlaceholders(content)))];
      const entries = Object.fromEntries(
        secrets.map((secret, index) => [secret, { kind: 'password', value: `sesame-${index}-${secret}` } as const]),
      );
      const filled = (text: string) =>
        secrets.reduce((all, secret) => all.replaceAll(secretPlaceholder(secret), entries[secret]?.value ?? ''), text);
      // Every file differs in one line that holds no secret.
      const files = new Map(
        rendered.map((one) => [
          one.path,
          {
            sha256: 'x',
            mode: one.mode,
            owner: one.owner,
            group: one.group,
            content: `# older\n${filled(one.content)}`,
          },
        ]),
      );
      const redact = makeRedactor(entries);
      const diffs =
        writeFiles(name, 'patroni', rendered, bareHost({ files }), { digest: () => 'y', redact })?.diffs ?? [];
      expect(diffs.length).toBeGreaterThan(0);
      for (const diff of diffs)
        if (diff.unshown === undefined) expect(diff.before, diff.path).toBe(`# older\n${diff.after}`);
    }
  });
});
