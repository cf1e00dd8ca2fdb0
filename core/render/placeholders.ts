/**
 * What a secret may be called: enough for `tls/n1.example.com.key` and `user/pg-main/app_`, nothing that a shell or a path reads. It ends
 * as names of users may end.
 */
const namePattern = '[A-Za-z0-9](?:[A-Za-z0-9._@/-]*[A-Za-z0-9_-])?';
const wholeName = new RegExp(`^${namePattern}$`);

/** Matches every placeholder; capture 1 is the secret's name. Make a new one per use: it carries state. */
export function placeholderPattern(): RegExp {
  return new RegExp(`\\{\\{secret:(${namePattern})\\}\\}`, 'g');
}

/** Whether a text can be the name of a secret. */
export function isSecretName(name: string): boolean {
  return name.length <= 200 && wholeName.test(name);
}

/**
 * The text that stands for a secret in plans, rendered files, diffs and logs: `{{secret:NAME}}`.
 * @throws RangeError when the name cannot be one
 */
export function secretPlaceholder(name: string): string {
  if (!isSecretName(name)) throw new RangeError(`${JSON.stringify(name)} cannot be the name of a secret`);
  return `{{secret:${name}}}`;
}

/** The names of the secrets that a text asks for, each once, in order of first use. */
export function listPlaceholders(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(placeholderPattern()), (match) => match[1] ?? ''))];
}
