import { setTimeout as sleep } from 'node:timers/promises';
import { certificateAlert } from '../../../core/health/certificates.ts';
import { leftOutSaid } from '../../../core/health/leftOut.ts';
import { type DriftLook, withDrift, withReturned, withServices } from '../../../core/health/status.ts';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import { explainService } from '../../../core/health/trouble.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { table } from '../output.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface StatusOptions extends CommonOptions {
  readonly watch?: true;
}

/** Trying the services writes rows: while somebody watches, once in half a minute. */
const roundsPerProbe = 15;

/** `quorate status`: the state of clusters, etcd and HAProxy; with --watch again every two seconds until interrupted. */
export const addStatus: AddCommand = (program, run) => {
  program
    .command('status')
    .description('show who leads, who follows how far behind, etcd and HAProxy')
    .argument('<plan>', 'plan file')
    .option('--watch', 'show it again every two seconds')
    .action((planFile: string, options: StatusOptions) =>
      run(options, async ({ caller, output }) => {
        let probed: StatusDocument['services'];
        let look: DriftLook = {};
        let returned: NonNullable<StatusDocument['returned']> = [];
        for (let round = 0; ; round += 1) {
          const probe = round % roundsPerProbe === 0;
          const seen = await caller.hosts.status({ planFile, probe, seldom: probe });
          if (probe) {
            probed = seen.services;
            returned = seen.returned ?? [];
            look = seen;
          }
          const status = withDrift(withReturned(withServices(seen, probed), returned), look);
          // Clears the screen of a terminal, so that the tables stand still.
          if (options.watch && !output.json && process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[H');
          output.result(status, () => statusText(status));
          if (!options.watch) {
            // One lost host is what the cluster is made for: the answer is 'not healthy'. With none there is no answer.
            return status.healthy ? 0 : status.unreachable.length === status.hosts ? 3 : 1;
          }
          await sleep(2000);
        }
      }),
    );
};

/** The state as tables for a person. */
export function statusText(status: StatusDocument): string {
  const parts: string[] = [];
  for (const cluster of status.clusters) {
    parts.push(
      `Cluster ${cluster.name}${cluster.paused ? ' (paused)' : ''}`,
      table([
        ['MEMBER', 'HOST', 'ROLE', 'STATE', 'TIMELINE', 'LAG', 'POSTGRESQL', 'PATRONI'],
        ...cluster.members.map((member) => [
          member.name,
          member.host,
          member.role + (member.synchronous ? ' (sync)' : ''),
          member.state,
          member.timeline === null ? '-' : `${member.timeline}`,
          member.lagBytes === null ? '-' : `${member.lagBytes} B`,
          member.postgres ?? '-',
          member.patroni ?? '-',
        ]),
      ]),
      '',
    );
  }
  parts.push(
    'etcd',
    table([
      ['MEMBER', 'HEALTH', 'ROLE', 'VERSION'],
      ...status.etcd.map((one) => [
        one.name,
        one.healthy ? 'healthy' : 'down',
        one.healthy ? (one.leader ? 'leader' : 'follower') : '-',
        one.version ?? '-',
      ]),
    ]),
    '',
    'HAProxy',
    table([
      ['HOST', 'SERVICE', 'UP', 'DOWN'],
      ...status.haproxy.flatMap((proxy) =>
        proxy.reachable
          ? proxy.services.map((service) => [
              proxy.host,
              service.name,
              service.up.join(' ') || '-',
              service.down.join(' ') || '-',
            ])
          : [[proxy.host, 'does not answer', '-', '-']],
      ),
    ]),
  );
  parts.push(...certificatesText(status.certificates));
  for (const { host, packages } of status.notHeld ?? [])
    parts.push(
      '',
      `${host}: not on hold: ${packages.join(', ')}. An upgrade of the system would restart the services. quorate deploy puts them on hold again.`,
    );
  for (const one of status.unreachable) parts.push('', `${one.host}: ${one.reason}`);
  parts.push(...troublesText(status.troubles));
  if (status.driftUnread !== undefined)
    parts.push('', `How the hosts differ from the plan could not be read: ${status.driftUnread}`);
  for (const { message, next } of status.drift ?? []) parts.push('', `${message}. ${phraseText(next)}.`);
  for (const one of status.leftOut) parts.push('', phraseText(leftOutSaid(one)));
  if (status.services !== undefined) {
    const works = status.services.filter(({ ok }) => ok).length;
    parts.push('', `Services tried as clients use them: ${works} of ${status.services.length} work.`);
  }
  parts.push('', status.healthy ? 'Healthy.' : 'Not healthy:', ...status.reasons.map(({ message }) => `  ${message}`));
  return parts.join('\n');
}

/** When the first certificate ends, and what to do when that is soon. */
function certificatesText(certificates: StatusDocument['certificates']): readonly string[] {
  const [first] = certificates;
  if (first === undefined) return [];
  const alert = certificateAlert(certificates);
  if (alert !== undefined) return ['', `Certificates: ${phraseText(alert.why)} ${phraseText(alert.next)}`];
  return ['', `Certificates: the first ends in ${first.daysLeft} days (${first.endsAt.slice(0, 10)}).`];
}

/** Why services do not answer and what to do, once for all hosts on which it is the same. */
function troublesText(troubles: StatusDocument['troubles']): readonly string[] {
  const alike = new Map<string, StatusDocument['troubles'][number][]>();
  for (const one of troubles) {
    const key = `${one.service} ${one.trouble}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const hosts = [first, ...others].map(({ host }) => host).join(', ');
    const { why, next } = explainService(first.trouble, first.service, hosts);
    return ['', `${first.service} on ${hosts}: ${phraseText(why)} ${phraseText(next)}`];
  });
}
