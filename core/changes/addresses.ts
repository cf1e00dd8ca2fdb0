import { parseAddress } from '../plan/address.ts';

/** Whether two texts are one address, however they are written. */
export function sameAddress(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

function canonical(text: string): string {
  return parseAddress(text)?.canonical ?? text;
}

/** Host, port and scheme of an URL of etcd, such as `https://[fd00::1]:2380`; undefined for anything else. The text is untrusted. */
export function etcdUrl(
  text: string,
): { readonly tls: boolean; readonly address: string; readonly port: number } | undefined {
  const [, scheme, bracketed, plain, port] =
    /^(https?):\/\/(?:\[([^\]]+)\]|([^:/[\]]+)):(\d{1,5})\/?$/.exec(text) ?? [];
  const address = bracketed ?? plain;
  if (address === undefined) return undefined;
  return { tls: scheme === 'https', address, port: Number(port) };
}
