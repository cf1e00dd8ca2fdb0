import { describe, expect, it } from 'vitest';
import { heldSecrets } from '../../../core/components/heldSecrets.ts';
import { renderHost } from '../../../core/components/renderHost.ts';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import { listPlaceholders, placeholderPattern } from '../../../core/render/placeholders.ts';
import { assumedHost } from '../../../core/render/renderedFile.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { layouts, planFixture } from '../planFixture.ts';

/** A value of the kind that its name asks for, and nobody else's. */
function valueOfSecret(name: string, certificates = 1): string {
  const block = (kind: string, index: number) =>
    `-----BEGIN ${kind}-----\n${Buffer.from(`${name} ${index}`).toString('base64')}\n-----END ${kind}-----\n`;
  if (name.endsWith('.key')) return block('PRIVATE KEY', 0);
  if (!name.endsWith('.crt')) return Buffer.from(name).toString('hex');
  return Array.from({ length: certificates }, (_, index) => block('CERTIFICATE', index)).join('');
}

const fill = (content: string, value: (name: string) => string) =>
  content.replaceAll(placeholderPattern(), (_, name: string) => value(name));

describe('the secrets of a host', () => {
  it.each(layouts.flatMap((layout) => (['bookworm', 'trixie'] as const).map((release) => ({ layout, release }))))(
    'are read back from its files, all of them: $layout.topology $release',
    async ({ layout, release }) => {
      const plan = planFixture(layout);
      const templates = await loadTemplates(process.cwd());
      const timing = resolveTiming(plan);
      const all = new Map<string, string>();
      for (const { name } of plan.hosts) {
        const files = renderHost(plan, name, { environment: { ...assumedHost, release }, timing, templates });
        // The real host is of another size than the one that the files are rendered for here.
        const real = renderHost(plan, name, {
          environment: { ...assumedHost, release, cores: 64, memoryBytes: 2 ** 38 },
          timing,
          templates,
        });
        const contents = new Map(
          real.map(({ path, content }) => [
            path,
            fill(content, (one) => valueOfSecret(one, one === 'tls/ca.crt' ? 2 : 1)),
          ]),
        );
        const asked = files.flatMap(({ content }) => listPlaceholders(content));
        const held = heldSecrets(files, contents);
        expect([...held.keys()].sort()).toEqual([...new Set(asked)].sort());
        for (const [secret, value] of held) {
          expect(value, secret).toBe(valueOfSecret(secret, secret === 'tls/ca.crt' ? 2 : 1));
          all.set(secret, value);
        }
      }
      // What only clients know is on no host; neither are the keys of the authorities, which no file names.
      const wanted = secretsOf(plan)
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('user/'));
      expect([...all.keys()].sort()).toEqual([...wanted].sort());
    },
  );

  it('are read from a file that somebody has edited beside them, and never guessed', () => {
    const rendered = [
      {
        path: '/a',
        content: 'x: 1\npassword: "{{secret:a/b}}"\n  password: "{{secret:c/d}}"\npassword: "{{secret:e/f}}"\n',
      },
    ];
    const edited = 'y: 2\n# by hand\npassword: "one"\nz: 3\n  password: "two"\npassword: "three"\n';
    expect(Object.fromEntries(heldSecrets(rendered, new Map([['/a', edited]])))).toEqual({
      'a/b': 'one',
      'c/d': 'two',
      'e/f': 'three',
    });
    const more = `${edited}password: "whose"\n`;
    expect(Object.fromEntries(heldSecrets(rendered, new Map([['/a', more]])))).toEqual({ 'c/d': 'two' });
    expect(heldSecrets(rendered, new Map()).size).toBe(0);
  });

  it('are not guessed where there are more certificates than names', () => {
    const rendered = [{ path: '/a', content: '{{secret:tls/a.crt}}\n{{secret:tls/b.crt}}\n' }];
    const three = ['a', 'b', 'c'].map((name) => valueOfSecret(`${name}.crt`)).join('\n');
    expect(heldSecrets(rendered, new Map([['/a', three]])).size).toBe(0);
  });
});
