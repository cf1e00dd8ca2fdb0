import { useMemo, useRef } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { useText } from '../../text/language.ts';
import { largestScale, layOutDiagram } from '../review/diagramLayout.ts';
import { TopologyDiagram } from '../review/topologyDiagram.tsx';
import { liveDiagram } from './liveDiagram.ts';
import type { LiveHost } from './liveHosts.ts';

/** The picture of the topology as it is now: who leads, who follows whom, who votes. */
export function LivePicture({ plan, hosts }: { readonly plan: Plan; readonly hosts: readonly LiveHost[] }) {
  const t = useText();
  const svg = useRef<SVGSVGElement>(null);
  const layout = useMemo(() => layOutDiagram(plan), [plan]);
  return (
    <section className="panel live-picture" aria-label={t('dashboard.picture')}>
      <h2>{t('dashboard.picture')}</h2>
      <div className="live-sheet" style={{ maxWidth: layout.width * largestScale }}>
        <TopologyDiagram plan={plan} layout={layout} state={liveDiagram(plan, hosts)} svg={svg} />
      </div>
      <p className="dim">{t('review.key')}</p>
    </section>
  );
}
