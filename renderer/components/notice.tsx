import type { ReactNode } from 'react';
import type { Severity } from '../../core/rules/finding.ts';
import { useText } from '../text/language.ts';
import { Mark } from './mark.tsx';

/** A message with its severity as shape, colour and word. */
export function Notice({ severity, children }: { readonly severity: Severity; readonly children: ReactNode }) {
  const t = useText();
  return (
    <div className={`notice notice-${severity}`} role={severity === 'error' ? 'alert' : 'status'}>
      <Mark severity={severity} />
      <div>
        <strong>{t(`severity.${severity}`)}</strong> <span className="notice-text">{children}</span>
      </div>
    </div>
  );
}
