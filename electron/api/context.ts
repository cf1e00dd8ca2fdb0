import type { Access } from '../services/hosts/openHosts.ts';
import type { LiveWork } from './liveWork.ts';

/** What each call of the router knows of its shell. */
export interface Context {
  /** How hosts are reached: whom to ask about new host keys, and with what to log in. */
  readonly access: Access;
  /** Folder with `templates/` and `resources/`. */
  readonly programRoot: string;
  /** What goes on in this process beyond single calls. */
  readonly live: LiveWork;
}
