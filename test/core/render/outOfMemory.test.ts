import { describe, expect, it } from 'vitest';
import { renderHost } from '../../../core/components/renderHost.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, topologyInputs } from './renderPlans.ts';

describe('where memory runs out', () => {
  it('backends are ended before the postmaster, Patroni and etcd, and nothing stops for them', async () => {
    const plan = planOf(topologyInputs['three-node']);
    const input = { environment, timing: resolveTiming(plan), templates: await loadTemplates(process.cwd()) };
    const files = renderHost(plan, plan.hosts[0]?.name ?? '', input);
    const unit = (name: string) =>
      files.find(({ path }) => path === `/etc/systemd/system/${name}.service.d/quorate.conf`)?.content.split('\n');
    expect(unit('patroni')).toEqual(
      expect.arrayContaining([
        'OOMPolicy=continue',
        'OOMScoreAdjust=-900',
        'Environment=PG_OOM_ADJUST_FILE=/proc/self/oom_score_adj PG_OOM_ADJUST_VALUE=0',
        'LogRateLimitIntervalSec=0',
      ]),
    );
    expect(unit('etcd')).toEqual(expect.arrayContaining(['OOMScoreAdjust=-900', 'LogRateLimitIntervalSec=0']));
  });
});
