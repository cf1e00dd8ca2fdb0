// Draws the icons of the installers from renderer/icon.svg with Chromium: node scripts/icons.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'resources', 'icons');
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];

/** @returns {Promise<Map<number, Buffer>>} the picture by its size in pixels */
async function draw() {
  const svg = readFileSync(join(root, 'renderer', 'icon.svg'), 'utf8');
  const browser = await chromium.launch({
    executablePath: process.env['QUORATE_CHROMIUM'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const pictures = new Map();
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(
        `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      );
      pictures.set(size, await page.screenshot({ omitBackground: true }));
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

/** An ICO file of PNG pictures: a header, an entry per picture, the pictures. */
function ico(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(([size, png], index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(([, png]) => png)]);
}

/** An ICNS file of PNG pictures: each with its four-letter type and its length. */
function icns(pictures) {
  const parts = pictures.map(([type, png]) => {
    const head = Buffer.alloc(8);
    head.write(type, 'ascii');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'ascii');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

const pictures = await draw();
mkdirSync(folder, { recursive: true });
for (const size of [16, 32, 48, 64, 128, 256, 512])
  writeFileSync(join(folder, `${size}x${size}.png`), pictures.get(size));
writeFileSync(join(folder, 'icon.ico'), ico([16, 32, 48, 64, 128, 256].map((size) => [size, pictures.get(size)])));
const types = { ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };
writeFileSync(join(folder, 'icon.icns'), icns(Object.entries(types).map(([type, size]) => [type, pictures.get(size)])));
