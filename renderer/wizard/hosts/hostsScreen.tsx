import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { DraftInput } from '../../components/draftInput.tsx';
import { FindingsAt } from '../../components/findingList.tsx';
import { Notice } from '../../components/notice.tsx';
import { judge } from '../../stores/judge.ts';
import { edit, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { addHost } from './hostEdits.ts';
import { HostRow } from './hostRow.tsx';

/** Which machines there are and what runs on them. */
export function HostsScreen() {
  const t = useText();
  const text = useWizard((state) => state.text);
  const [refused, setRefused] = useState<readonly PlanProblem[]>([]);
  const judged = judge(text);
  if (judged.kind !== 'plan') return null;
  const { plan } = judged;
  const onEdit = (edits: readonly PlanEdit[]) => {
    const problems = edit(edits);
    setRefused(problems);
    return problems;
  };
  const setSsh = (key: 'user' | 'port' | 'key' | 'jump', value: string) =>
    onEdit([
      {
        path: ['ssh', key],
        value: value === '' ? undefined : key === 'port' && /^\d+$/.test(value) ? Number(value) : value,
      },
    ]);

  return (
    <section>
      <h1>{t('hosts.title')}</h1>
      <p className="lead">{t('hosts.lead')}</p>
      <div className="table-frame">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('hosts.name')}</th>
              <th scope="col">{t('hosts.address')}</th>
              {plan.sites.length > 1 && <th scope="col">{t('hosts.site')}</th>}
              <th scope="col">{t('hosts.zone')}</th>
              <th scope="col">{t('hosts.runs')}</th>
              <th scope="col">{t('hosts.role')}</th>
              <th scope="col">{t('hosts.member')}</th>
              <th scope="col">
                <span className="hidden">{t('hosts.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.hosts.map((_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the plan; its name is being edited
              <HostRow key={index} plan={plan} index={index} onEdit={onEdit} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        <Button variant="default" size="xs" onClick={() => onEdit(addHost(plan))}>
          {t('hosts.add')}
        </Button>
        <span className="dim">{t('hosts.pasteHint')}</span>
      </div>
      {refused.map((one) => (
        <Notice key={`${one.field} ${one.message}`} severity="error">
          <span lang="en">
            {one.field}: {one.message}
          </span>
        </Notice>
      ))}
      <h2>{t('hosts.ssh')}</h2>
      <div className="fields">
        {(['user', 'port', 'key', 'jump'] as const).map((key) => (
          <DraftInput
            key={key}
            visibleLabel
            label={t(`ssh.${key}`)}
            value={String(plan.ssh[key] ?? '')}
            onCommit={(value) => setSsh(key, value)}
          />
        ))}
      </div>
      <FindingsAt paths={[['hosts'], ['clusters'], ['ssh'], ['network']]} />
    </section>
  );
}
