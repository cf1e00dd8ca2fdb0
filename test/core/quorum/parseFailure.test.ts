import { describe, expect, it } from 'vitest';
import { parseFailure } from '../../../core/quorum/parseFailure.ts';
import { planFor } from './plans.ts';

const plan = planFor('dual-dc', {
  hosts: ['pg-a-1', 'pg-a-2', 'pg-b-1', 'pg-b-2', 'vote'].map((name, index) => ({
    name,
    address: `10.0.0.${index + 1}`,
  })),
});

describe('parseFailure', () => {
  it.each([
    ['host=pg-a-1', { kind: 'host', host: 'pg-a-1' }],
    ['site=dcA', { kind: 'site', site: 'dcA' }],
    ['patroni@pg-a-1', { kind: 'process', host: 'pg-a-1', process: 'patroni' }],
    ['process=etcd@vote', { kind: 'process', host: 'vote', process: 'etcd' }],
    ['dcs=pg-a-2', { kind: 'dcs', host: 'pg-a-2' }],
    ['link=pg-a-1/pg-b-1', { kind: 'link', from: 'pg-a-1', to: 'pg-b-1' }],
    ['link=dcA>vote', { kind: 'link', from: 'dcA', to: 'vote', oneWay: true }],
  ])('reads %s', (text, failure) => {
    expect(parseFailure(text, plan)).toEqual({ ok: true, failure });
  });

  it.each([
    ['hots=pg-a-1', 'syntax', 'host=pg-a-1'],
    ['pg-a-1', 'syntax', 'host=pg-a-1'],
    ['dcB', 'syntax', 'site=dcB'],
    ['nonsense', 'syntax', undefined],
    ['host=pga1', 'unknown-host', 'host=pg-a-1'],
    ['site=dcX', 'unknown-site', 'site=dcA'],
    ['patrony@pg-a-1', 'unknown-process', 'patroni@pg-a-1'],
    ['etcd@vot', 'unknown-host', 'etcd@vote'],
    ['postgres@vote', 'not-there', undefined],
    ['keepalived@pg-a-1', 'not-there', undefined],
    ['link=pg-a-1-pg-b-1', 'syntax', undefined],
    ['link=pg-a-1/pg-b-1/vote', 'syntax', undefined],
    ['link=dcA/vota', 'unknown-end', 'link=dcA/vote'],
    ['link=dcA/dcA', 'same-end', undefined],
    ['host=\u001b[31m', 'unknown-host', undefined],
  ])('refuses %s', (text, code, suggestion) => {
    const parsed = parseFailure(text, plan);
    if (parsed.ok) throw new Error(`${text} was read`);
    expect(parsed.problem.code).toBe(code);
    expect(parsed.problem.suggestion).toBe(suggestion);
    expect(parsed.problem.message).not.toContain('\u001b');
  });
});
