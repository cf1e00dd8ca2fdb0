import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import {
  forgetFormerHost,
  readFormerPlans,
  settleFormerPlans,
} from '../../../electron/services/projects/formerPlans.ts';

const text = (...hosts: readonly number[]) => `quorate: 1
name: orders
topology: three-node
hosts:
${hosts.map((one) => `  - { name: n${one}, address: 10.0.0.${one} }`).join('\n')}
clusters:
  - name: pg-orders
    members:
${hosts.map((one, index) => `      - { host: n${one}, seq: ${one}, role: ${index === 0 ? 'primary' : 'replica'} }`).join('\n')}
`;
const planOf = (yaml: string): Plan => {
  const result = parsePlan(yaml);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.parsed.plan;
};
const now = planOf(text(1, 2, 5));
let directory: string;
const hosts = async () => [
  ...new Set((await readFormerPlans(directory)).flatMap((plan) => plan.hosts.map(({ name }) => name))),
];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-former-'));
  mkdirSync(join(directory, 'former'));
  writeFileSync(join(directory, 'former', 'a.yaml'), text(1, 3, 4));
  writeFileSync(join(directory, 'deployed.yaml'), text(1, 2, 5));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('hosts that left', () => {
  it('are known until they are forgotten, each by itself', async () => {
    expect(await hosts()).toEqual(['n1', 'n2', 'n5', 'n3', 'n4']);
    expect(await forgetFormerHost(directory, now, 'n3')).toEqual({ address: '10.0.0.3' });
    expect(await hosts()).toEqual(['n1', 'n2', 'n5', 'n4']);
    const members = (await readFormerPlans(directory)).flatMap(({ clusters }) => clusters[0]?.members ?? []);
    expect(members.map(({ host }) => host)).not.toContain('n3');
    await settleFormerPlans(directory, new Set(['n4']));
    expect(await hosts()).not.toContain('n3');
    await settleFormerPlans(directory, new Set());
    expect(readdirSync(join(directory, 'former'))).toEqual([]);
  });

  it('are not forgotten while they are counted on, or where nobody knows them', async () => {
    await expect(forgetFormerHost(directory, now, 'n5')).rejects.toMatchObject({ code: 'forget-planned' });
    await expect(forgetFormerHost(directory, planOf(text(1, 2, 6)), 'n5')).rejects.toMatchObject({
      code: 'forget-planned',
    });
    await expect(forgetFormerHost(directory, now, 'n9')).rejects.toThrow(/n9 is none of the hosts.*: n3, n4\./);
    for (const name of ['n3', 'n4']) await forgetFormerHost(directory, now, name);
    await expect(forgetFormerHost(directory, now, 'n3')).rejects.toThrow('there is nothing to forget');
  });
});
