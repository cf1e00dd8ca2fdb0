import type { Plan } from '../plan/plan.ts';
import { quoted } from '../plan/problem.ts';
import { suggest } from '../plan/suggest.ts';
import { vipHosts } from '../render/vipFiles.ts';
import { type Failure, type FailureProcess, failureProcesses } from './failure.ts';

export type ParsedFailure =
  | { readonly ok: true; readonly failure: Failure }
  | { readonly ok: false; readonly problem: FailureProblem };

export interface FailureProblem {
  readonly code:
    | 'syntax'
    | 'unknown-host'
    | 'unknown-site'
    | 'unknown-process'
    | 'unknown-end'
    | 'same-end'
    | 'not-there';
  /** What was found and what is allowed. */
  readonly message: string;
  /** The whole failure as it was probably meant. */
  readonly suggestion?: string | undefined;
}

const forms = 'host=NAME, site=NAME, PROCESS@HOST, dcs=HOST, link=ONE/OTHER, or link=FROM>TO for one direction';

/**
 * Reads one failure as a person writes it: `host=n1`, `site=dc1`, `patroni@n1` (or `process=patroni@n1`), `dcs=n1`, `link=n1/n2`,
 * `link=dc1>dc2`.
 * Names hold dashes, so the ends of a link are parted by a slash.
 */
export function parseFailure(text: string, plan: Plan): ParsedFailure {
  const wanted = text.trim();
  const equals = wanted.indexOf('=');
  const kind = equals < 0 ? '' : wanted.slice(0, equals);
  const rest = wanted.slice(equals + 1);
  if (kind === 'host') return named('host', rest, hostNames(plan), (host) => ({ kind: 'host', host }));
  if (kind === 'site') return named('site', rest, siteNames(plan), (site) => ({ kind: 'site', site }));
  if (kind === 'dcs') return named('host', rest, hostNames(plan), (host) => ({ kind: 'dcs', host }), 'dcs=');
  if (kind === 'link') return parseLink(rest, plan);
  if ((kind === 'process' || equals < 0) && rest.includes('@')) return parseProcess(rest, plan);
  const meant = suggest(kind, ['host', 'site', 'process', 'dcs', 'link']);
  const known = hostNames(plan).includes(wanted)
    ? `host=${wanted}`
    : siteNames(plan).includes(wanted)
      ? `site=${wanted}`
      : undefined;
  const suggestion = known ?? (meant === undefined || equals < 0 ? undefined : `${meant}=${rest}`);
  return problem('syntax', `found ${quoted(wanted)}; a failure is ${forms}`, suggestion);
}

function parseProcess(text: string, plan: Plan): ParsedFailure {
  const at = text.indexOf('@');
  const process = failureProcesses.find((candidate) => candidate === text.slice(0, at));
  const hostName = text.slice(at + 1);
  if (process === undefined) {
    const meant = suggest(text.slice(0, at), failureProcesses);
    return problem(
      'unknown-process',
      `found the process ${quoted(text.slice(0, at))}; processes are ${failureProcesses.join(', ')}`,
      meant === undefined ? undefined : `${meant}@${hostName}`,
    );
  }
  const found = named('host', hostName, hostNames(plan), (host) => ({ kind: 'process', host, process }), `${process}@`);
  if (!found.ok || runsOn(plan, hostName, process)) return found;
  return problem('not-there', `${process} does not run on ${quoted(hostName)} in this plan`);
}

/** Whether a plan puts a process on a host. */
export function runsOn(plan: Plan, hostName: string, process: FailureProcess): boolean {
  const roles = plan.hosts.find((host) => host.name === hostName)?.roles ?? [];
  if (process === 'etcd' || process === 'haproxy') return roles.includes(process);
  if (process === 'keepalived') return vipHosts(plan).includes(hostName);
  return roles.includes('postgres');
}

function parseLink(text: string, plan: Plan): ParsedFailure {
  const parts = text.split(/[/>]/);
  const [from, to] = parts;
  if (from === undefined || to === undefined || parts.length > 2)
    return problem(
      'syntax',
      `found ${quoted(`link=${text}`)}; a link is link=ONE/OTHER, or link=FROM>TO for one direction`,
    );
  const ends = [...hostNames(plan), ...siteNames(plan)];
  const arrow = text.includes('>') ? '>' : '/';
  for (const end of [from, to]) {
    if (ends.includes(end)) continue;
    const meant = suggest(end, ends);
    const corrected =
      meant === undefined ? undefined : `link=${[from, to].map((one) => (one === end ? meant : one)).join(arrow)}`;
    return problem('unknown-end', `found ${quoted(end)}, which is neither a host nor a site of the plan`, corrected);
  }
  if (from === to)
    return problem('same-end', `found a link from ${quoted(from)} to itself; name two different hosts or sites`);
  return { ok: true, failure: { kind: 'link', from, to, ...(arrow === '>' ? { oneWay: true } : {}) } };
}

function named(
  what: 'host' | 'site',
  name: string,
  names: readonly string[],
  failure: (name: string) => Failure,
  prefix = `${what}=`,
): ParsedFailure {
  if (names.includes(name)) return { ok: true, failure: failure(name) };
  const meant = suggest(name, names);
  const shown = names.slice(0, 12).join(', ');
  return problem(
    what === 'host' ? 'unknown-host' : 'unknown-site',
    `found the ${what} ${quoted(name)}; the plan has ${shown}${names.length > 12 ? ' and more' : ''}`,
    meant === undefined ? undefined : `${prefix}${meant}`,
  );
}

function problem(code: FailureProblem['code'], message: string, suggestion?: string): ParsedFailure {
  return { ok: false, problem: suggestion === undefined ? { code, message } : { code, message, suggestion } };
}

function hostNames(plan: Plan): readonly string[] {
  return plan.hosts.map((host) => host.name);
}

function siteNames(plan: Plan): readonly string[] {
  return plan.sites.map((site) => site.name);
}
