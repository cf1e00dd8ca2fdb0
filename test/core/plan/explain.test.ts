import { describe, expect, it } from 'vitest';
import { newPlan } from '../../../core/plan/newPlan.ts';
import { type ParsedPlan, parsePlan } from '../../../core/plan/parse.ts';
import { formatPath } from '../../../core/plan/planPath.ts';
import { explainPlan } from '../../../core/timing/explainPlan.ts';
import { explained, type TimingExplanation } from '../../../core/timing/timing.ts';
import { say } from '../../../core/wording/phrase.ts';

function parsed(text: string): ParsedPlan {
  const result = parsePlan(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.parsed;
}

const text = `quorate: 1
name: orders
topology: three-node
ssh: { user: deploy }
hosts:
  - { name: n1, address: 10.0.0.1, zone: r1 }
  - { name: n2, address: 10.0.0.2, ssh: { user: root } }
clusters:
  - name: pg-orders
    members:
      - { host: n1, seq: 1, role: primary }
      - { host: n2, seq: 2, role: replica, nosync: true }
objectives: { mode: zero-loss, rto: 20 }
patroni: { timing: { ttl: 25 } }
`;

const timing: TimingExplanation[] = [
  explained('patroni.ttlSeconds', 25, 's', say`given 25`, say`plan`),
  explained('patroni.loopWaitSeconds', 8, 's', say`ttl / 3 = 25 / 3`, say`classic derivation`),
  explained('patroni.maximumLagOnFailoverBytes', 1_048_576, 'bytes', say`rpo 0`, say`Patroni`),
  explained('haproxy.rise', 2, 'count', say`fast checks`, say`HAProxy`),
  explained('etcd.electionMilliseconds', 1000, 'ms', say`10 * heartbeat`, say`etcd`),
];

describe('explainPlan', () => {
  it('explains every value of a plan', () => {
    const plan = parsed(text);
    const rows = explainPlan(plan, timing).map(
      ({ path, value, unit, origin, reason }) =>
        `${formatPath(path)} = ${JSON.stringify(value)}${unit === undefined ? '' : ` ${unit}`} | ${origin} | ${reason}`,
    );
    expect(new Set(rows.map((row) => row.split(' = ')[0])).size).toBe(rows.length);
    expect(rows).toMatchSnapshot();
  });

  it('calls nothing a default whose text is set, and has a reason for all else', () => {
    const made = newPlan({ topology: 'geo-dr' });
    if (!made.ok) throw new Error('unreachable');
    const plan = parsed(made.text);
    for (const { path, value, origin, reason } of explainPlan(plan)) {
      const written: unknown = plan.document.getIn(path);
      if (origin === 'set') expect(reason).toMatch(/^set in line \d+$/);
      else expect(written).toBeUndefined();
      if (typeof written === 'number') expect(value).toBe(written);
    }
  });
});
