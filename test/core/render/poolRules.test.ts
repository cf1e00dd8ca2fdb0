import { describe, expect, it } from 'vitest';
import { type HbaRule, hbaRuleSchema } from '../../../core/plan/postgresObjects.ts';
import { closedNetworks, poolRule } from '../../../core/render/poolRules.ts';
import { validatePlan } from '../../../core/rules/rules.ts';
import { planFor } from '../quorum/plans.ts';

const rule = (text: string, more: Partial<HbaRule> = {}): HbaRule => {
  const [type, database, user, ...rest] = text.split(' ');
  const [address, method] = type === 'local' ? [undefined, rest[0]] : rest;
  return hbaRuleSchema.parse({
    type,
    database: database?.split(','),
    user: user?.split(','),
    address,
    method,
    ...more,
  });
};

describe('a rule of the plan in the pool', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['host all barred all reject', ['host all barred 0.0.0.0/0 reject', 'host all barred ::/0 reject']],
    ['hostssl app,b"c app 10.1.0.0/16 md5', ['hostssl app,"b""c" app 10.1.0.0/16 scram-sha-256']],
    ['host sameuser all 10.1.1.5 reject', ['host sameuser all 10.1.1.5/32 reject']],
    ['host all app fd00::5 scram-sha-256', ['host all app fd00::5/128 scram-sha-256']],
    // GSSAPI encryption is offered nowhere.
    ['hostnogssenc all barred 10.0.0.0/8 reject', ['host all barred 10.0.0.0/8 reject']],
    ['hostnogssenc app app 10.0.0.0/8 scram-sha-256', ['host app app 10.0.0.0/8 scram-sha-256']],
    ['hostgssenc all barred all reject', []],
    ['hostgssenc all app 10.0.0.0/8 scram-sha-256', []],
    // Whoever proves himself by what the pool cannot ask for stays outside of it.
    ['hostssl all app 10.0.0.0/8 cert', []],
    ['host all app 10.0.0.0/8 trust', []],
    ['local all app reject', []],
    ['host all +admins 10.0.0.0/8 scram-sha-256', []],
    // Refused, and not by the pool: the plan's rules say so.
    ['host all +admins all reject', undefined],
    ['host samerole all all reject', undefined],
    ['host all app db.example.org reject', undefined],
    ['host all app samenet reject', undefined],
  ])('%s', (text, lines) => {
    expect(poolRule(rule(text))).toEqual(lines);
  });

  it('closes whole networks at HAProxy, up to the first rule that lets somebody in', () => {
    const rules = [
      rule('host all all 10.9.0.0/16 reject'),
      rule('local all all scram-sha-256'),
      rule('host app all 10.8.0.0/16 reject'),
      rule('hostssl all all 10.7.7.7 reject'),
      rule('host all app 10.6.0.1/32 scram-sha-256'),
      rule('host all all 10.6.0.0/16 reject'),
    ];
    expect(closedNetworks(rules, true)).toEqual(['10.9.0.0/16', '10.7.7.7/32']);
    expect(closedNetworks(rules, false)).toEqual(['10.9.0.0/16']);
    const others = [
      rule('hostgssenc all all 10.1.0.0/16 reject'),
      rule('hostgssenc all all 10.2.0.0/16 scram-sha-256'),
      rule('hostnogssenc all all 10.3.0.0/16 reject'),
      rule('hostnossl all all 10.4.0.0/16 reject'),
    ];
    expect(closedNetworks(others, true)).toEqual(['10.3.0.0/16']);
    expect(closedNetworks(others, false)).toEqual(['10.3.0.0/16', '10.4.0.0/16']);
    expect(closedNetworks([rule('host all all 10.9.0.0/16 reject', { position: 'after' })], true)).toEqual([]);
  });
});

describe('what rules cannot refuse', () => {
  const findings = (...hba: readonly HbaRule[]) => {
    const plan = planFor('three-node', { sections: { postgres: { hba: [...hba] } } });
    return validatePlan(plan).filter(({ id }) => id === 'hba-rules');
  };

  it.each<[string, RegExp]>([
    ['host all barred 10.1.1.5/32 reject', /HAProxy have the address of its host/],
    ['host all +admins all reject', /PgBouncer has no words/],
    ['hostnogssenc all barred 10.1.1.5/32 reject', /HAProxy have the address of its host/],
    ['hostnogssenc all +admins all reject', /PgBouncer has no words/],
    ['hostgssenc all barred 10.1.1.5/32 reject', /hostgssenc matches nobody/],
  ])('%s', (text, message) => {
    const [found, ...others] = findings(rule(text));
    expect(others).toEqual([]);
    expect(found?.message).toMatch(message);
    expect(found?.severity).toBe('warning');
  });

  it('is not said of what every way refuses', () => {
    expect(findings(rule('host all barred all reject'), rule('host all all 10.9.0.0/16 reject'))).toEqual([]);
    expect(
      findings(rule('hostnogssenc all barred all reject'), rule('hostnogssenc all all 10.9.0.0/16 reject')),
    ).toEqual([]);
  });

  it('is said of a network behind a rule that lets somebody of it in, without a fix that would lock everybody out', () => {
    const [found] = findings(rule('host all app 10.9.0.1/32 scram-sha-256'), rule('host all all 10.9.0.0/16 reject'));
    expect(found?.message).toMatch(/directly/);
    expect(found?.fixes).toEqual([]);
  });
});
