import { Button } from '@mantine/core';
import { checkTitle } from '../../../core/preflight/checks.ts';
import type { Cell, CellState } from '../../run/preflightView.ts';
import { type Shape, StateMark } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** A check of a host, looked at more closely. */
export interface Selected {
  readonly check: string;
  readonly host: string;
}

interface CheckMatrixProps {
  readonly rows: readonly { readonly id: string; readonly cells: readonly Cell[] }[];
  readonly hosts: readonly string[];
  readonly running: boolean;
  readonly selected: Selected | undefined;
  readonly onSelect: (selected: Selected) => void;
  readonly onRecheck: (host: string) => void;
}

export const cellShapes: Readonly<Record<CellState, Shape>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  pending: 'waiting',
  none: 'none',
};

/** Every check on every host. A cell shows what was measured; choosing it shows the rest. */
export function CheckMatrix({ rows, hosts, running, selected, onSelect, onRecheck }: CheckMatrixProps) {
  const t = useText();
  const title = useCheckTitle();
  const phrase = usePhrase();
  return (
    <>
      <h2>{t('preflight.matrix')}</h2>
      <div className="table-frame">
        <table className="grid compact check-matrix">
          <caption className="hidden">{t('preflight.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('preflight.check')}</th>
              {hosts.map((host) => (
                <th scope="col" key={host}>
                  <span className="matrix-host">
                    <span className="mono">{host}</span>
                    <Button
                      variant="subtle"
                      size="compact-xs"
                      disabled={running}
                      aria-label={t('preflight.recheckNamed', { host })}
                      onClick={() => onRecheck(host)}
                    >
                      {t('preflight.recheck')}
                    </Button>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells }) => (
              <tr key={id}>
                <th scope="row">{title(id)}</th>
                {cells.map((cell, index) => {
                  const host = hosts[index] ?? '';
                  const word = t(`preflight.cell.${cell.state}`);
                  const [first] = cell.results;
                  return (
                    <td key={host}>
                      {first === undefined ? (
                        <span className="matrix-cell dim">
                          <StateMark shape={cellShapes[cell.state]} label={word} />
                        </span>
                      ) : (
                        <button
                          type="button"
                          className="matrix-cell"
                          aria-pressed={selected?.check === id && selected.host === host}
                          onClick={() => onSelect({ check: id, host })}
                        >
                          <StateMark shape={cellShapes[cell.state]} label={word} />
                          <span className="matrix-value">
                            {phrase((cell.results.find((one) => one.result === cell.state) ?? first).said.measured)}
                          </span>
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The name of a check in the language of the window. */
export function useCheckTitle(): (id: string) => string {
  const phrase = usePhrase();
  return (id) => phrase(checkTitle(id) ?? id);
}
