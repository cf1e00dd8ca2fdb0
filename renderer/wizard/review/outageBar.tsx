import type { SecondsRange } from '../../../core/quorum/simulationResult.ts';
import { useText } from '../../text/language.ts';

/** An outage beside the objective: the bar is the typical case, the line reaches to the worst. */
export function OutageBar({ seconds, rtoSeconds }: { readonly seconds: SecondsRange; readonly rtoSeconds: number }) {
  const t = useText();
  const longest = Math.max(seconds.worst, rtoSeconds) * 1.05;
  const percent = (value: number) => `${(100 * value) / longest}%`;
  const kept = seconds.worst <= rtoSeconds;
  return (
    <div className="outage">
      <div className="outage-track">
        <span className="outage-typical" style={{ width: percent(seconds.typical) }} />
        <span className="outage-worst" style={{ width: percent(seconds.worst) }} />
        <span className="budget-rto" style={{ left: percent(rtoSeconds) }} />
      </div>
      <span className="dim">
        {t(kept ? 'review.rtoKept' : seconds.typical <= rtoSeconds ? 'review.rtoTypically' : 'review.rtoMissed', {
          rto: rtoSeconds,
        })}
      </span>
    </div>
  );
}
