import type { Severity } from '../../core/rules/finding.ts';

const shapes: Readonly<Record<Severity, string>> = {
  error: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  warning: 'M8 1l7 14H1z',
  info: 'M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1z',
};

/** The shape of a severity, for those who do not see its colour; the word stands beside it. */
export function Mark({ severity }: { readonly severity: Severity }) {
  return (
    <svg className={`mark mark-${severity}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[severity]} />
    </svg>
  );
}
