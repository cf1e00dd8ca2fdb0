import { describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import { readRefused, refusedText } from '../../../core/render/refusedHosts.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { planOf } from '../deployment/deploymentFixture.ts';

const templates = await loadTemplates(process.cwd());
const filesOf = (edit: Parameters<typeof planOf>[1], refused?: readonly { name: string; addresses: string[] }[]) => {
  const plan = planOf(3, edit);
  const [host] = plan.hosts;
  const files = renderHost(plan, host?.name ?? '', {
    environment: { release: 'bookworm', cores: 2, memoryBytes: 2 ** 31, diskBytes: 2 ** 40 },
    timing: resolveTiming(plan),
    templates,
    refused,
  });
  return new Map(files.map((file) => [file.path, file]));
};
const gone = [{ name: 'n9', addresses: ['10.0.0.9', 'fd00::9'] }];
const text = (files: ReturnType<typeof filesOf>, path: string) => files.get(path)?.content ?? '';

describe('hosts to which the doors are shut', () => {
  it('are refused by etcd for their certificates, and by PostgreSQL for their addresses before anybody is let in', () => {
    const files = filesOf({}, gone);
    expect(text(files, '/etc/etcd/etcd.yml')).toMatch(/ClientTLSInfo:\n {2}CRLFile: (\S+)/);
    const [, list = ''] = /CRLFile: (\S+)/.exec(text(files, '/etc/etcd/etcd.yml')) ?? [];
    expect(files.get(list)).toMatchObject({ content: '{{secret:tls/refused.crl}}\n', onChange: 'restart' });
    const patroni = text(files, '/etc/patroni/config.yml');
    const refusal = 'host all,replication replicator,quorate_rewind,postgres 10.0.0.9/32 reject';
    expect(patroni).toContain('postgres fd00::9/128 reject');
    expect(patroni.indexOf(refusal)).toBeGreaterThan(0);
    expect(patroni.indexOf(refusal)).toBeLessThan(patroni.indexOf('hostssl replication'));
  });

  it('change nothing while there are none, where there is no TLS, and for an address that a host of the plan has', () => {
    expect(filesOf({}, [])).toEqual(filesOf({}));
    const open = { security: { tls: false } };
    expect(filesOf(open, gone)).toEqual(filesOf(open));
    const own = planOf(3).hosts[1]?.address ?? '';
    expect(text(filesOf({}, [{ name: 'n9', addresses: [own] }]), '/etc/patroni/config.yml')).toBe(
      text(filesOf({}), '/etc/patroni/config.yml'),
    );
  });

  it('are read back from the list, whatever else a host has written into it', () => {
    const list = refusedText('-----BEGIN X509 CRL-----\nAA==\n-----END X509 CRL-----', [
      ...gone,
      { name: 'n8', addresses: [] },
    ]);
    expect(readRefused(list)).toEqual([...gone, { name: 'n8', addresses: [] }]);
    expect(readRefused(`# refused: n7 10.0.0.7,all;drop\n# refused: a b c\n${list}`)[0]).toEqual({
      name: 'n7',
      addresses: ['10.0.0.7'],
    });
  });
});
