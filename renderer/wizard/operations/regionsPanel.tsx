import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { listOf } from '../../../core/wording/phrase.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { startRun, useRuns } from '../../run/runStore.ts';
import { goTo } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { OperationRun } from './operationRun.tsx';
import type { RegionChoices } from './regionChoices.ts';
import { RegionEnd } from './regionEnd.tsx';

/** Two regions: which of them takes the writes, and the moves between them. */
export function RegionsPanel({ pair }: { readonly pair: RegionChoices }) {
  const t = useText();
  const phrase = usePhrase();
  const { operation, starting, problem } = useRuns();
  const [asking, setAsking] = useState<'promote' | 'return'>();
  const { standby, upstream, upstreamLeader, standbyLeader, apart, standbySilent } = pair;
  const names = { standby: standby.name, upstream: upstream.name };
  const busy = starting !== undefined || (operation !== undefined && operation.view.end === undefined);
  const inOrder = standbyLeader !== null && upstreamLeader !== null;
  return (
    <section className="panel" aria-label={t('regions.title')}>
      <h2>{t('regions.title')}</h2>
      <p className="dim">
        {upstreamLeader === null
          ? t('regions.noLeader', names)
          : t('regions.leads', { ...names, member: upstreamLeader })}{' '}
        {apart
          ? t('regions.apart', names)
          : standbyLeader === null
            ? t('regions.followsNot', names)
            : t('regions.follows', { ...names, member: standbyLeader })}
      </p>
      <div className="row">
        {standbyLeader !== null && (
          <Button variant="default" size="xs" disabled={busy} onClick={() => setAsking('promote')}>
            {t('regions.promote', names)}
          </Button>
        )}
        {!inOrder && upstreamLeader !== null && (
          <Button
            variant="default"
            size="xs"
            disabled={busy || standbySilent.length > 0}
            onClick={() => setAsking('return')}
          >
            {t('regions.return', names)}
          </Button>
        )}
        {apart || operation?.view.end?.outcome !== 'returned' ? null : (
          <Button variant="default" size="xs" onClick={() => goTo('deploy')}>
            {t('dashboard.toDeploy')}
          </Button>
        )}
      </div>
      {!inOrder && upstreamLeader !== null && standbySilent.length > 0 && (
        <p className="dim">{t('regions.returnWaits', { hosts: phrase(listOf(standbySilent, 'comma')) })}</p>
      )}
      {(operation?.kind === 'promote' || operation?.kind === 'return') && (
        <OperationRun
          run={operation}
          label={t(operation.kind === 'promote' ? 'regions.promoteLog' : 'regions.returnLog')}
        >
          <RegionEnd end={operation.view.end} />
        </OperationRun>
      )}
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {asking !== undefined && <RegionQuestion kind={asking} pair={pair} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

interface RegionQuestionProps {
  readonly kind: 'promote' | 'return';
  readonly pair: RegionChoices;
  readonly onClose: () => void;
}

/** What will happen, what may be lost, and the name of the cluster to type. */
function RegionQuestion({ kind, pair, onClose }: RegionQuestionProps) {
  const t = useText();
  const phrase = usePhrase();
  const [typed, setTyped] = useState('');
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const { standby, upstream, upstreamSilent } = pair;
  const names = { standby: standby.name, upstream: upstream.name };
  const answering = upstream.members.map(({ host }) => host).filter((host) => !upstreamSilent.includes(host));
  const mustFence = kind === 'promote' && upstreamSilent.length > 0;
  // A host that falls silent after the tick is not among those that were confirmed.
  const fenced = upstreamSilent.every((host) => confirmed.includes(host));
  const ready = typed === standby.name && (!mustFence || fenced);
  const begin = () => {
    onClose();
    void startRun(kind, {
      cluster: standby.name,
      ...(kind === 'promote' ? { fenced: confirmed, stopPrimary: true } : {}),
    });
  };
  return (
    <Dialog title={t(`regions.${kind}Question`, names)} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) begin();
        }}
      >
        <Notice severity="warning">{t(`regions.${kind}Warning`, names)}</Notice>
        {kind === 'promote' && answering.length > 0 && (
          <p>{t('regions.stopsFirst', { ...names, hosts: phrase(listOf(answering, 'comma')) })}</p>
        )}
        {mustFence && (
          <Checkbox
            label={t('regions.fenced', { hosts: phrase(listOf(upstreamSilent, 'comma')) })}
            checked={fenced}
            onChange={(event) => setConfirmed(event.currentTarget.checked ? upstreamSilent : [])}
          />
        )}
        <TextInput
          label={t('regions.type', { name: standby.name })}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className="dialog-buttons">
          <Button variant="default" onClick={onClose}>
            {t('switchover.keep')}
          </Button>
          <Button type="submit" color="red" disabled={!ready}>
            {t(`regions.${kind}Go`, names)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
