/** A host that left the plan and could not be reached then: what it holds still opens doors, and these are shut to it. */
export interface RefusedHost {
  readonly name: string;
  /** Where it may come from: its own, and those by which the others saw it. */
  readonly addresses: readonly string[];
}

/** The list of revoked certificates that etcd reads, with the hosts that it is about behind it. */
export const refusedSecret = 'tls/refused.crl';

/** For whoever asks a host for every file that it could have. */
export const anyRefused: readonly RefusedHost[] = [{ name: 'any', addresses: ['192.0.2.1'] }];

const linePattern = /^# refused: (\S{1,63}) (\S{1,2000})$/gm;
const maxHosts = 1000;

/**
 * The text of the list: one file says which certificates and which addresses are refused, so that whoever takes a project in from its hosts has both.
 * Go's reader of such lists takes PEM that begins the file, and leaves alone what follows it.
 * @param crl PEM
 */
export function refusedText(crl: string, hosts: readonly RefusedHost[]): string {
  const lines = hosts.map(({ name, addresses }) => `# refused: ${name} ${addresses.join(',') || '-'}\n`);
  return `${crl.trimEnd()}\n${lines.join('')}`;
}

/** The hosts of such a text; it may come from a host. */
export function readRefused(text: string): readonly RefusedHost[] {
  return [...text.matchAll(linePattern)].slice(0, maxHosts).flatMap(([, name, addresses]) => {
    const known = (addresses ?? '').split(',').filter((one) => /^[0-9a-fA-F.:]+$/.test(one));
    return name === undefined ? [] : [{ name, addresses: known }];
  });
}
