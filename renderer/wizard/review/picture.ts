/** What of the page's style sheets a drawing needs when it stands alone. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'opacity',
] as const;

const namespace = 'http://www.w3.org/2000/svg';

/** The text of a drawing as it looks now, with its styles in it and the page's ground behind it. */
export function standaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  for (const [index, original] of originals.entries()) {
    const target = copies[index];
    if (target === undefined) continue;
    const style = getComputedStyle(original);
    for (const property of properties) target.setAttribute(property, style.getPropertyValue(property));
    for (const name of ['class', 'role', 'tabindex', 'aria-pressed', 'aria-label']) target.removeAttribute(name);
  }
  for (const unseen of copies.filter((_, index) =>
    /\bd-(hit|focus)\b/.test(originals[index]?.getAttribute('class') ?? ''),
  ))
    unseen.remove();
  const { x, y, width, height } = svg.viewBox.baseVal;
  const ground = document.createElementNS(namespace, 'rect');
  for (const [name, value] of Object.entries({ x, y, width, height })) ground.setAttribute(name, String(value));
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}

/** Pixels per unit: sharp on screens of twice the usual density, and in print. */
const density = 2;

/**
 * Draws a standalone SVG as PNG.
 * @throws Error when the browser cannot make so large an image
 */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * density;
    canvas.height = image.naturalHeight * density;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error(`${canvas.width} x ${canvas.height} pixels are too many: save it as SVG`);
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
