import { useState } from 'react';
import type { TopologyId } from '../../../core/plan/schema.ts';
import { type Layout, type LossKey, topologies } from '../../../core/plan/topologies.ts';
import { useText } from '../../text/language.ts';
import { lossExample } from './lossExample.ts';
import { Miniature } from './miniature.tsx';

export type LayoutId =
  | 'arbiter'
  | 'no-arbiter'
  | 'three-members'
  | 'five-members'
  | 'two-two-one'
  | 'three-and-three'
  | 'three-and-two';

interface TopologyCardProps {
  readonly topology: TopologyId;
  /** The layout in use, of the topology in use. */
  readonly current: string | undefined;
  readonly onChoose: (topology: TopologyId, layout: string) => void;
}

/** One topology: its drawing, which shows each loss that it is asked about, what it needs, and what it survives. */
export function TopologyCard({ topology: id, current, onChoose }: TopologyCardProps) {
  const t = useText();
  const topology = topologies[id];
  const [looked, setLooked] = useState<string>();
  const [loss, setLoss] = useState<LossKey>();
  const layout: Layout = topology.layouts.find((one) => one.id === (current ?? looked)) ?? topology.layouts[0];
  const lookAt = (one: string) => {
    setLooked(one);
    setLoss(undefined);
    if (current !== undefined) onChoose(id, one);
  };
  return (
    <div className={current === undefined ? 'card' : 'card card-chosen'}>
      <label className="card-head">
        <input type="radio" name="topology" checked={current !== undefined} onChange={() => onChoose(id, layout.id)} />
        <span className="card-title">
          {t(`topology.${id}`)}
          {id === 'three-node' && <span className="badge">{t('topology.recommended')}</span>}
        </span>
        <span className="dim">{t(`summary.${id}`)}</span>
        <Miniature topology={topology} layout={layout} example={lossExample(id, layout, loss)} />
      </label>
      {topology.layouts.length > 1 && (
        <fieldset className="chips">
          <legend className="hidden">{t('topology.variant', { topology: t(`topology.${id}`) })}</legend>
          {topology.layouts.map((one) => (
            <label key={one.id} className="chip">
              <input type="radio" name={`layout-${id}`} checked={one === layout} onChange={() => lookAt(one.id)} />
              {t(`layout.${one.id as LayoutId}`)}
            </label>
          ))}
        </fieldset>
      )}
      <p className="card-needs">
        {t(layout.further === undefined ? 'topology.needs' : 'topology.needsOrMore', {
          count: layout.positions.length,
        })}
        {' · '}
        {t(`needs.${id}`)}
      </p>
      <ul className="card-facts">
        {layout.outcomes.map((one) => (
          <li key={one.loss}>
            <button
              type="button"
              className={`outcome outcome-${one.outcome}`}
              aria-pressed={loss === one.loss}
              title={t('topology.show')}
              onClick={() => setLoss(loss === one.loss ? undefined : one.loss)}
            >
              <span className="outcome-loss">{t(`loss.${one.loss}`)}</span>
              <span className="outcome-word">{t(`outcome.${one.outcome}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
