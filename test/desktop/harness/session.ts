import { EventEmitter } from 'node:events';
import { recorded } from './recorded.ts';

type RequestHandler = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;
type BeforeRequest = (details: { url: string }, answer: (result: { cancel: boolean }) => void) => void;

class Session extends EventEmitter {
  requestHandler: RequestHandler = (_contents, _permission, answer) => answer(true);
  checkHandler: (contents: unknown, permission: string, origin: string) => boolean = () => true;
  deviceHandler: (details: unknown) => boolean = () => true;
  beforeRequest: BeforeRequest = (_details, answer) => answer({ cancel: false });

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.requestHandler = handler;
  }

  setPermissionCheckHandler(handler: Session['checkHandler']): void {
    this.checkHandler = handler;
  }

  setDevicePermissionHandler(handler: Session['deviceHandler']): void {
    this.deviceHandler = handler;
  }

  readonly webRequest = {
    onBeforeRequest: (handler: BeforeRequest) => {
      this.beforeRequest = handler;
    },
  };
}

export const session = { defaultSession: new Session() };

type SchemeHandler = (request: { url: string; method: string }) => Response | Promise<Response>;

/** What answers for the program's own schemes. */
export const schemeHandlers = new Map<string, SchemeHandler>();

export const protocol = {
  registerSchemesAsPrivileged(schemes: typeof recorded.schemes): void {
    recorded.schemes.push(...schemes);
  },
  handle(scheme: string, handler: SchemeHandler): void {
    schemeHandlers.set(scheme, handler);
  },
};

/**
 * Chromium without Electron knows no schemes of ours, so each origin stands under one of its own that is secure too:
 * quorate://wizard/a is https://wizard.quorate.localhost/a there.
 */
export function toChromium(url: string): string {
  const match = /^([a-z]+):\/\/([^/]+)(\/.*)?$/.exec(url);
  if (match?.[1] === undefined || !schemeHandlers.has(match[1])) return url;
  return `https://${match[2]}.${match[1]}.localhost${match[3] ?? '/'}`;
}

/** The reverse of `toChromium`, also inside blob addresses. */
export function fromChromium(url: string): string {
  return url.replace(/^(blob:)?https:\/\/([^/]+)\.([a-z]+)\.localhost(?=\/|$)/, (whole, blob, host, scheme) =>
    schemeHandlers.has(scheme) ? `${blob ?? ''}${scheme}://${host}` : whole,
  );
}
