import { Button } from '@mantine/core';
import type { RunEnd, RunKind } from '../../../electron/api/told.ts';
import { startRun } from '../../run/runStore.ts';
import { useText } from '../../text/language.ts';

interface GoWithoutProps {
  readonly kind: RunKind;
  readonly end: RunEnd | undefined;
  /** Left out already. */
  readonly without: readonly string[];
  readonly allHosts: readonly string[];
}

/** Hosts that cannot be reached are in the way: all others can be worked on, where the rules of the quorum allow it. */
export function GoWithout({ kind, end, without, allHosts }: GoWithoutProps) {
  const t = useText();
  const hosts = unreachableHosts(end).filter((host) => allHosts.includes(host));
  const next = [...new Set([...without, ...hosts])];
  if (hosts.length === 0 || next.length >= allHosts.length) return null;
  const list = hosts.join(t('deploy.between'));
  return (
    <div className="row">
      <Button variant="default" size="xs" onClick={() => void startRun(kind, { without: next })}>
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
