import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { memo } from 'react';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import { memberOn, type Plan } from '../../../core/plan/plan.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { hostRoles, type MemberRole, memberRoles } from '../../../core/plan/schema.ts';
import { DraftInput } from '../../components/draftInput.tsx';
import { useText } from '../../text/language.ts';
import { pasteHosts, readPastedHosts, removeHost, renameHost, setMemberRole, toggleRole } from './hostEdits.ts';

interface HostRowProps {
  readonly plan: Plan;
  readonly index: number;
  readonly onEdit: (edits: readonly PlanEdit[]) => readonly PlanProblem[];
}

/** One host of the table. */
export const HostRow = memo(function HostRow({ plan, index, onEdit }: HostRowProps) {
  const t = useText();
  const host = plan.hosts[index];
  if (host === undefined) return null;
  const on = memberOn(plan, host.name);
  const onPasteText = (text: string) => {
    const pasted = /[\n\t]/.test(text) ? readPastedHosts(text) : [];
    return pasted.length > 0 && onEdit(pasteHosts(plan, index, pasted)).length === 0;
  };
  return (
    <tr>
      <td className="number dim">{index + 1}</td>
      <td>
        <DraftInput
          label={t('hosts.nameOf', { host: index + 1 })}
          value={host.name}
          onCommit={(name) => onEdit(renameHost(plan, index, name))}
          onPasteText={onPasteText}
        />
      </td>
      <td>
        <DraftInput
          label={t('hosts.addressOf', { host: host.name })}
          value={host.address}
          onCommit={(value) => onEdit([{ path: ['hosts', index, 'address'], value }])}
          onPasteText={onPasteText}
        />
      </td>
      {plan.sites.length > 1 && (
        <td>
          <NativeSelect
            size="xs"
            aria-label={t('hosts.siteOf', { host: host.name })}
            value={host.site}
            data={plan.sites.map(({ name }) => name)}
            onChange={(event) => onEdit([{ path: ['hosts', index, 'site'], value: event.currentTarget.value }])}
          />
        </td>
      )}
      <td>
        <DraftInput
          label={t('hosts.zoneOf', { host: host.name })}
          value={host.zone === host.name ? '' : host.zone}
          onCommit={(zone) => onEdit([{ path: ['hosts', index, 'zone'], value: zone === '' ? undefined : zone }])}
        />
      </td>
      <td>
        <div className="role-boxes">
          {hostRoles.map((role) => (
            <Checkbox
              key={role}
              size="xs"
              label={role}
              aria-label={t('hosts.runsOn', { role, host: host.name })}
              checked={host.roles.includes(role)}
              disabled={host.roles.length === 1 && host.roles.includes(role)}
              onChange={() => onEdit(toggleRole(plan, index, role))}
            />
          ))}
        </div>
      </td>
      <td>
        {on === undefined ? (
          <span className="dim">{t('hosts.noMember')}</span>
        ) : (
          <NativeSelect
            size="xs"
            aria-label={t('hosts.roleOf', { host: host.name })}
            value={on.member.role}
            data={memberRoles.map((role) => ({ value: role, label: t(`member.${role}`) }))}
            onChange={(event) => onEdit(setMemberRole(plan, host.name, event.currentTarget.value as MemberRole))}
          />
        )}
      </td>
      <td className="mono dim">{on?.member.name ?? ''}</td>
      <td>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t('hosts.removeNamed', { host: host.name })}
          disabled={plan.hosts.length === 1}
          onClick={() => onEdit(removeHost(plan, index))}
        >
          {t('hosts.remove')}
        </Button>
      </td>
    </tr>
  );
});
