import { describe, expect, it } from 'vitest';
import { isSecretName, listPlaceholders, secretPlaceholder } from '../../../core/render/placeholders.ts';

describe('placeholders of secrets', () => {
  it('are found, each once, in order', () => {
    const text = `a ${secretPlaceholder('tls/n1.example.com.key')} b {{secret:pg/app-user}}{{secret:tls/n1.example.com.key}}`;
    expect(listPlaceholders(text)).toEqual(['tls/n1.example.com.key', 'pg/app-user']);
    expect(listPlaceholders('{{secret:}} {{secret: a}} {{ secret:a }} {secret:a} {{secret:a/}}')).toEqual([]);
  });

  it.each(['user/pg-main/app_', 'user/pg-main/on--'])('take the name of any user: %s', (name) => {
    expect(listPlaceholders(`${secretPlaceholder(name)}-}}`)).toEqual([name]);
  });

  it.each(['', '../x', 'a b', 'a}}', 'a\nb', '/a', 'a/', "a'b", '__proto__', 'x'.repeat(201)])(
    'refuse the name %j',
    (name) => {
      expect(isSecretName(name)).toBe(false);
      expect(() => secretPlaceholder(name)).toThrow(RangeError);
    },
  );
});
