import { describe, expect, it } from 'vitest';
import type { DeploymentNote } from '../../../core/facts/deploymentNote.ts';
import { type Held, takeSecrets } from '../../../electron/services/handover/readHeld.ts';
import type { SecretDraft } from '../../../electron/services/secrets/secretStore.ts';
import { isVerifiedBy } from '../../../electron/services/secrets/verifiers.ts';
import { planFixture } from '../../core/planFixture.ts';

/** The example of RFC 7677: user, password pencil. PostgreSQL writes the same as SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey. */
const verifier =
  'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=';

const plan = planFixture({}, [[['postgres', 'users'], [{ name: 'app' }]]]);
const [cluster] = plan.clusters;
const app = `user/${cluster?.name}/app`;
const note: DeploymentNote | undefined = undefined;

function held(secrets: readonly (readonly [string, string])[][], verifiers = new Map<string, string>()): Held {
  return {
    silent: [],
    hosts: new Map(
      plan.hosts.map(({ name }, index) => [
        name,
        { owner: undefined, note, audit: [], secrets: new Map(secrets[index] ?? []), verifiers },
      ]),
    ),
  };
}

describe('what verifies a password', () => {
  it('is told from what does not', () => {
    expect(isVerifiedBy('pencil', verifier)).toBe(true);
    expect(isVerifiedBy(verifier, verifier)).toBe(true);
    expect(isVerifiedBy('pencils', verifier)).toBe(false);
    expect(isVerifiedBy('pencil', 'md5abc')).toBe(false);
  });

  it('leaves a password that is known, and takes the place of one that was changed elsewhere', () => {
    const draft: SecretDraft = new Map([[app, { kind: 'password', value: 'pencil' }]]);
    const found = held([], new Map([['app', verifier]]));
    expect(takeSecrets(plan, found, draft)).toEqual({ taken: [], onlyVerified: [], differing: [] });
    draft.set(app, { kind: 'password', value: 'another password' });
    expect(takeSecrets(plan, found, draft)).toEqual({ taken: [app], onlyVerified: [app], differing: [] });
    expect(draft.get(app)?.value).toBe(verifier);
  });
});

describe('secrets of several hosts', () => {
  it('are those that most have, and it is said where they differ', () => {
    const draft: SecretDraft = new Map();
    const one = [['haproxy/stats', 'first-password'] as const];
    const other = [['haproxy/stats', 'second-password'] as const];
    expect(takeSecrets(plan, held([one, other, other]), draft)).toMatchObject({
      taken: ['haproxy/stats'],
      differing: ['haproxy/stats'],
    });
    expect(draft.get('haproxy/stats')?.value).toBe('second-password');
  });

  it('leave what only the folder knows, such as the keys of its authorities', () => {
    const key = { kind: 'private-key', value: 'the key of the authority' } as const;
    const draft: SecretDraft = new Map([['tls/members-ca.key', key]]);
    takeSecrets(plan, held([[['tls/members-ca.crt', 'a certificate']]]), draft);
    expect(draft.get('tls/members-ca.key')).toBe(key);
    expect(draft.get('tls/members-ca.crt')).toEqual({ kind: 'certificate', value: 'a certificate' });
  });
});
