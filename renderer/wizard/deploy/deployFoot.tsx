import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { TypedName } from '../../components/typedName.tsx';
import { startRun, useRuns } from '../../run/runStore.ts';
import { judge } from '../../stores/judge.ts';
import { goTo, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { useStepName } from '../stepName.ts';
import { type DeployStage, deployStage } from './deployStage.ts';
import { choicesAfter } from './runChoices.ts';

/** What the one primary action is at each stage; nothing while something runs. */
const actions: Readonly<Record<DeployStage, 'rehearse' | 'confirm' | 'deploy' | 'dashboard' | undefined>> = {
  none: 'rehearse',
  rehearsing: undefined,
  rehearsed: 'confirm',
  'not-rehearsed': 'rehearse',
  'nothing-to-do': 'dashboard',
  refused: 'rehearse',
  deploying: undefined,
  pausing: undefined,
  paused: 'deploy',
  failed: 'deploy',
  deployed: 'dashboard',
  removing: undefined,
  removed: 'rehearse',
  'not-removed': 'rehearse',
};

/** The way on: rehearse, confirm, deploy, look at it. */
export function DeployFoot() {
  const t = useText();
  const stepName = useStepName();
  const { deploy, starting } = useRuns();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const [probe, setProbe] = useState(false);
  const { text, railDeployed } = useWizard();
  const judged = judge(text);
  const name = judged.kind === 'plan' ? judged.plan.name : '';
  const end = deploy?.view.end;
  const risks = end?.outcome === 'deployment' ? end.result.risks : [];
  const stage = deployStage(deploy);
  const action = actions[stage];
  const steps = deploy?.view.steps ?? [];
  const hosts = new Set(steps.map(({ step }) => step.host)).size;
  const close = () => {
    setAsking(false);
    setTyped('');
  };
  const begin = () => {
    close();
    const proof = { probe, ...(risks.length > 0 && typed === name ? { confirmed: name } : {}) };
    // What was rehearsed is what is done; rehearsing again takes all hosts in, and every check.
    void startRun('deploy', deploy === undefined ? proof : { ...choicesAfter(deploy), ...proof });
  };
  const act = {
    rehearse: () => void startRun('rehearsal'),
    confirm: () => setAsking(true),
    deploy: begin,
    dashboard: () => goTo('dashboard'),
  };
  const label = {
    rehearse: t('deploy.rehearse'),
    confirm: t('deploy.deployTo', { count: hosts }),
    deploy: t(stage === 'paused' ? 'deploy.goOn' : 'deploy.retry'),
    dashboard: t('shell.continue', { step: stepName('dashboard') }),
  };
  return (
    <>
      <span className="dim">{t(`deploy.next.${stage}`)}</span>
      {(stage === 'rehearsed' || stage === 'deployed' || stage === 'paused') && (
        <Button variant="default" disabled={starting !== undefined} onClick={act.rehearse}>
          {t('deploy.rehearseAgain')}
        </Button>
      )}
      {action !== undefined && (
        <Button disabled={starting !== undefined} onClick={act[action]}>
          {label[action]}
        </Button>
      )}
      {asking && (
        <Dialog title={t('deploy.confirmTitle')} onClose={close}>
          <p>{t('deploy.confirmText', { steps: steps.length, hosts })}</p>
          {railDeployed && (
            <Checkbox
              label={t('deploy.probe')}
              description={t('deploy.probeText')}
              checked={probe}
              onChange={(event) => setProbe(event.currentTarget.checked)}
            />
          )}
          {risks.length > 0 && (
            <>
              <Notice severity="warning">{t('deploy.risk', { hosts: risks.join(t('deploy.between')) })}</Notice>
              <TypedName name={name} typed={typed} onType={setTyped} />
            </>
          )}
          <div className="dialog-buttons">
            <Button variant="default" onClick={close}>
              {t('deploy.notYet')}
            </Button>
            <Button disabled={risks.length > 0 && typed !== name} onClick={begin}>
              {t('deploy.begin')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
