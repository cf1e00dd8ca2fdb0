import { memo } from 'react';
import type { HostTableRow } from '../../../core/hostLists/hostTable.ts';
import { parseHostTable } from '../../../core/hostLists/hostTable.ts';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import { memberOn, type Plan } from '../../../core/plan/plan.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { hostRoles, type MemberRole, memberRoles } from '../../../core/plan/schema.ts';
import type { Finding } from '../../../core/rules/finding.ts';
import { Mark } from '../../components/mark.tsx';
import { useText } from '../../text/language.ts';
import { Cell } from './cell.tsx';
import { fillHosts, removeHost, renameHost, setCluster, setMemberRole, toggleRole } from './hostEdits.ts';
import { LoginCell } from './loginCell.tsx';
import { RemoveButton } from './removeButton.tsx';

interface HostRowProps {
  readonly plan: Plan;
  readonly index: number;
  /** What the rules say of this host. */
  readonly findings: readonly Finding[];
  readonly onEdit: (edits: readonly PlanEdit[]) => readonly PlanProblem[];
}

/** One host of the table. */
export const HostRow = memo(function HostRow({ plan, index, findings, onEdit }: HostRowProps) {
  const t = useText();
  const host = plan.hosts[index];
  if (host === undefined) return null;
  const on = memberOn(plan, host.name);
  const onPasteText = (text: string) => {
    const rows: readonly HostTableRow[] = /[\n\t]/.test(text.trim()) ? parseHostTable(text).rows : [];
    return rows.length > 0 && onEdit(fillHosts(plan, index, rows)).length === 0;
  };
  const about = (field: string) => findings.some(({ path }) => path[2] === field);
  return (
    <tr>
      <td className="number dim">{findings[0] === undefined ? index + 1 : <Mark severity={findings[0].severity} />}</td>
      <td>
        <Cell
          column="name"
          label={t('hosts.nameOf', { host: index + 1 })}
          value={host.name}
          invalid={about('name')}
          onCommit={(name) => onEdit(renameHost(plan, index, name))}
          onPasteText={onPasteText}
        />
      </td>
      <td>
        <Cell
          column="address"
          label={t('hosts.addressOf', { host: host.name })}
          placeholder={t('hosts.addressExample')}
          value={host.address}
          invalid={about('address')}
          onCommit={(value) => onEdit([{ path: ['hosts', index, 'address'], value }])}
          onPasteText={onPasteText}
        />
      </td>
      {plan.sites.length > 1 && (
        <td>
          <select
            className="cell"
            aria-label={t('hosts.siteOf', { host: host.name })}
            aria-invalid={about('site')}
            value={host.site}
            onChange={(event) => onEdit([{ path: ['hosts', index, 'site'], value: event.currentTarget.value }])}
          >
            {[...new Set([...plan.sites.map(({ name }) => name), host.site])].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </td>
      )}
      <td>
        <Cell
          column="zone"
          label={t('hosts.zoneOf', { host: host.name })}
          placeholder={t('hosts.zoneOwn')}
          value={host.zone === host.name ? '' : host.zone}
          invalid={about('zone')}
          onCommit={(zone) => onEdit([{ path: ['hosts', index, 'zone'], value: zone === '' ? undefined : zone }])}
        />
      </td>
      <td>
        <div className="role-boxes">
          {hostRoles.map((role) => (
            <label key={role} className={host.roles.includes(role) ? 'role role-on' : 'role'}>
              <input
                type="checkbox"
                aria-label={t('hosts.runsOn', { role, host: host.name })}
                checked={host.roles.includes(role)}
                disabled={host.roles.length === 1 && host.roles.includes(role)}
                onChange={() => onEdit(toggleRole(plan, index, role))}
              />
              {role}
            </label>
          ))}
        </div>
      </td>
      {plan.clusters.length > 1 && (
        <td>
          {on !== undefined && (
            <select
              className="cell"
              aria-label={t('hosts.clusterOf', { host: host.name })}
              value={plan.clusters.indexOf(on.cluster)}
              onChange={(event) => onEdit(setCluster(plan, host.name, Number(event.currentTarget.value)))}
            >
              {plan.clusters.map(({ name }, cluster) => (
                <option key={name} value={cluster}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </td>
      )}
      <td>
        {on === undefined ? (
          <span className="dim cell-text">{t('hosts.noMember')}</span>
        ) : (
          <select
            className="cell"
            aria-label={t('hosts.roleOf', { host: host.name })}
            value={on.member.role}
            title={on.member.name}
            onChange={(event) => onEdit(setMemberRole(plan, host.name, event.currentTarget.value as MemberRole))}
          >
            {memberRoles.map((role) => (
              <option key={role} value={role}>
                {t(`member.${role}`)}
              </option>
            ))}
          </select>
        )}
      </td>
      <td className="login-cell">
        <LoginCell name={host.name} address={host.address} />
      </td>
      <td>
        <RemoveButton
          name={host.name}
          disabled={plan.hosts.length === 1}
          onClick={() => onEdit(removeHost(plan, index))}
        />
      </td>
    </tr>
  );
});
