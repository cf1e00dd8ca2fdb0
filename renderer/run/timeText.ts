/** A duration as people read it: `8 s`, `2 min 05 s`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A moment of today as a clock shows it. @param at milliseconds since the epoch */
export function clockText(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((one) => String(one).padStart(2, '0')).join(':');
}

/** A moment with its day, unless it is the same day as now. @param at milliseconds since the epoch */
export function momentText(at: number, now: number): string {
  const time = new Date(at);
  if (time.toDateString() === new Date(now).toDateString()) return clockText(at);
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map((one) => String(one).padStart(2, '0'));
  return `${day.join('-')} ${clockText(at)}`;
}
