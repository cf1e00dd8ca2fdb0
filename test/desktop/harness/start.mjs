// Runs the built main program of the window with the harness in the place of 'electron': Electron's own package would download its binary
// when it is imported. node start.mjs MAIN HARNESS
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const [main, harness] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const hooks = `export const resolve = (specifier, context, next) =>
  specifier === 'electron' ? { url: ${JSON.stringify(harness)}, shortCircuit: true } : next(specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
await import(main);
