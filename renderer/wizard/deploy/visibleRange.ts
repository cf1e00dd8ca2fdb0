/** Rows before and after those in view that are drawn too, so that scrolling finds them there. */
const spare = 20;

/**
 * Which rows of a list are to be drawn.
 * @param top how far it is scrolled, and `height` of what is in view, both in pixels like `rowPixels`
 * @returns indexes: from `first` up to, not including, `last`
 */
export function visibleRange(
  top: number,
  height: number,
  rowPixels: number,
  count: number,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.min(count, Math.floor(top / rowPixels)) - spare);
  return { first, last: Math.min(count, Math.ceil((top + height) / rowPixels) + spare) };
}
