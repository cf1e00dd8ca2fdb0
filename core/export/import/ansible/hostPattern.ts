import type { Phrase } from '../../../wording/phrase.ts';
import { say } from '../../../wording/phrase.ts';

/** Most hosts that the ranges of one pattern may make. */
const maxHosts = 1000;
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface HostPattern {
  readonly hosts: readonly string[];
  /** Behind `name:22`. */
  readonly port: number | undefined;
}

/**
 * The hosts of an inventory's pattern: `db[01:03]`, `db[a:c].example.net`, `10.0.0.[1:9:2]`, `name:2222`, `[fd00::1]:22`.
 * @returns why it is none where it is none
 * @see Ansible: inventory of hosts and groups, adding ranges of hosts
 */
export function expandHostPattern(text: string): HostPattern | Phrase {
  const bracketed = /^\[([^\]]+)\]:(\d+)$/.exec(text);
  const ported = bracketed ?? /^((?:[^:[\]]|\[[^\]]*\])*):(\d+)$/.exec(text);
  const name = ported?.[1] ?? text;
  const hosts = expanded(name);
  if (!Array.isArray(hosts)) return hosts as Phrase;
  if (name === '' || /[\s,;'"]/.test(name) || name === '---')
    return say`${text.slice(0, 80)} is no name or address of a host`;
  return { hosts, port: ported?.[2] === undefined ? undefined : Number(ported[2]) };
}

function expanded(text: string): readonly string[] | Phrase {
  const range = /^(.*?)\[([^\]]*:[^\]]*)\](.*)$/.exec(text);
  if (range === null) return /[[\]]/.test(text) ? say`${text.slice(0, 80)} has a bracket too many or too few` : [text];
  const [, head = '', bounds = '', tail = ''] = range;
  const rest = expanded(tail);
  if (!Array.isArray(rest)) return rest;
  const steps = rangeOf(bounds);
  if (steps === undefined) return say`[${bounds.slice(0, 40)}] is no range such as [01:20] or [a:f]`;
  if (steps.length * rest.length > maxHosts) return say`[${bounds.slice(0, 40)}] is more than ${maxHosts} hosts`;
  return steps.flatMap((step) => rest.map((end: string) => `${head}${step}${end}`));
}

function rangeOf(bounds: string): readonly string[] | undefined {
  const [begin = '', end = '', step = '1', ...more] = bounds.split(':');
  const stride = Number(step);
  if (more.length > 0 || end === '' || !Number.isInteger(stride) || stride < 1) return undefined;
  const first = letters.indexOf(begin);
  const last = letters.indexOf(end);
  if (begin.length === 1 && end.length === 1 && first >= 0 && last >= first)
    return [...letters.slice(first, last + 1)].filter((_, index) => index % stride === 0);
  const from = begin === '' ? '0' : begin;
  if (!/^\d{1,9}$/.test(from) || !/^\d{1,9}$/.test(end)) return undefined;
  const padded = from.length > 1 && from.startsWith('0');
  if (padded && from.length !== end.length) return undefined;
  const count = Math.floor((Number(end) - Number(from)) / stride) + 1;
  if (count < 1 || count > 10_000) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const number = String(Number(from) + index * stride);
    return padded ? number.padStart(from.length, '0') : number;
  });
}
