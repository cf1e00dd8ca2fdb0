import './stateMark.css';
/** What a state is called in style sheets, and its shape: no state is told by its colour alone. */
export type Shape = 'good' | 'warn' | 'bad' | 'running' | 'waiting' | 'unknown' | 'none';

const paths: Readonly<Record<Shape, string>> = {
  // Disc with a tick.
  good: 'M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1zM6.9 11.6l5-5.4-1.2-1.1-3.9 4.2-1.9-1.9-1.1 1.1z',
  warn: 'M8 1l7.5 14H.5zM7.2 6l.2 4.4h1.2L8.8 6zM7.2 11.6v1.6h1.6v-1.6z',
  bad: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.9 4.8 4.8 5.9 6.9 8l-2.1 2.1 1.1 1.1L8 9.1l2.1 2.1 1.1-1.1L9.1 8l2.1-2.1-1.1-1.1L8 6.9z',
  // Right half of a disc in a ring.
  running: 'M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1zM8 2.6a5.4 5.4 0 0 0 0 10.8z',
  waiting: 'M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1zM8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 1 0 8 2.6z',
  unknown: 'M8 .5 15.5 8 8 15.5.5 8zM8 2.8 2.8 8 8 13.2 13.2 8z',
  none: 'M3 7.2h10v1.6H3z',
};

/** The shape of a state. The word stands beside it, or is its label where there is no room for one. */
export function StateMark({ shape, label }: { readonly shape: Shape; readonly label?: string }) {
  const shared = { className: `state-mark state-${shape}`, viewBox: '0 0 16 16', fillRule: 'evenodd' } as const;
  if (label === undefined) {
    return (
      <svg {...shared} aria-hidden="true">
        <path d={paths[shape]} />
      </svg>
    );
  }
  return (
    <svg {...shared} role="img" aria-label={label}>
      <path d={paths[shape]} />
    </svg>
  );
}

/** A state as shape, colour and word. */
export function StateWord({ shape, word }: { readonly shape: Shape; readonly word: string }) {
  return (
    <span className={`state-word state-word-${shape}`}>
      <StateMark shape={shape} />
      {word}
    </span>
  );
}
