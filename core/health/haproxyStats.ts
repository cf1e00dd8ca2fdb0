/** One server of one HAProxy service, from the statistics. */
export interface HaproxyServer {
  /** Proxy name, such as `primary`. */
  readonly service: string;
  /** Server name: the member. */
  readonly server: string;
  /** `UP`, `DOWN`, `UP 1/3`, `no check` ... */
  readonly status: string;
  /** Used only while no other server of the service is up. */
  readonly backup: boolean;
}

/**
 * Reads HAProxy's statistics in CSV (`/;csv`, Management Guide 9.1).
 * @param csv untrusted text
 * @returns one entry per server; FRONTEND and BACKEND rows are left out; empty when it is not such a document
 */
export function readHaproxyStats(csv: string): readonly HaproxyServer[] {
  const lines = csv.split('\n');
  const heading = (lines[0] ?? '').replace(/^# /, '').split(',');
  const column = (name: string) => heading.indexOf(name);
  const [service, server, status, backup] = [column('pxname'), column('svname'), column('status'), column('bck')];
  if (service < 0 || server < 0 || status < 0) return [];
  return lines.slice(1).flatMap((line) => {
    const cells = line.split(',');
    const name = cells[server];
    if (name === undefined || name === '' || name === 'FRONTEND' || name === 'BACKEND') return [];
    return [
      { service: cells[service] ?? '', server: name, status: cells[status] ?? '', backup: cells[backup] === '1' },
    ];
  });
}
