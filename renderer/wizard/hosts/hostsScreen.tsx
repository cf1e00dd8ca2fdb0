import './hosts.css';
import { Button } from '@mantine/core';
import { useCallback, useDeferredValue, useState } from 'react';
import type { HostTableRow } from '../../../core/hostLists/hostTable.ts';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { DraftInput } from '../../components/draftInput.tsx';
import { FindingList } from '../../components/findingList.tsx';
import { Notice } from '../../components/notice.tsx';
import { isWithin, judge } from '../../stores/judge.ts';
import { edit, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { addHost, fillHosts } from './hostEdits.ts';
import { findingsByHost, HostTable } from './hostTable.tsx';
import { ImportDialog } from './importDialog.tsx';
import { LabPanel } from './labPanel.tsx';
import { LoginPanel } from './loginPanel.tsx';
import { testLogins } from './loginTests.ts';
import { SiteBoard } from './siteBoard.tsx';

/** Which machines there are, what runs on them, and how to reach them. */
export function HostsScreen() {
  const t = useText();
  const phrase = usePhrase();
  // Three hundred rows may be drawn a moment later than the key that was pressed.
  const text = useDeferredValue(useWizard((state) => state.text));
  const [refused, setRefused] = useState<readonly PlanProblem[]>([]);
  const [importing, setImporting] = useState(false);
  const onEdit = useCallback((edits: readonly PlanEdit[]) => {
    const problems = edit(edits);
    setRefused(problems);
    return problems;
  }, []);
  const judged = judge(text);
  if (judged.kind !== 'plan') return null;
  const { plan, findings } = judged;
  const byHost = new Set([...findingsByHost(plan, findings).values()].flat());
  const long = plan.hosts.length > 60;
  const others = findings.filter(
    (one) =>
      (long || !byHost.has(one)) &&
      [['hosts'], ['clusters'], ['ssh'], ['network'], ['sites']].some((path) => isWithin(one.path, path)),
  );
  const setSsh = (key: 'user' | 'port' | 'key' | 'jump', value: string) =>
    onEdit([
      {
        path: ['ssh', key],
        value: value === '' ? undefined : key === 'port' && /^\d+$/.test(value) ? Number(value) : value,
      },
    ]);
  const take = (rows: readonly HostTableRow[], further: readonly PlanEdit[]) =>
    onEdit([...fillHosts(plan, 0, rows), ...further]).length === 0;

  return (
    <section>
      <h1>{t('hosts.title')}</h1>
      <p className="lead">{t('hosts.lead')}</p>
      <div className="row">
        <Button variant="default" size="xs" onClick={() => onEdit(addHost(plan))}>
          {t('hosts.add')}
        </Button>
        <Button variant="default" size="xs" onClick={() => setImporting(true)}>
          {t('hosts.import')}
        </Button>
        <Button variant="default" size="xs" onClick={() => void testLogins(plan.hosts)}>
          {t('login.testAll', { count: plan.hosts.length })}
        </Button>
        <span className="dim">{t('hosts.pasteHint')}</span>
      </div>
      <HostTable plan={plan} findings={findings} onEdit={onEdit} />
      {plan.sites.length > 1 && !long && <SiteBoard plan={plan} onEdit={onEdit} />}
      {refused.map((one) => (
        <Notice key={`${one.field} ${one.message}`} severity="error">
          <code>{one.field}</code> {phrase(one.said)}
        </Notice>
      ))}
      <LoginPanel hosts={plan.hosts} />
      {others.length > 0 && <FindingList findings={others.slice(0, 50)} />}
      <div className="two-columns">
        <div className="panel">
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
        </div>
        <LabPanel plan={plan} onEdit={onEdit} />
      </div>
      {importing && <ImportDialog onClose={() => setImporting(false)} onTake={take} />}
    </section>
  );
}
