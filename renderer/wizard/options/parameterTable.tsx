import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { DraftInput } from '../../components/draftInput.tsx';
import { FindingsAt } from '../../components/findingList.tsx';
import { edit } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { Cell } from '../hosts/cell.tsx';
import { RemoveButton } from '../hosts/removeButton.tsx';

/** Settings of postgresql.conf over those of the tuning template. */
export function ParameterTable({ plan }: { readonly plan: Plan }) {
  const t = useText();
  const [name, setName] = useState('');
  const entries = Object.entries(plan.postgres.parameters);
  const set = (key: string, value: string): readonly PlanProblem[] =>
    edit([{ path: ['postgres', 'parameters', key], value: typed(value) }]);
  return (
    <div className="panel option-panel">
      <h2>{t('options.parameters')}</h2>
      {entries.length > 0 && (
        <table className="grid host-table framed">
          <tbody>
            {entries.map(([key, value]) => (
              <tr key={key}>
                <th scope="row" className="mono">
                  {key}
                </th>
                <td>
                  <Cell
                    column="parameter"
                    label={t('options.parameterOf', { name: key })}
                    value={String(value)}
                    invalid={false}
                    onCommit={(text) => set(key, text)}
                  />
                </td>
                <td>
                  <RemoveButton name={key} onClick={() => edit([{ path: ['postgres', 'parameters', key] }])} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="row">
        <DraftInput
          label={t('options.parameterName')}
          placeholder="work_mem"
          value={name}
          onCommit={(value) => {
            setName(value);
            return [];
          }}
        />
        <Button
          size="xs"
          variant="default"
          disabled={name === '' || Object.hasOwn(plan.postgres.parameters, name)}
          onClick={() => set(name, '').length === 0 && setName('')}
        >
          {t('options.addParameter')}
        </Button>
      </div>
      <FindingsAt paths={[['postgres', 'parameters']]} />
    </div>
  );
}

/** Text as YAML would read it: figures and yes-or-no are not text. */
function typed(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
