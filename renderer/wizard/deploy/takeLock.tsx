import { Button } from '@mantine/core';
import type { RunChoices, RunKind } from '../../../electron/api/streamTypes.ts';
import type { DeployView } from '../../run/deployView.ts';
import { startRun } from '../../run/runStore.ts';
import { useText } from '../../text/language.ts';
import { choicesAfter } from './runChoices.ts';

/** Somebody else's lock is in the way: it can be taken over, when that somebody is known to be gone. */
export function TakeLock({
  run,
}: {
  readonly run: RunChoices & { readonly kind: RunKind; readonly view: DeployView };
}) {
  const t = useText();
  const { end } = run.view;
  if (end?.outcome !== 'problem' || end.code !== 'locked') return null;
  return (
    <div className="row">
      <Button
        variant="default"
        size="xs"
        onClick={() => void startRun(run.kind, { takeLock: true, ...choicesAfter(run) })}
      >
        {t('deploy.takeLock')}
      </Button>
      <span className="dim">{t('deploy.takeLockText')}</span>
    </div>
  );
}
