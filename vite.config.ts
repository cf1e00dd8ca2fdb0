import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../.build/renderer',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What loads first is held down by a test; the limit here counts bytes before compression.
    chunkSizeWarningLimit: 800,
  },
  logLevel: 'warn',
});
