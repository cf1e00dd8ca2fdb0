import { parseAddress } from '../plan/address.ts';
import { type HostRole, hostRoles } from '../plan/schema.ts';

/** A host as a spreadsheet names it; what a row leaves empty is left out. */
export interface HostTableRow {
  readonly name: string;
  readonly address: string;
  readonly site?: string | undefined;
  readonly zone?: string | undefined;
  readonly roles?: readonly HostRole[] | undefined;
}

export interface HostTable {
  readonly rows: readonly HostTableRow[];
  /** Lines, counted from 1, that hold no name with an address. */
  readonly skippedLines: readonly number[];
}

const fields = ['name', 'address', 'site', 'zone', 'roles'] as const;
type Field = (typeof fields)[number];

/** Headings that name a column, in lower case. */
const headings: Readonly<Record<string, Field>> = {
  name: 'name',
  host: 'name',
  hostname: 'name',
  主机: 'name',
  主机名: 'name',
  名称: 'name',
  address: 'address',
  ip: 'address',
  'ip address': 'address',
  地址: 'address',
  site: 'site',
  dc: 'site',
  datacenter: 'site',
  站点: 'site',
  机房: 'site',
  zone: 'zone',
  rack: 'zone',
  机柜: 'zone',
  可用区: 'zone',
  roles: 'roles',
  role: 'roles',
  角色: 'roles',
};

/**
 * Reads hosts from a spreadsheet's clipboard or from CSV: tabs, semicolons, commas or white space between the columns, quotes around a cell
 * that holds one of them. A first line of headings says which column is what; without it they are name, address, site, zone, roles.
 */
export function parseHostTable(text: string): HostTable {
  const lines = text.split(/\r?\n/);
  const delimiter = ['\t', ';', ','].find((one) => lines.some((line) => line.includes(one)));
  const split = (line: string) => (delimiter === undefined ? line.trim().split(/\s+/) : cellsOf(line, delimiter));
  let columns: readonly (Field | undefined)[] = fields;
  const rows: HostTableRow[] = [];
  const skippedLines: number[] = [];
  let first = true;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const cells = split(line).map((cell) => cell.trim());
    const named = cells.map((cell) => headings[cell.toLowerCase()]);
    if (first && named.includes('name')) columns = named;
    else {
      const row = rowOf(cells, columns);
      if (row === undefined) skippedLines.push(index + 1);
      else rows.push(row);
    }
    first = false;
  }
  return { rows, skippedLines };
}

function rowOf(cells: readonly string[], columns: readonly (Field | undefined)[]): HostTableRow | undefined {
  const cell = (field: Field) => cells[columns.indexOf(field)] ?? '';
  let [name, address] = [cell('name'), cell('address')];
  // People also write the address first.
  if (parseAddress(name)?.kind !== 'name' && parseAddress(address)?.kind === 'name') [name, address] = [address, name];
  if (name === '' || address === '') return undefined;
  const words = cell('roles')
    .toLowerCase()
    .split(/[\s+/|&,;]+/);
  const roles = hostRoles.filter((role) => words.includes(role));
  return {
    name,
    address,
    ...(cell('site') === '' ? {} : { site: cell('site') }),
    ...(cell('zone') === '' ? {} : { zone: cell('zone') }),
    ...(roles.length === 0 ? {} : { roles }),
  };
}

/** The cells of a line of CSV (RFC 4180). */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quoted && character === '"' && line[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}
