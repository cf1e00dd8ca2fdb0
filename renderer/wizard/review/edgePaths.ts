import { card, rowGap } from './diagramLayout.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** An arc over the cards, from the top of one to the top of the other; between rows, a curve through the gap of the rows. */
export function arc(from: Point, to: Point): string {
  const [x1, x2] = [from.x + card.width / 2, to.x + card.width / 2];
  const away = Math.sign(x2 - x1);
  // The ends lie apart, so that streams to both sides do not start in one point.
  const [start, end] = [x1 + 14 * away, x2 - 14 * away];
  if (x1 === x2) {
    const [upper, lower] = from.y < to.y ? [from, to] : [to, from];
    return `M${x1 + 30} ${upper.y + card.height}L${x1 + 30} ${lower.y}`;
  }
  if (from.y !== to.y) {
    const down = to.y > from.y;
    const [leaves, arrives] = down ? [from.y + card.height, to.y] : [from.y, to.y + card.height];
    const middle = arrives + (down ? -1 : 1) * (rowGap / 2);
    return `M${x1 + 30} ${leaves}C${x1 + 30} ${middle} ${end} ${middle} ${end} ${arrives}`;
  }
  const top = Math.min(from.y, to.y) - Math.min(30, 14 + Math.abs(x2 - x1) / 20);
  return `M${start} ${from.y}C${start} ${top} ${end} ${top} ${end} ${to.y}`;
}

/** A line from the foot of a card down to the quorum that it votes in; behind the cards of the rows below. */
export function spoke(from: Point, hub: Point, floor: number): string {
  const y = from.y + card.height;
  // Beside the lines of the cards below.
  const x = from.x + card.width / 2 - (floor - y > card.height ? 36 : 0);
  const [endX, endY] = [hub.x + Math.max(-80, Math.min(80, (x - hub.x) / 4)), hub.y - 15];
  const middle = (floor + endY) / 2 + 4;
  return `M${x} ${y}L${x} ${floor}C${x} ${middle} ${endX} ${middle} ${endX} ${endY}`;
}
