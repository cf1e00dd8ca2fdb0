import { useState } from 'react';
import { type TopologyId, topologyIds } from '../../../core/plan/schema.ts';
import { type Layout, topologies } from '../../../core/plan/topologies.ts';
import { FindingsAt } from '../../components/findingList.tsx';
import { Notice } from '../../components/notice.tsx';
import { judge } from '../../stores/judge.ts';
import { replaceText, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { Miniature } from './miniature.tsx';
import { retopology } from './retopology.ts';

interface Choice {
  readonly topology: TopologyId;
  readonly layout: Layout;
}

const choices: readonly Choice[] = topologyIds.flatMap((topology) =>
  topologies[topology].layouts.map((layout) => ({ topology, layout })),
);

/** Which shape the cluster has. */
export function TopologyScreen() {
  const t = useText();
  const text = useWizard((state) => state.text);
  const judged = judge(text);
  const [problem, setProblem] = useState<string>();
  if (judged.kind !== 'plan') return null;
  const { plan, parsed } = judged;
  const current = choices.find(
    ({ topology, layout }) => topology === plan.topology && layout.id === layoutOf(plan.topology, plan.hosts),
  );

  const choose = ({ topology, layout }: Choice) => {
    const result = retopology(parsed, topology, layout.id);
    setProblem(result.ok ? undefined : result.message);
    if (result.ok) replaceText(result.text);
  };

  return (
    <section>
      <h1>{t('topology.title')}</h1>
      <p className="lead">{t('topology.lead')}</p>
      <fieldset className="cards">
        <legend className="hidden">{t('topology.title')}</legend>
        {choices.map((choice) => (
          <label key={choice.layout.id} className="card">
            <input
              type="radio"
              name="topology"
              checked={choice === current}
              onChange={() => choose(choice)}
              aria-describedby={`survives-${choice.layout.id}`}
            />
            <span className="card-title">{t(`topology.${choice.topology}`)}</span>
            <span className="dim">{t(`layout.${choice.layout.id as LayoutId}`)}</span>
            <Miniature topology={topologies[choice.topology]} layout={choice.layout} />
            <Survives choice={choice} />
          </label>
        ))}
      </fieldset>
      <p className="dim">{t('topology.key')}</p>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      <FindingsAt paths={[['topology'], ['sites'], ['name']]} />
    </section>
  );
}

type LayoutId =
  | 'arbiter'
  | 'no-arbiter'
  | 'three-members'
  | 'five-members'
  | 'two-two-one'
  | 'three-and-three'
  | 'three-and-two';

function Survives({ choice }: { readonly choice: Choice }) {
  const t = useText();
  const { outcomes, positions, further } = choice.layout;
  return (
    <span className="card-facts" id={`survives-${choice.layout.id}`}>
      <span>{t(further === undefined ? 'topology.needs' : 'topology.needsOrMore', { count: positions.length })}</span>
      {outcomes.map(({ loss, outcome }) => (
        <span key={loss} className={`outcome outcome-${outcome}`}>
          <span className="outcome-word">{t(`outcome.${outcome}`)}</span> {t(`loss.${loss}`)}
        </span>
      ))}
    </span>
  );
}

/** The layout that a plan's hosts come nearest to: the one with the same number of arbiters, else the first. */
function layoutOf(topology: TopologyId, hosts: readonly { readonly roles: readonly string[] }[]): string {
  const { layouts } = topologies[topology];
  const arbiters = hosts.filter(({ roles }) => !roles.includes('postgres')).length;
  const layout = layouts.find(
    ({ positions }) => positions.filter(({ member }) => member === undefined).length === arbiters,
  );
  return (layout ?? layouts[0]).id;
}
