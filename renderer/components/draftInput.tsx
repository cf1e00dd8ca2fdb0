import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PlanProblem } from '../../core/plan/problem.ts';
import { usePhrase } from '../text/phrases.ts';

interface DraftInputProps {
  readonly label: string;
  /** Shows the label above the field; otherwise only assistive technology reads it. */
  readonly visibleLabel?: boolean;
  readonly value: string;
  readonly unit?: string;
  readonly placeholder?: string;
  readonly description?: string;
  readonly onCommit: (value: string) => readonly PlanProblem[];
  readonly onPasteText?: (text: string) => boolean;
}

/** A text of the plan that is taken over when the field is left or Enter is pressed; what the plan refuses stays in it, with why. */
export function DraftInput({
  label,
  visibleLabel,
  value,
  unit,
  placeholder,
  description,
  onCommit,
  onPasteText,
}: DraftInputProps) {
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
    if (first === undefined) setDraft(wanted);
  };
  return (
    <TextInput
      size="xs"
      {...(visibleLabel === true ? { label } : { 'aria-label': label })}
      description={description}
      placeholder={placeholder}
      rightSection={unit === undefined ? undefined : <span className="dim">{unit}</span>}
      value={draft}
      data-draft={draft === value ? 'clean' : 'dirty'}
      error={problem && phrase(problem.said)}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') {
          setDraft(value);
          setProblem(undefined);
        }
      }}
      onPaste={(event) => {
        if (onPasteText?.(event.clipboardData.getData('text/plain'))) event.preventDefault();
      }}
    />
  );
}
