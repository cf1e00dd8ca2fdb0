import { writtenParameters } from '../plan/postgresOf.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { PlanPath } from './finding.ts';

const secretName = /passw(?:or)?d|passphrase|secret|(?:^|_)token(?:$|_)|credential|api_?key|private_?key/i;
/** Parameters whose name says password and that hold none. */
const harmless: ReadonlySet<string> = new Set([
  'password_encryption',
  'ssl_passphrase_command_supports_reload',
  'krb_server_keyfile',
]);
const secretValues: readonly (readonly [RegExp, Phrase])[] = [
  [/\b(?:password|passwd|pwd)\s*=\s*[^\s'"]/i, say`a password`],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i, say`a URL with a password`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY/, say`a private key`],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|aws_secret_access_key|\bPGPASSWORD=/i, say`a credential`],
];

/** Plans are shown, mailed and kept in version control: secrets are not in them. */
export const secretsInPlan = defineRule(
  {
    id: 'secrets-in-plan',
    title: 'The plan holds no secret',
    reference: 'Passwords are generated and kept by the secrets service; the plan is a public file',
  },
  (plan, report) => {
    const inspect = (value: unknown, path: PlanPath, removable: boolean) => {
      const what = typeof value === 'string' ? secretValues.find(([pattern]) => pattern.test(value))?.[1] : undefined;
      if (what !== undefined)
        // The value itself is not repeated: the message ends up in logs.
        report(
          'error',
          path,
          say`This value holds ${what}, and a plan is no place for secrets: whoever reads the plan has it. Take it out and change it where it is in use.`,
          [...(removable ? [fixOf(say`Take it out`, [path, undefined])] : [])],
        );
      return what !== undefined;
    };
    for (const { name, value, path } of writtenParameters(plan)) {
      if (inspect(value, path, true) || !secretName.test(name) || harmless.has(name.toLowerCase())) continue;
      report(
        'error',
        path,
        say`The parameter ${name} looks like a secret, and a plan is no place for secrets: whoever reads the plan has it.`,
        [fixOf(say`Take it out`, [path, undefined])],
      );
    }
    for (const field of ['url', 'key', 'file'] as const) inspect(plan.packages[field], ['packages', field], true);
    inspect(plan.access.dns, ['access', 'dns'], true);
    for (const field of ['key', 'jump', 'user'] as const) {
      inspect(plan.ssh[field], ['ssh', field], true);
      for (const [index, host] of plan.hosts.entries())
        if (host.ssh[field] !== plan.ssh[field]) inspect(host.ssh[field], ['hosts', index, 'ssh', field], true);
    }
  },
);
