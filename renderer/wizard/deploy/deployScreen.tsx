import { Notice } from '../../components/notice.tsx';
import type { DeployView } from '../../run/deployView.ts';
import { EndNotice } from '../../run/endNotice.tsx';
import { useRuns } from '../../run/runStore.ts';
import { useAttachedRuns } from '../../run/useAttachedRuns.ts';
import { judge } from '../../stores/judge.ts';
import { useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { UndoPanel } from '../operations/undoPanel.tsx';
import { useCheckTitle } from '../preflight/checkMatrix.tsx';
import { useStepName } from '../stepName.ts';
import { AcceptChecks } from './acceptChecks.tsx';
import { CheckList } from './checkList.tsx';
import { CutOffNotice } from './cutOffNotice.tsx';
import { type DeployStage, deployStage } from './deployStage.ts';
import { DriftPanel } from './driftPanel.tsx';
import { FailureList } from './failureList.tsx';
import { GoWithout } from './goWithout.tsx';
import { HostLanes } from './hostLanes.tsx';
import { LogPanel } from './logPanel.tsx';
import { PlanChangesPanel } from './planChanges.tsx';
import { Rehearsed } from './rehearsed.tsx';
import { RunHead } from './runHead.tsx';
import { StageList } from './stageList.tsx';
import { TakeLock } from './takeLock.tsx';

/** What was begun and did not come to its end can be taken back right here. */
const leftBehind: ReadonlySet<DeployStage> = new Set(['paused', 'failed', 'not-removed']);

/** Those of the end know what was observed, and what is only foreseen. */
function stagesOf({ end, stages }: DeployView): DeployView['stages'] {
  return end?.outcome === 'deployment' ? end.result.stages : stages;
}

/** The hosts become what the plan says: rehearsed, confirmed, watched, and taken back when that is wanted. */
export function DeployScreen() {
  const t = useText();
  const phrase = usePhrase();
  const title = useCheckTitle();
  const stepName = useStepName();
  useAttachedRuns();
  const { text, railDeployed, project } = useWizard();
  const planFile = project?.planFile;
  const { deploy, problem } = useRuns();
  const judged = judge(text);
  if (judged.kind !== 'plan') return null;
  const { plan } = judged;
  const stage = deployStage(deploy);
  const changesIt = railDeployed;
  const changing = deploy !== undefined && deploy.kind !== 'rehearsal';

  return (
    <section className="deploy">
      <h1>{stepName('deploy')}</h1>
      <p className="lead">{t(changesIt ? 'changes.lead' : 'deploy.lead')}</p>
      {planFile !== undefined && <CutOffNotice planFile={planFile} />}
      <PlanChangesPanel />
      {changesIt && planFile !== undefined && (
        <DriftPanel planFile={planFile} busy={changing && deploy.view.end === undefined} />
      )}
      {changesIt && <h2>{t('changes.whatIsDone')}</h2>}
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {deploy === undefined ? (
        <div className="panel empty-state">
          <h2>{t('deploy.emptyTitle')}</h2>
          <p className="dim">{t('deploy.emptyText')}</p>
        </div>
      ) : (
        <>
          <RunHead run={deploy} stage={stage} />
          <EndNotice end={deploy.view.end} />
          <TakeLock run={deploy} />
          <GoWithout run={deploy} allHosts={plan.hosts.map((host) => host.name)} />
          {deploy.without.length > 0 && (
            <Notice severity="warning">
              {t('deploy.without', { hosts: deploy.without.join(t('deploy.between')) })}
            </Notice>
          )}
          {deploy.accept.length > 0 && (
            <Notice severity="warning">
              {t('deploy.accepted', { checks: deploy.accept.map(title).join(t('deploy.between')) })}
            </Notice>
          )}
          {deploy.view.refusals.length > 0 && (
            <Notice severity="error">
              {t(deploy.view.refusals.every(({ check }) => check !== undefined) ? 'deploy.unfit' : 'deploy.refused')}
              <ul>
                {deploy.view.refusals.map((one) => (
                  <li key={one.message}>{phrase(one.said)}</li>
                ))}
              </ul>
            </Notice>
          )}
          <AcceptChecks run={deploy} />
          {deploy.view.noted.length > 0 && (
            <Notice severity="info">
              {t('deploy.noted')}
              <ul>
                {deploy.view.noted.map((one, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: they are only added to
                  <li key={index}>{phrase(one)}</li>
                ))}
              </ul>
            </Notice>
          )}
          <FailureList failures={deploy.view.failures} />
          {deploy.view.waiting.map(({ host, said }) => (
            <Notice key={host} severity="info">
              {phrase(said)}
            </Notice>
          ))}
          <StageList stages={stagesOf(deploy.view)} />
          {deploy.kind === 'rehearsal' && <Rehearsed view={deploy.view} />}
          {changing && deploy.view.steps.length > 0 && (
            <HostLanes view={deploy.view} hosts={plan.hosts.map((host) => host.name)} />
          )}
          {deploy.view.checks.length > 0 && <CheckList checks={deploy.view.checks} />}
          {changing && <LogPanel key={deploy.id} log={deploy.log} hosts={plan.hosts.map((host) => host.name)} />}
        </>
      )}
      {leftBehind.has(stage) && <UndoPanel plan={plan} busy={false} />}
    </section>
  );
}
