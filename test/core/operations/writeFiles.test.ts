import { describe, expect, it } from 'vitest';
import { writeFiles } from '../../../core/operations/writeFiles.ts';
import type { RenderedFile } from '../../../core/render/renderedFile.ts';
import { bareHost } from '../deployment/deploymentFixture.ts';

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
});
