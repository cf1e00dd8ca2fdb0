import './planChanges.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatPath } from '../../../core/plan/planPath.ts';
import { api, messageOf } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { StateWord } from '../../run/stateMark.tsx';
import { edit } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

type Drift = Awaited<ReturnType<typeof api.hosts.drift.query>>['drift'][number];

type Look =
  | { readonly kind: 'none' | 'looking' }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'seen'; readonly drift: readonly Drift[] };

/** How the hosts differ from the plan by what somebody did there, each with what to do: asked for by a person, since it reads every host. */
export function DriftPanel({ planFile, busy }: { readonly planFile: string; readonly busy: boolean }) {
  const t = useText();
  const phrase = usePhrase();
  const [look, setLook] = useState<Look>({ kind: 'none' });
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const compare = async () => {
    setLook({ kind: 'looking' });
    setTaken(new Set());
    try {
      setLook({ kind: 'seen', drift: (await api.hosts.drift.query({ planFile })).drift });
    } catch (thrown) {
      setLook({ kind: 'failed', problem: messageOf(thrown) });
    }
  };
  return (
    <section className="plan-changes" aria-labelledby="drift">
      <div className="run-head">
        <h2 id="drift">{t('drift.title')}</h2>
        {look.kind === 'seen' && look.drift.length === 0 && <StateWord shape="good" word={t('drift.none')} />}
        {look.kind === 'seen' && look.drift.length > 0 && <span>{t('drift.count', { count: look.drift.length })}</span>}
        <Button
          variant="default"
          size="xs"
          loading={look.kind === 'looking'}
          disabled={busy}
          onClick={() => void compare()}
        >
          {t('drift.look')}
        </Button>
      </div>
      <p className="dim" role="status">
        {look.kind === 'looking' ? t('drift.looking') : t('drift.lead')}
      </p>
      {look.kind === 'failed' && <Notice severity="error">{look.problem}</Notice>}
      {look.kind === 'seen' && look.drift.length > 0 && (
        <Notice severity="warning">
          <ul>
            {look.drift.map((one) => (
              <li key={one.id}>
                {phrase(one.said)} <span className="dim">{phrase(one.next)}</span>
                {one.take[0] !== undefined && (
                  <TakeButton
                    field={formatPath(one.take[0].path)}
                    taken={taken.has(one.id)}
                    onTake={() => {
                      if (edit(one.take).length === 0) setTaken(new Set([...taken, one.id]));
                    }}
                  />
                )}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </section>
  );
}

/** Lets the plan follow the hosts; undo takes it back like every change of the plan. */
function TakeButton({
  field,
  taken,
  onTake,
}: {
  readonly field: string;
  readonly taken: boolean;
  readonly onTake: () => void;
}) {
  const t = useText();
  return taken ? (
    <StateWord shape="good" word={t('drift.taken', { field })} />
  ) : (
    <Button variant="default" size="compact-xs" onClick={onTake}>
      {t('drift.take', { field })}
    </Button>
  );
}
