import { describe, expect, it } from 'vitest';
import { certificateFiles } from '../../../core/facts/certificateFiles.ts';
import { findAlerts } from '../../../core/health/alerts.ts';
import { certificateAlert } from '../../../core/health/certificates.ts';
import { assembleStatus } from '../../../core/health/status.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { planOf } from '../deployment/deploymentFixture.ts';

const certificate = (host: string, daysLeft: number) => ({
  host,
  path: '/etc/etcd/tls/host.crt',
  daysLeft,
  endsAt: new Date(Date.UTC(2030, 0, 1) + daysLeft * 86_400_000).toISOString(),
});
const alertOf = (...days: number[]) => certificateAlert(days.map((left, index) => certificate(`n${index + 1}`, left)));

describe('certificates that end', () => {
  it('are not spoken of from 90 days on, are a warning below, and an error below 14', () => {
    expect(alertOf(90, 700)).toBeUndefined();
    expect(alertOf()).toBeUndefined();
    expect(alertOf(700, 89)).toMatchObject({ severity: 'warning', subject: 'n2', value: 89 });
    expect(alertOf(14, 89)).toMatchObject({ severity: 'warning', subject: 'n1, n2', value: 14 });
    expect(alertOf(13, 89)).toMatchObject({ severity: 'error', value: 13 });
  });

  it('are told with the day, the place and the way out, in both languages', () => {
    const [soon, over] = [alertOf(20), alertOf(-3)];
    expect(phraseText(soon?.why ?? '')).toBe(
      '/etc/etcd/tls/host.crt on n1 ends on 2030-01-21, in 20 days: from then on new connections with it are refused.',
    );
    expect(phraseText(over?.why ?? '')).toContain('has ended on 2029-12-29');
    expect(phraseText(soon?.next ?? '')).toContain('quorate rotate');
    const signs = certificateAlert([{ ...certificate('n1', 20), path: '/etc/etcd/tls/ca.crt', authority: true }]);
    expect(phraseText(signs?.next ?? '')).toContain('quorate rotate PLAN ca');
    const said = [soon, over, signs].flatMap((one) => (one === undefined ? [] : [one.why, one.next]));
    expect(
      said.flatMap((one) =>
        englishLeft(one, ['etc', 'tls', 'host', 'ca', 'crt', 'PLAN', 'certificates', 'quorate', 'rotate', 'etcd']),
      ),
    ).toEqual([]);
  });

  it('are in the status in the order of their ends, and a deployment with one that has ended is not healthy', () => {
    const plan = planOf(3);
    const hosts = (left: number) => [
      { host: 'n1', certificates: [certificate('n1', 500)] },
      { host: 'n2', certificates: [certificate('n2', left)] },
    ];
    const status = assembleStatus(plan, hosts(40));
    expect(status.certificates.map(({ host, daysLeft }) => [host, daysLeft])).toEqual([
      ['n2', 40],
      ['n1', 500],
    ]);
    expect(findAlerts(plan, status)).toContainEqual(
      expect.objectContaining({ id: 'certificate-ends', severity: 'warning', subject: 'n2' }),
    );
    expect(assembleStatus(plan, hosts(-1)).healthy).toBe(false);
  });
});

describe('certificateFiles', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  const line = (path: string, text: string) => `file ${path} ${Buffer.from(text).toString('base64')}\n`;
  const { command, parse } = certificateFiles(['/a.crt', '/b.pem']);

  it('reads every certificate of a file', () => {
    expect(parse(line('/a.crt', `${pem}\n${pem}\n`))).toEqual([{ path: '/a.crt', certificates: [pem, pem] }]);
  });

  it('believes nothing else: other paths, broken text, no certificate', () => {
    expect(parse(line('/etc/shadow', pem))).toEqual([]);
    expect(parse('file /a.crt !!!\nnoise\n')).toEqual([]);
    expect(parse(line('/a.crt', 'nothing'))).toEqual([{ path: '/a.crt', certificates: [] }]);
  });

  it('leaves keys where they are', () => {
    expect(command).toContain('BEGIN CERTIFICATE');
    expect(command).not.toContain('PRIVATE');
  });
});
