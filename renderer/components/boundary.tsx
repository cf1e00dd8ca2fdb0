import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useText } from '../text/language.ts';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** Shows what has failed in place of an empty page: React takes everything away when a screen throws. */
export class Boundary extends Component<BoundaryProps, { readonly thrown: unknown }> {
  override state: { readonly thrown: unknown } = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render() {
    const { thrown } = this.state;
    return thrown === undefined ? this.props.children : <Failed thrown={thrown} />;
  }
}

function Failed({ thrown }: { readonly thrown: unknown }) {
  const t = useText();
  return (
    <main className="start" role="alert">
      <h1>{t('shell.failed')}</h1>
      <p>{t('shell.failedLead')}</p>
      <p className="mono">{thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)}</p>
      <Button onClick={() => location.reload()}>{t('shell.reload')}</Button>
    </main>
  );
}
