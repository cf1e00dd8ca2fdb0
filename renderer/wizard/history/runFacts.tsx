import { useText } from '../../text/language.ts';
import type { PastRun } from './historyStore.ts';

/** What is known of a run beside its end, as far as it tells: by whom, where, without which hosts, in spite of what. */
export function RunFacts({ run }: { readonly run: PastRun }) {
  const t = useText();
  const between = t('deploy.between');
  const steps = [
    t('history.stepsDone', { count: run.stepsDone }),
    ...(run.failedSteps.length > 0 ? [t('history.stepsFailed', { count: run.failedSteps.length })] : []),
    ...(run.unknownSteps.length > 0 ? [t('history.stepsUnknown', { count: run.unknownSteps.length })] : []),
  ];
  return (
    <dl className="run-facts">
      <Fact name={t('history.by')} value={run.operator ?? t('history.byNobodyKnown')} />
      <Fact name={t('history.hosts')} value={run.hosts.join(between)} />
      <Fact name={t('history.without')} value={run.without.join(between)} />
      <Fact name={t('history.unreachable')} value={run.unreachable.join(between)} />
      {!run.rehearsal && <Fact name={t('history.steps')} value={steps.join(between)} />}
      <Fact name={t('history.failedSteps')} value={run.failedSteps.join(between)} mono />
      <Fact name={t('history.unknownSteps')} value={run.unknownSteps.join(between)} mono />
      {run.accepted.map(({ check, host, message }) => (
        <Fact key={`${check} ${host}`} name={t('history.accepted', { check, host })} value={message} />
      ))}
      <Fact name={t('history.id')} value={run.id} mono />
    </dl>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly mono?: boolean;
}

function Fact({ name, value, mono = false }: FactProps) {
  if (value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined}>{value}</dd>
    </div>
  );
}
