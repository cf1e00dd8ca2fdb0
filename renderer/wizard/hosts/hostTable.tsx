import { Fragment, useMemo, useRef } from 'react';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import type { Finding } from '../../../core/rules/finding.ts';
import { FindingList } from '../../components/findingList.tsx';
import { useText } from '../../text/language.ts';
import { memberPath } from './hostEdits.ts';
import { HostRow } from './hostRow.tsx';
import { rowHeight, useVisibleRows } from './visibleRows.ts';

interface HostTableProps {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly onEdit: (edits: readonly PlanEdit[]) => readonly PlanProblem[];
}

const none: readonly Finding[] = [];

/** All hosts; of a long list only what is in sight is drawn. What the rules say of a host stands below its row. */
export function HostTable({ plan, findings, onEdit }: HostTableProps) {
  const t = useText();
  const frame = useRef<HTMLDivElement>(null);
  const { from, to, partial } = useVisibleRows(frame, plan.hosts.length);
  const byHost = useMemo(() => findingsByHost(plan, findings), [plan, findings]);
  const columns = 8 + (plan.sites.length > 1 ? 1 : 0) + (plan.clusters.length > 1 ? 1 : 0);
  return (
    <div className={partial ? 'table-frame table-long' : 'table-frame'} ref={frame}>
      <table className="grid host-table" aria-rowcount={plan.hosts.length + 1}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('hosts.name')}</th>
            <th scope="col">{t('hosts.address')}</th>
            {plan.sites.length > 1 && <th scope="col">{t('hosts.site')}</th>}
            <th scope="col">{t('hosts.zone')}</th>
            <th scope="col">{t('hosts.runs')}</th>
            {plan.clusters.length > 1 && <th scope="col">{t('hosts.cluster')}</th>}
            <th scope="col">{t('hosts.role')}</th>
            <th scope="col">{t('hosts.login')}</th>
            <th scope="col">
              <span className="hidden">{t('hosts.remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap columns={columns} rows={from} />
          {plan.hosts.slice(from, to).map((_, offset) => {
            const index = from + offset;
            const own = byHost.get(index) ?? none;
            return (
              // A row is its place in the plan: its name is what is being edited.
              <Fragment key={index}>
                <HostRow plan={plan} index={index} findings={own} onEdit={onEdit} />
                {!partial && own.length > 0 && (
                  <tr className="host-findings">
                    <td />
                    <td colSpan={columns - 1}>
                      <FindingList findings={own} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
          <Gap columns={columns} rows={plan.hosts.length - to} />
        </tbody>
      </table>
    </div>
  );
}

/** The room of the rows that are not drawn. */
function Gap({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr className="host-gap">
      <td colSpan={columns} style={{ height: rows * rowHeight }} />
    </tr>
  );
}

/** The findings about a host or its member, by the host's place. */
export function findingsByHost(plan: Plan, findings: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const places = new Map<string, number>();
  for (const [index, { name }] of plan.hosts.entries()) {
    places.set(JSON.stringify(['hosts', index]), index);
    const member = memberPath(plan, name);
    if (member !== undefined) places.set(JSON.stringify(member), index);
  }
  const found = new Map<number, Finding[]>();
  for (const finding of findings) {
    const { path } = finding;
    const place = places.get(JSON.stringify(path[0] === 'hosts' ? path.slice(0, 2) : path.slice(0, 4)));
    if (place !== undefined) found.set(place, [...(found.get(place) ?? []), finding]);
  }
  return found;
}
