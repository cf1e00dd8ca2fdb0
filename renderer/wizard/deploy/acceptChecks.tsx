import { Button } from '@mantine/core';
import type { RunChoices, RunKind } from '../../../electron/api/streamTypes.ts';
import type { DeployView } from '../../run/deployView.ts';
import { startRun } from '../../run/runStore.ts';
import { useText } from '../../text/language.ts';
import { useCheckTitle } from '../preflight/checkMatrix.tsx';
import { choicesAfter } from './runChoices.ts';

/** Only checks of the hosts are in the way, which a person may accept by name; what must not be touched offers no such way. */
export function AcceptChecks({
  run,
}: {
  readonly run: RunChoices & { readonly kind: RunKind; readonly view: DeployView };
}) {
  const t = useText();
  const title = useCheckTitle();
  const { refusals } = run.view;
  const checks = [...new Set(refusals.flatMap(({ check }) => check ?? []))];
  if (checks.length === 0 || refusals.some(({ check }) => check === undefined)) return null;
  return (
    <div className="row">
      <Button
        variant="default"
        size="xs"
        onClick={() => void startRun(run.kind, choicesAfter(run, { accept: checks }))}
      >
        {t('deploy.accept', { checks: checks.map(title).join(t('deploy.between')) })}
      </Button>
      <span className="dim">{t('deploy.acceptText')}</span>
    </div>
  );
}
