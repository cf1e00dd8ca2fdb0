import './diagram.css';
import { type KeyboardEvent, memo, type RefObject } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { type Failure, failureText } from '../../../core/quorum/failure.ts';
import { useText } from '../../text/language.ts';
import { card, type DiagramLayout } from './diagramLayout.ts';
import type { DiagramState } from './diagramState.ts';
import { arc, spoke } from './edgePaths.ts';
import { HostCard } from './hostCard.tsx';

interface TopologyDiagramProps {
  readonly plan: Plan;
  readonly layout: DiagramLayout;
  readonly state: DiagramState;
  /** Without it nothing can be pressed: the picture only shows. */
  readonly onToggle?: (failure: Failure) => void;
  readonly svg: RefObject<SVGSVGElement | null>;
}

/** From here on the lines would hide the cards. */
const manyHosts = 20;

/** Sites, zones, hosts, replication and quorum; whatever is pressed fails, and pressed again comes back. */
export const TopologyDiagram = memo(function TopologyDiagram({
  plan,
  layout,
  state,
  onToggle,
  svg,
}: TopologyDiagramProps) {
  const t = useText();
  const at = new Map(layout.hosts.map((host) => [host.name, host]));
  const { failed } = state;
  const pressable = onToggle === undefined ? '' : 'd-press';
  const press = (failure: Failure, label: string) =>
    onToggle === undefined
      ? {}
      : {
          role: 'button',
          tabIndex: 0,
          'aria-pressed': failed.has(failureText(failure)),
          'aria-label': label,
          onClick: () => onToggle(failure),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            onToggle(failure);
          },
        };
  return (
    <svg
      ref={svg}
      className={plan.hosts.length > manyHosts ? 'diagram diagram-many' : 'diagram'}
      viewBox={`-8 -8 ${layout.width + 16} ${layout.height + 16}`}
      {...(onToggle === undefined ? { role: 'img', 'aria-label': t('review.diagram', { plan: plan.name }) } : {})}
    >
      <title>{t('review.diagram', { plan: plan.name })}</title>
      {layout.sites.map(({ name, role, ...box }) => {
        const failure: Failure = { kind: 'site', site: name };
        const lost = failed.has(failureText(failure));
        return (
          <g key={name}>
            <rect className={lost ? 'd-site d-site-lost' : 'd-site'} {...box} rx="8" />
            {plan.sites.length > 1 ? (
              <g className={pressable} {...press(failure, t('review.failSite', { site: name }))}>
                <rect className="d-site-head" x={box.x + 1} y={box.y + 1} width={box.width - 2} height="26" rx="7" />
                <SiteText x={box.x} y={box.y} name={name} what={t(`siteRole.${role as SiteRole}`)} lost={lost} />
              </g>
            ) : (
              <SiteText x={box.x} y={box.y} name={name} what="" lost={lost} />
            )}
          </g>
        );
      })}
      {layout.zones.map(({ name, site, ...box }) => (
        <g key={`${site} ${name}`}>
          <rect className="d-zone" {...box} rx="6" />
          <text className="d-zone-name" x={box.x + 8} y={box.y + box.height - 6}>
            {name}
          </text>
        </g>
      ))}
      {state.quorum.map(({ host, voting, cut }) => {
        const from = at.get(host);
        const hub = layout.hubs.find(({ members }) => members.includes(host));
        if (from === undefined || hub === undefined) return null;
        return (
          <g key={host} className={pressable} {...press({ kind: 'dcs', host }, t('review.failDcs', { host }))}>
            <path className={cut || !voting ? 'd-vote d-vote-lost' : 'd-vote'} d={spoke(from, hub, layout.floor)} />
            <path className="d-hit" d={spoke(from, hub, layout.floor)} />
          </g>
        );
      })}
      {state.replication.map(({ from, to, between, cut }) => {
        const [one, other] = [at.get(from), at.get(to)];
        if (one === undefined || other === undefined) return null;
        const path = arc(one, other);
        return (
          <g
            key={`${from} ${to}`}
            className={pressable}
            {...press({ kind: 'link', from, to }, t('review.failLink', { from, to }))}
          >
            <path className={`d-stream${between ? ' d-stream-between' : ''}${cut ? ' d-stream-cut' : ''}`} d={path} />
            <path className="d-hit" d={path} />
          </g>
        );
      })}
      {layout.hubs.map((hub) => {
        const votes = hub.members.filter((name) => state.quorum.find(({ host }) => host === name)?.voting).length;
        const quorum = votes > hub.members.length / 2;
        return (
          <g
            key={hub.region}
            transform={`translate(${hub.x} ${hub.y})`}
            className={quorum ? 'd-hub' : 'd-hub d-hub-lost'}
          >
            <rect x="-96" y="-15" width="192" height="30" rx="15" />
            <text y="5" textAnchor="middle">
              {t(quorum ? 'review.quorum' : 'review.noQuorum', { votes, total: hub.members.length })}
            </text>
          </g>
        );
      })}
      {layout.hosts.map(({ name, x, y }) => (
        <g
          key={name}
          className={`${pressable} d-host`}
          transform={`translate(${x} ${y})`}
          {...press(
            { kind: 'host', host: name },
            t('review.failHost', { host: name, state: t(`look.${state.hosts.get(name)?.look ?? 'arbiter'}`) }),
          )}
        >
          <HostCard plan={plan} name={name} state={state.hosts.get(name)} />
          <rect className="d-focus" x="-3" y="-3" width={card.width + 6} height={card.height + 6} rx="9" />
        </g>
      ))}
    </svg>
  );
});

type SiteRole = 'primary' | 'secondary' | 'arbiter' | 'standby';

interface SiteTextProps {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly what: string;
  readonly lost: boolean;
}

function SiteText({ x, y, name, what, lost }: SiteTextProps) {
  const t = useText();
  return (
    <text className={lost ? 'd-site-name d-site-name-lost' : 'd-site-name'} x={x + 14} y={y + 19}>
      {name}
      {what !== '' && (
        <tspan className="d-site-role" dx="8">
          {lost ? t('look.down') : what}
        </tspan>
      )}
    </text>
  );
}
