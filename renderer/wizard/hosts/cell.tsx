import { type KeyboardEvent, useEffect, useState } from 'react';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { usePhrase } from '../../text/phrases.ts';

interface CellProps {
  readonly label: string;
  readonly value: string;
  readonly column: string;
  readonly placeholder?: string;
  /** What the rules say of this value; the sentence itself stands below the row. */
  readonly invalid: boolean;
  readonly onCommit: (value: string) => readonly PlanProblem[];
  readonly onPasteText?: (text: string) => boolean;
}

/** A text in the table, taken over when it is left; arrow keys and Enter move as in a spreadsheet. */
export function Cell({ label, value, column, placeholder, invalid, onCommit, onPasteText }: CellProps) {
  const phrase = usePhrase();
  const [draft, setDraft] = useState(value);
  const [problem, setProblem] = useState<PlanProblem>();
  useEffect(() => {
    setDraft(value);
    setProblem(undefined);
  }, [value]);
  const commit = () => {
    const wanted = draft.trim();
    const [first] = wanted === value ? [] : onCommit(wanted);
    setProblem(first);
    if (first === undefined && wanted !== draft) setDraft(wanted);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      setDraft(value);
      setProblem(undefined);
    }
    const down = event.key === 'ArrowDown' || (event.key === 'Enter' && !event.shiftKey);
    if (!down && event.key !== 'ArrowUp' && event.key !== 'Enter') return;
    event.preventDefault();
    commit();
    moveTo(event.currentTarget, down ? 1 : -1);
  };
  return (
    <input
      className="cell"
      data-column={column}
      data-draft={draft === value ? 'clean' : 'dirty'}
      aria-label={label}
      aria-invalid={invalid || problem !== undefined}
      title={problem && phrase(problem.said)}
      placeholder={placeholder}
      value={draft}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
      onPaste={(event) => {
        if (onPasteText?.(event.clipboardData.getData('text/plain'))) event.preventDefault();
      }}
    />
  );
}

/** Puts the focus on the cell of the same column in a row above or below. */
function moveTo(from: HTMLInputElement, by: number) {
  const column = `input[data-column=${from.dataset['column']}]`;
  const cells = [...(from.closest('tbody')?.querySelectorAll<HTMLInputElement>(column) ?? [])];
  const next = cells[cells.indexOf(from) + by];
  next?.focus();
  next?.select();
}
