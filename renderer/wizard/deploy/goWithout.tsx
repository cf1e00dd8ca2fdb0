import { Button } from '@mantine/core';
import type { RunChoices, RunEnd, RunKind } from '../../../electron/api/streamTypes.ts';
import type { DeployView } from '../../run/deployView.ts';
import { startRun } from '../../run/runStore.ts';
import { useText } from '../../text/language.ts';
import { choicesAfter } from './runChoices.ts';

interface GoWithoutProps {
  readonly run: RunChoices & { readonly kind: RunKind; readonly view: DeployView };
  readonly allHosts: readonly string[];
}

/** Hosts that cannot be reached are in the way: all others can be worked on, where the rules of the quorum allow it. */
export function GoWithout({ run, allHosts }: GoWithoutProps) {
  const t = useText();
  const hosts = unreachableHosts(run.view.end).filter((host) => allHosts.includes(host));
  const next = choicesAfter(run, { without: hosts });
  if (hosts.length === 0 || next.without.length >= allHosts.length) return null;
  const list = hosts.join(t('deploy.between'));
  return (
    <div className="row">
      <Button variant="default" size="xs" onClick={() => void startRun(run.kind, next)}>
        {t('deploy.goWithout', { hosts: list })}
      </Button>
      <span className="dim">{t('deploy.goWithoutText')}</span>
    </div>
  );
}

/** The hosts because of which a run ended; what they send is no part of it. */
function unreachableHosts(end: RunEnd | undefined): readonly string[] {
  if (end?.outcome !== 'problem' || end.kind !== 'unreachable') return [];
  const { hosts } = (end.details ?? {}) as { readonly hosts?: unknown };
  return Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string') : [];
}
