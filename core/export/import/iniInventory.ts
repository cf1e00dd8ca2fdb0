import type { Group, Inventory, Variables } from './inventory.ts';

/**
 * Reads Ansible's INI inventory: groups of hosts with `key=value`, `[group:children]` and `[group:vars]`. Ranges such as n[1:3] are not
 * expanded: such a host has no address that a plan could take.
 */
export function parseIniInventory(text: string): Inventory {
  const groups = new Map<string, { hosts: Map<string, Variables>; children: string[]; variables: Variables }>();
  let all: Variables = {};
  const groupOf = (name: string) => {
    const known = groups.get(name) ?? { hosts: new Map<string, Variables>(), children: [] as string[], variables: {} };
    groups.set(name, known);
    return known;
  };
  let name = 'ungrouped';
  let section = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const heading = /^\[([\w.-]+)(?::(children|vars))?\]/.exec(line);
    if (heading !== null) {
      name = heading[1] ?? '';
      section = heading[2] ?? '';
      if (name !== 'all') groupOf(name);
      continue;
    }
    if (section === 'children') groupOf(name).children.push(line.split(/[\s#]/)[0] ?? '');
    else if (section === 'vars') {
      const found = /^([\w.-]+)\s*=\s*(.*)$/.exec(line);
      const pair = found === null ? {} : { [found[1] ?? '']: scalar(withoutComment(found[2] ?? '')) };
      if (name === 'all') all = { ...all, ...pair };
      else groupOf(name).variables = { ...groupOf(name).variables, ...pair };
    } else {
      const [host = '', ...pairs] = words(line);
      groupOf(name).hosts.set(host, variablesOf(pairs));
    }
  }
  return { groups: groups as ReadonlyMap<string, Group>, variables: all };
}

function variablesOf(pairs: readonly string[]): Variables {
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=');
      return at <= 0 ? [] : [[pair.slice(0, at), scalar(pair.slice(at + 1))] as const];
    }),
  );
}

/** Splits at blanks outside quotes, up to a comment. */
function words(line: string): string[] {
  const found: string[] = [];
  for (const match of line.matchAll(/(?:[^\s"'#]|"[^"]*"|'[^']*'|(?<=\S)#)+|#.*/g)) {
    if (match[0].startsWith('#')) break;
    found.push(match[0]);
  }
  return found;
}

function withoutComment(text: string): string {
  return /^(["']).*?\1/.exec(text)?.[0] ?? text.replace(/\s#.*$/, '').trim();
}

/** Ansible reads these as Python literals. */
function scalar(text: string): unknown {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  if (quoted !== null) return quoted[2];
  if (/^(true|yes|on)$/i.test(text)) return true;
  if (/^(false|no|off)$/i.test(text)) return false;
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
