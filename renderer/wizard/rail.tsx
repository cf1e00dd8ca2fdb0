import './rail.css';
import type { PlanPath } from '../../core/plan/planPath.ts';
import type { Finding } from '../../core/rules/finding.ts';
import { Mark } from '../components/mark.tsx';
import { useFreshChanges, useOwnChanges } from '../run/changesStore.ts';
import { isWithin } from '../stores/judge.ts';
import { placeOf, railOf, type Step } from '../stores/steps.ts';
import { goTo, useWizard } from '../stores/wizard.ts';
import { useText } from '../text/language.ts';
import { StepIcon } from './stepIcon.tsx';
import { useStepName } from './stepName.ts';
import { stepScreens } from './stepScreens.ts';

/** The screens of a project in two parts: what is planned, and what runs. Until something runs, the way to it is numbered. */
export function Rail({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useText();
  const deployed = useWizard((state) => state.railDeployed);
  useFreshChanges();
  const parts = railOf(deployed);
  return (
    <nav className="rail" aria-label={t('shell.steps')}>
      {(['plan', 'cluster'] as const).map((part) => (
        <div key={part} className="rail-part">
          <p id={`rail-${part}`} className="rail-title">
            {t(`rail.${part}`)}
          </p>
          <ol aria-labelledby={`rail-${part}`}>
            {parts[part].map((step) => (
              <RailItem key={step} step={step} findings={findings} />
            ))}
          </ol>
        </div>
      ))}
    </nav>
  );
}

function RailItem({ step, findings }: { readonly step: Step; readonly findings: readonly Finding[] }) {
  const name = useStepName();
  const { step: open, railDeployed } = useWizard();
  const place = placeOf(step, railDeployed);
  return (
    <li>
      <button type="button" aria-current={step === open ? 'step' : undefined} onClick={() => goTo(step)}>
        {place === undefined ? <StepIcon step={step} /> : <span className="rail-number">{place}</span>}
        <span>{name(step)}</span>
        <RailCount findings={findings} within={stepScreens[step].parts} />
        {step === 'deploy' && <ChangeCount />}
      </button>
    </li>
  );
}

/** How many values of the plan differ from what was deployed. */
function ChangeCount() {
  const t = useText();
  const { changes } = useOwnChanges();
  const count = changes?.fields.length ?? 0;
  if (count === 0) return null;
  return (
    <span className="rail-count rail-changes">
      <span aria-hidden="true">{count}</span>
      <span className="hidden">{t('changes.count', { count })}</span>
    </span>
  );
}

function RailCount({
  findings,
  within,
}: {
  readonly findings: readonly Finding[];
  readonly within: readonly PlanPath[];
}) {
  const t = useText();
  const own = findings.filter((one) => within.some((path) => isWithin(one.path, path)));
  for (const severity of ['error', 'warning'] as const) {
    const count = own.filter((one) => one.severity === severity).length;
    if (count > 0)
      return (
        <span className="rail-count">
          <Mark severity={severity} />
          <span aria-hidden="true">{count}</span>
          <span className="hidden">{t(`rail.${severity}`, { count })}</span>
        </span>
      );
  }
  return null;
}
