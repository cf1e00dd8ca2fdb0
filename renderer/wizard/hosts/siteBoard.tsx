import { type DragEvent, useState } from 'react';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import { type Host, memberOn, type Plan } from '../../../core/plan/plan.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { useText } from '../../text/language.ts';
import { setMemberRole } from './hostEdits.ts';

interface SiteBoardProps {
  readonly plan: Plan;
  readonly onEdit: (edits: readonly PlanEdit[]) => readonly PlanProblem[];
}

const kind = 'application/x-quorate-host';

/**
 * The sites with their hosts, to be moved with the mouse: a host onto a site, the primary onto the member that takes its role. The table
 * holds the same choices for the keyboard.
 */
export function SiteBoard({ plan, onEdit }: SiteBoardProps) {
  const t = useText();
  const [over, setOver] = useState<string>();
  const takes = (event: DragEvent, place: string) => {
    if (!event.dataTransfer.types.includes(kind)) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(place);
  };
  const drop = (event: DragEvent, edits: (dragged: string) => readonly PlanEdit[]) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(undefined);
    const changes = edits(event.dataTransfer.getData(kind));
    if (changes.length > 0) onEdit(changes);
  };
  return (
    <div className="panel site-board">
      <p className="dim">{t('board.hint')}</p>
      <div className="site-board-sites">
        {plan.sites.map(({ name, role }) => (
          <section
            key={name}
            aria-label={name}
            className={over === name ? 'board-site board-over' : 'board-site'}
            onDragOver={(event) => takes(event, name)}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => drop(event, (host) => moveEdits(plan, host, name))}
          >
            <h2>
              {name} <span className="dim">{t(`siteRole.${role}`)}</span>
            </h2>
            <ul>
              {plan.hosts
                .filter(({ site }) => site === name)
                .map((host) => (
                  <HostChip
                    key={host.name}
                    plan={plan}
                    host={host}
                    over={over === `host ${host.name}`}
                    onDragOver={(event) => takes(event, `host ${host.name}`)}
                    onDrop={(event) => drop(event, (dragged) => dropOnHost(plan, dragged, host))}
                  />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

interface HostChipProps {
  readonly plan: Plan;
  readonly host: Host;
  readonly over: boolean;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

function HostChip({ plan, host, over, onDragOver, onDrop }: HostChipProps) {
  const t = useText();
  const role = memberOn(plan, host.name)?.member.role;
  return (
    <li
      draggable
      className={`board-host${role === 'primary' ? ' board-primary' : ''}${over ? ' board-over' : ''}`}
      onDragStart={(event) => {
        event.dataTransfer.setData(kind, host.name);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={onDragOver}
      onDrop={onDrop}
    >
      {host.name} <span className="dim">{role === undefined ? t('look.arbiter') : t(`member.${role}`)}</span>
    </li>
  );
}

function moveEdits(plan: Plan, hostName: string, site: string): PlanEdit[] {
  const index = plan.hosts.findIndex(({ name }) => name === hostName);
  return index < 0 || plan.hosts[index]?.site === site ? [] : [{ path: ['hosts', index, 'site'], value: site }];
}

/** The primary hands its role to a member of its cluster; any other host joins the site of the one that it is dropped on. */
function dropOnHost(plan: Plan, dragged: string, onto: Host): PlanEdit[] {
  const [from, to] = [memberOn(plan, dragged), memberOn(plan, onto.name)];
  const handsOver =
    from?.member.role === 'primary' && to !== undefined && to.cluster === from.cluster && dragged !== onto.name;
  return handsOver ? setMemberRole(plan, onto.name, 'primary') : moveEdits(plan, dragged, onto.site);
}
