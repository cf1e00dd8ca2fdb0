import { type RefObject, useEffect, useState } from 'react';

/** Rows are this high, in CSS pixels, when only some of them are drawn. */
export const rowHeight = 37;
/** Up to this many rows are all drawn. */
const maxDrawn = 60;
const beyond = 12;

export interface VisibleRows {
  readonly from: number;
  readonly to: number;
  /** Whether rows outside are left out. */
  readonly partial: boolean;
}

/** The rows of a long table that are in sight of its scrolling frame, and some beyond, so that the keyboard finds its neighbours. */
export function useVisibleRows(frame: RefObject<HTMLElement | null>, count: number): VisibleRows {
  const partial = count > maxDrawn;
  const [range, setRange] = useState({ from: 0, to: 40 });
  useEffect(() => {
    const element = frame.current;
    if (!partial || element === null) return;
    const look = () => {
      const first = Math.floor(element.scrollTop / rowHeight);
      const from = Math.max(0, first - beyond);
      const to = first + Math.ceil(element.clientHeight / rowHeight) + beyond;
      setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [frame, partial]);
  return partial ? { from: range.from, to: Math.min(count, range.to), partial } : { from: 0, to: count, partial };
}
