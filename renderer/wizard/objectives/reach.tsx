import { Button } from '@mantine/core';
import type { Plan } from '../../../core/plan/plan.ts';
import type { Timing } from '../../../core/timing/timing.ts';
import type { TimingReport } from '../../../core/timing/timingReport.ts';
import { Notice } from '../../components/notice.tsx';
import { edit } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

interface ReachProps {
  readonly plan: Plan;
  readonly report: TimingReport;
  readonly onRto: (seconds: number) => void;
}

/** Whether the objective can be kept, and the nearest that can: the one sentence that a first-time reader needs. */
export function Reach({ plan, report, onRto }: ReachProps) {
  const t = useText();
  const phrase = usePhrase();
  const rto = plan.objectives.rtoSeconds;
  const { typicalSeconds, worstSeconds } = report.budget.hostLoss;
  const { worst } = report.solver;
  if (worstSeconds <= rto)
    return (
      <Notice severity="info">
        {t('reach.kept', { rto, typical: short(typicalSeconds), worst: short(worstSeconds) })}
      </Notice>
    );
  const typically = typicalSeconds <= rto;
  if (worst.feasible)
    return (
      <Notice severity={typically ? 'info' : 'warning'}>
        {t(typically ? 'reach.typicallyKept' : 'reach.byTiming', {
          rto,
          typical: short(typicalSeconds),
          worst: short(worstSeconds),
        })}{' '}
        <Button size="compact-xs" variant="default" onClick={() => edit(timingEdits(plan, worst.timing))}>
          {t('reach.tighten', {
            ttl: worst.timing.patroni.ttlSeconds,
            loop: worst.timing.patroni.loopWaitSeconds,
            retry: worst.timing.patroni.retryTimeoutSeconds,
          })}
        </Button>
      </Notice>
    );
  const nearest = Math.ceil(worst.best.budget.worstSeconds);
  return (
    <Notice severity="warning">
      {t('reach.infeasible', { rto, nearest, typical: short(typicalSeconds), worst: short(worstSeconds) })}{' '}
      <Button size="compact-xs" variant="default" onClick={() => onRto(nearest)}>
        {t('reach.useNearest', { nearest })}
      </Button>
      <span className="reach-why">{phrase(worst.said)}</span>
    </Notice>
  );
}

function timingEdits(plan: Plan, { patroni, haproxy }: Timing) {
  return [
    {
      path: ['patroni', 'timing'],
      value: {
        ...plan.patroni.timing,
        ttl: patroni.ttlSeconds,
        loopWait: patroni.loopWaitSeconds,
        retryTimeout: patroni.retryTimeoutSeconds,
      },
    },
    {
      path: ['haproxy', 'checks'],
      value: {
        inter: haproxy.interSeconds,
        fastinter: haproxy.fastinterSeconds,
        downinter: haproxy.downinterSeconds,
        rise: haproxy.rise,
        fall: haproxy.fall,
      },
    },
  ];
}

function short(seconds: number): string {
  return String(Math.round(seconds * 10) / 10);
}
