import './topology.css';
import { useState } from 'react';
import { editPlan } from '../../../core/plan/edit.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type ObjectiveMode, type TopologyId, topologyIds } from '../../../core/plan/schema.ts';
import { topologies } from '../../../core/plan/topologies.ts';
import type { Phrase } from '../../../core/wording/phrase.ts';
import { FindingsAt } from '../../components/findingList.tsx';
import { Notice } from '../../components/notice.tsx';
import { judge } from '../../stores/judge.ts';
import { replaceText, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { Chooser } from './chooser.tsx';
import { retopology } from './retopology.ts';
import { TopologyCard } from './topologyCard.tsx';

/** Which shape the cluster has. */
export function TopologyScreen() {
  const t = useText();
  const phrase = usePhrase();
  const text = useWizard((state) => state.text);
  const judged = judge(text);
  const [problems, setProblems] = useState<readonly Phrase[]>([]);
  if (judged.kind !== 'plan') return null;
  const { plan, parsed } = judged;

  const choose = (topology: TopologyId, layout: string, mode?: ObjectiveMode) => {
    const result = retopology(parsed, topology, layout);
    setProblems(result.ok ? [] : result.problems);
    if (!result.ok) return;
    const edits = mode === undefined ? [] : [{ path: ['objectives'], value: { mode } }];
    replaceText(editPlan(result.text, edits));
  };

  return (
    <section>
      <h1>{t('topology.title')}</h1>
      <p className="lead">{t('topology.lead')}</p>
      <details className="chooser-frame">
        <summary>{t('chooser.open')}</summary>
        <Chooser onChoose={({ topology, layout, mode }) => choose(topology, layout, mode)} />
      </details>
      <fieldset className="cards">
        <legend className="hidden">{t('topology.title')}</legend>
        {topologyIds.map((id) => (
          <TopologyCard
            key={id}
            topology={id}
            current={id === plan.topology ? layoutOf(plan) : undefined}
            onChoose={choose}
          />
        ))}
      </fieldset>
      <p className="dim">{t('topology.key')}</p>
      {problems.length > 0 && <Notice severity="error">{problems.map(phrase).join('\n')}</Notice>}
      <FindingsAt paths={[['topology'], ['sites'], ['name']]} />
    </section>
  );
}

/** The layout that a plan's hosts come nearest to: the one with the same number of arbiters, else the first. */
function layoutOf({ topology, hosts }: Plan): string {
  const { layouts } = topologies[topology];
  const arbiters = hosts.filter(({ roles }) => !roles.includes('postgres')).length;
  const layout = layouts.find(
    ({ positions }) => positions.filter(({ member }) => member === undefined).length === arbiters,
  );
  return (layout ?? layouts[0]).id;
}
