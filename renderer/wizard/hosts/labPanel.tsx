import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import { tinyPool } from '../../../core/plan/labSections.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { api, messageOf } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { useWizard, whenSaved } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

interface LabPanelProps {
  readonly plan: Plan;
  readonly onEdit: (edits: readonly PlanEdit[]) => readonly PlanProblem[];
}

interface PlanLab {
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  readonly key: string;
  readonly bundle: string;
}

/** Real hosts on this machine in place of servers. */
export function LabPanel({ plan, onEdit }: LabPanelProps) {
  const t = useText();
  const phrase = usePhrase();
  const [lines, setLines] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();
  const [made, setMade] = useState(false);
  const running = useRef<{ unsubscribe(): void }>(undefined);
  const [busy, setBusy] = useState(false);
  // Leaving the step does not end the making: the server finishes what it has begun.
  useEffect(() => () => running.current?.unsubscribe(), []);

  const end = (message?: string) => {
    setBusy(false);
    setProblem(message);
  };
  const start = async () => {
    setBusy(true);
    setMade(false);
    setProblem(undefined);
    setLines([]);
    const planFile = useWizard.getState().project?.planFile;
    try {
      await whenSaved();
    } catch (thrown) {
      end(messageOf(thrown));
      return;
    }
    if (planFile === undefined) return;
    running.current = api.lab.forPlan.subscribe(
      { planFile },
      {
        onData(one) {
          if (one.type === 'event') setLines((before) => [...before, one.event].slice(-200));
          else {
            const [refused] = onEdit(editsFor(plan, one.result));
            setMade(refused === undefined);
            end(refused && phrase(refused.said));
          }
        },
        onError: (thrown) => end(messageOf(thrown)),
      },
    );
  };

  return (
    <div className="panel">
      <h2>{t('lab.title')}</h2>
      <p className="dim">{t('lab.lead')}</p>
      <Button variant="default" size="xs" loading={busy} onClick={() => void start()}>
        {t('lab.use', { count: plan.hosts.length })}
      </Button>
      {busy && (
        <p className="mono dim lab-line" role="status">
          {lines.at(-1) ?? t('lab.starting')}
        </p>
      )}
      {made && <Notice severity="info">{t('lab.made')}</Notice>}
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
    </div>
  );
}

/** What of the plan changes when the lab's hosts take the places. */
function editsFor(plan: Plan, lab: PlanLab): PlanEdit[] {
  const addresses = new Map(lab.hosts.map(({ name, address }) => [name, address]));
  const edits: PlanEdit[] = plan.hosts.flatMap(({ name }, index) => {
    const value = addresses.get(name);
    return value === undefined ? [] : [{ path: ['hosts', index, 'address'], value }];
  });
  return [
    ...edits,
    { path: ['ssh', 'user'], value: 'root' },
    { path: ['ssh', 'port'], value: 22 },
    { path: ['ssh', 'key'], value: lab.key },
    { path: ['ssh', 'jump'] },
    { path: ['packages'], value: { source: 'bundle', file: lab.bundle } },
    // Several hosts share this machine's memory, and few connections are left beside large pools.
    ...(plan.postgres.template === 'oltp'
      ? [
          { path: ['postgres', 'template'], value: 'tiny' },
          {
            path: ['pgbouncer', 'maxDbConnections'],
            value: Math.min(plan.pgbouncer.maxDbConnections || tinyPool, tinyPool),
          },
        ]
      : []),
  ];
}
