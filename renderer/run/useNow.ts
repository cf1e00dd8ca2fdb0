import { useEffect, useState } from 'react';

/** The time, in milliseconds since the epoch, taken anew every so often while it is asked for. */
export function useNow(active: boolean, everyMilliseconds = 500): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (!active) return undefined;
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds);
    return () => clearInterval(timer);
  }, [active, everyMilliseconds]);
  return now;
}
