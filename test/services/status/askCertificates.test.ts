import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificateAlert } from '../../../core/health/certificates.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import { askCertificates } from '../../../electron/services/status/askCertificates.ts';
import { ensureCertificates } from '../../../electron/services/tls/certificates.ts';
import { planCertificates } from '../../../electron/services/tls/planCertificates.ts';
import { planOf } from '../../core/deployment/deploymentFixture.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-ask-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A host that prints this for every file that it is asked for. */
function hostWith(text: string): HostSession {
  const run = (script: string) => {
    const nonce = /\b(Q[0-9a-f]{32})\b/.exec(script)?.[1] ?? '';
    const paths = [
      ...new Set(script.match(/\/etc\/(?:etcd|patroni|haproxy|pgbouncer)\/tls\/[a-z-]+\.(?:crt|pem)/g) ?? []),
    ];
    const lines = paths.map((path) => `file ${path} ${Buffer.from(text).toString('base64')}\n`).join('');
    return Promise.resolve({
      code: 0,
      stdout: `\n${nonce} begin certificate-files\n${lines}\n${nonce} end certificate-files 0\n`,
      stderr: '',
    });
  };
  return { run } as unknown as HostSession;
}

describe('askCertificates', () => {
  it('counts the days until the end of what the host has, by the clock that it is given', async () => {
    const plan = planOf(3);
    const [host] = plan.hosts;
    if (host === undefined) throw new Error('no host');
    const store = await SecretStore.open(directory);
    await ensureCertificates(store, planCertificates(plan, {}));
    const session = hostWith(store.get('tls/n1.crt')?.reveal() ?? '');
    const later = (days: number) => () => new Date(Date.now() + days * 86_400_000);
    const now = await askCertificates(plan, host, session);
    expect(now.length).toBeGreaterThan(8);
    expect(now[0]?.daysLeft).toBeGreaterThan(760);
    const then = await askCertificates(plan, host, session, later(800));
    expect((now[0]?.daysLeft ?? 0) - (then[0]?.daysLeft ?? 0)).toBe(800);
    expect((await askCertificates(plan, host, session, later(900)))[0]?.daysLeft).toBeLessThan(0);
    const off = { ...plan, security: { ...plan.security, tls: false } };
    expect(await askCertificates(off, host, session)).toEqual([]);
  });

  it('warns before the end of an authority too, with a way out that needs its key and one that does not', async () => {
    const plan = planOf(3);
    const [host] = plan.hosts;
    if (host === undefined) throw new Error('no host');
    const store = await SecretStore.open(directory);
    await ensureCertificates(store, planCertificates(plan, {}));
    const session = hostWith(store.get('tls/members-ca.crt')?.reveal() ?? '');
    const at = (daysBefore: number) => () => new Date(Date.now() + (3650 - daysBefore) * 86_400_000);
    const alertAt = async (daysBefore: number) => {
      const certificates = await askCertificates(plan, host, session, at(daysBefore));
      return certificateAlert(certificates.map((one) => ({ ...one, host: host.name })));
    };
    expect(await alertAt(100)).toBeUndefined();
    const soon = await alertAt(29.5);
    expect([soon?.severity, soon?.value]).toEqual(['warning', 29]);
    expect(phraseText(soon?.next ?? '')).toContain('quorate rotate PLAN ca');
  });

  it('makes nothing of what is no certificate', async () => {
    const plan = planOf(1);
    const [host] = plan.hosts;
    if (host === undefined) throw new Error('no host');
    const broken = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    expect(await askCertificates(plan, host, hostWith(broken))).toEqual([]);
  });
});
