/** The world that the preload script lives in, beside the page's own. */
export const worldName = 'electron-preload';

/** The function in that world that reaches the main process. */
export const bindingName = '__harnessSend';

/**
 * The preload script as a sandboxed one runs: in a world of its own, in the main frame alone, with `require` for 'electron' and nothing
 * else. Its worlds share the DOM and no object, so what it exposes crosses as events with text.
 * @param tag a name that the page cannot guess
 */
export function preloadSource(preload: string, tag: string): string {
  return `(() => {
    if (window !== window.top) return;
    const listeners = new Map();
    globalThis.__harnessDeliver = (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
    };
    const ipcRenderer = {
      on(channel, listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
      send(channel, ...args) { globalThis.${bindingName}(JSON.stringify({ channel, args })); },
    };
    const exposed = new Map();
    const fire = (name, value) =>
      document.dispatchEvent(new CustomEvent('${tag}' + name, { detail: JSON.stringify(value) }));
    const contextBridge = {
      exposeInMainWorld(name, api) {
        exposed.set(name, api);
        fire('expose', { name, functions: Object.keys(api).filter((key) => typeof api[key] === 'function') });
      },
    };
    document.addEventListener('${tag}call', (event) => {
      const { name, key, args } = JSON.parse(event.detail);
      const own = args.map((arg) =>
        'callback' in arg ? (...values) => fire('callback', { id: arg.callback, args: values }) : arg.value);
      try {
        fire('return', { value: exposed.get(name)[key](...own) });
      } catch (error) {
        fire('return', { error: String(error) });
      }
    });
    const require = (name) => {
      if (name === 'electron') return { contextBridge, ipcRenderer };
      throw new Error('a sandboxed preload script has no module ' + name);
    };
    const module = { exports: {} };
    (function (require, module, exports) { ${preload}
    })(require, module, module.exports);
  })()`;
}

/** The page's side of `contextBridge`. */
export function pageSource(tag: string): string {
  return `(() => {
    if (window !== window.top) return;
    const callbacks = [];
    document.addEventListener('${tag}expose', (event) => {
      const { name, functions } = JSON.parse(event.detail);
      const call = (key) => (...args) => {
        let result;
        const detail = JSON.stringify({ name, key, args: args.map((arg) =>
          typeof arg === 'function' ? { callback: callbacks.push(arg) - 1 } : { value: arg }) });
        document.addEventListener('${tag}return', (back) => { result = JSON.parse(back.detail); }, { once: true });
        document.dispatchEvent(new CustomEvent('${tag}call', { detail }));
        if (result.error !== undefined) throw new Error(result.error);
        return result.value;
      };
      const api = Object.freeze(Object.fromEntries(functions.map((key) => [key, call(key)])));
      Object.defineProperty(window, name, { value: api, enumerable: true });
    });
    document.addEventListener('${tag}callback', (event) => {
      const { id, args } = JSON.parse(event.detail);
      callbacks[id](...args);
    });
  })()`;
}
