import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useText } from '../text/language.ts';

/** Puts a text on the clipboard and says so. @param what names it for assistive technology */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const t = useText();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    const put = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    put.then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={state === 'idle' ? t('run.copyNamed', { what }) : undefined}
      onClick={copy}
    >
      {t(state === 'idle' ? 'run.copy' : state === 'copied' ? 'run.copied' : 'run.copyFailed')}
    </Button>
  );
}
