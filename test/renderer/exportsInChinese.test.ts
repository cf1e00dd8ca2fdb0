import { describe, expect, it } from 'vitest';
import { exportFormats } from '../../core/export/formats.ts';
import { importFiles } from '../../core/export/import/importPlan.ts';
import { Problem } from '../../core/problem.ts';
import { phraseInChinese } from '../../renderer/text/chinese.ts';
import { exportPlan } from '../core/export/exportFixture.ts';
import { layouts, planText, readPlan } from '../core/planFixture.ts';
import { cases } from '../core/rules/cases.ts';
import { englishLeft } from './englishLeft.ts';

const plans = [
  ...layouts.map((layout) => planText(layout)),
  ...cases.map(({ base, changes }) => planText(base, changes)),
].map(readPlan);

/** What a format leaves out of every plan that it takes, and why it does not take the others. */
function saidOf(format: string, target?: 'v3') {
  return plans.flatMap((plan) => {
    try {
      const { losses } = exportPlan(plan, format, target === undefined ? {} : { target });
      return losses.flatMap(({ said }) => [said.message, said.instead]);
    } catch (thrown) {
      if (thrown instanceof Problem) return [thrown.said];
      throw thrown;
    }
  });
}

/** What is said of an inventory, or why it makes no plan. */
function saidOfImport(text: string) {
  try {
    return importFiles([{ name: 'f', text }]).report.map(({ said }) => said);
  } catch (thrown) {
    if (thrown instanceof Problem) return [thrown.said];
    throw thrown;
  }
}

describe('what leaves the program and comes into it', () => {
  it('is named in Chinese', () => {
    expect(exportFormats.flatMap(({ title }) => englishLeft(title))).toEqual([]);
  });

  it.each([
    ['pigsty', undefined],
    ['pigsty', 'v3'],
    ['autobase', undefined],
  ] as const)('says in Chinese what an inventory cannot carry: %s %s', (format, target) => {
    const said = saidOf(format, target);
    expect(new Set(said.map(phraseInChinese)).size).toBeGreaterThan(15);
    expect(said.flatMap((phrase) => englishLeft(phrase))).toEqual([]);
  });

  it.each([
    [
      'of another Pigsty',
      'all: { children: { infra: { hosts: { 10.0.0.9: {} } }, x: { hosts: { 10.0.0.8: {} } }, pg: { hosts: { 10.0.0.1: { pg_role: primary, pg_seq: 1 } }, vars: { pg_cluster: pg, pg_rto: 7, pg_version: many, pg_databases: 5, pg_vip_enabled: maybe, pg_crontab: [] } }, etcd: { hosts: { 10.0.0.1: { etcd_seq: 1 } }, vars: { etcd_cluster: etcd } } } }',
    ],
    [
      'of another autobase',
      '[etcd_cluster]\n10.0.0.1\n[master]\n10.0.0.1 hostname=a\n[replica]\n10.0.0.2 hostname=a\n[all:vars]\npatroni_ttl=soon\nhaproxy_maxconn=many\npostgresql_users=none\npatroni_watchdog_mode=perhaps\ntls_cert_generate=perhaps\nwal_g_install=true\npatroni_standby_cluster={"host": "10.9.9.9"}\n',
    ],
    ['that is broken', 'a: [\nb: {\n'],
    ['nested deeply', '['.repeat(20_000)],
    ['of text alone', 'just text'],
    ['of something else', 'all: { children: { x: { hosts: { a: {} } } } }'],
    ['without hosts', 'all: { children: { pg: { vars: { pg_cluster: pg } } } }'],
    ['that is half a plan', 'quorate: 1\nname: x\n'],
    [
      'with hints that make no plan',
      'all: { vars: { quorate_plan: { topology: round, objectives: { rto: -1 } } }, children: { pg: { hosts: { 10.0.0.1: { pg_role: primary, pg_seq: 1 } }, vars: { pg_cluster: pg } } } }',
    ],
    ['that is too long', '#'.repeat(3 * 1024 * 1024)],
  ])('says in Chinese what it makes of an inventory %s', (_, text) => {
    const said = saidOfImport(text);
    expect(said.length).toBeGreaterThan(0);
    // Settings and fields of a plan.
    expect(said.flatMap((phrase) => englishLeft(phrase, ['members', 'hosts', 'name', 'no', 'a', 'none']))).toEqual([]);
    expect(said.map(phraseInChinese).filter((one) => !/\p{Script=Han}/u.test(one))).toEqual([]);
  });
});
