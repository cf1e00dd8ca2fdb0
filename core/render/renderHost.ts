import type { Cluster, Member, Plan } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { paths } from '../systems/debian/paths.ts';
import { etcdConfig } from './etcdConfig.ts';
import { fillTemplate } from './fillTemplate.ts';
import { haproxyConfig } from './haproxyConfig.ts';
import { type HostContext, hostContext, type RenderInput } from './hostContext.ts';
import { patroniConfig } from './patroniConfig.ts';
import { pgbouncerConfig, pgbouncerRules, pgbouncerUsers } from './pgbouncerConfig.ts';
import type { Component, RenderedFile } from './renderedFile.ts';
import { authoritySecret, clientsAuthoritySecret } from './secretsOf.ts';
import { etcdDropIn, haproxyDropIn, patroniDropIn, patroniStart, pgbouncerDropIn } from './serviceDropIns.ts';
import { authorityFile, leafBundle, leafFiles, type TlsReader } from './tlsFiles.ts';
import { vipFiles } from './vipFiles.ts';
import { madeByQuorate } from './yamlText.ts';

/**
 * All files of one host, in a fixed order: the same plan, timing and environments give the same bytes.
 * Passwords and keys are `{{secret:NAME}}` placeholders; `secretsOf` lists their names.
 * After a file below `/etc/systemd/system` has changed, systemd must reload its units, whatever `onChange` says.
 * @throws Problem `render.*` when something in the plan cannot be written into a configuration file
 */
export function renderHost(plan: Plan, hostName: string, input: RenderInput): readonly RenderedFile[] {
  const context = hostContext(plan, hostName, input);
  const { host, member } = context;
  return [
    ...kernelFiles(context),
    ...(host.roles.includes('etcd') ? etcdFiles(context) : []),
    ...(member === undefined ? [] : memberFiles(context, member.cluster, member.member)),
    ...(host.roles.includes('haproxy') ? haproxyFiles(context) : []),
    ...vipFiles(context),
  ];
}

/** Kernel settings of hosts with a member and a kernel of their own; several tiny members may share a machine, which is then nobody's own. */
function kernelFiles({ plan, member, templates, environment }: HostContext): readonly RenderedFile[] {
  if (member === undefined || environment.sharesKernel === true) return [];
  if (postgresOf(plan, member.cluster).template === 'tiny') return [];
  const content = fillTemplate(templates, 'sysctl.conf.tmpl', { notice: madeByQuorate });
  return [{ ...file('system', paths.sysctl, content, 'root', 'reload'), mode: 0o644 }];
}

function etcdFiles(context: HostContext): readonly RenderedFile[] {
  return [
    // etcd reads certificates again at every handshake, but not the authority: that one, like everything else, needs a restart.
    ...tls(context, etcdReader, (host, reader) => [
      authorityFile(reader, 'ca.crt', [authoritySecret], 'restart'),
      ...leafFiles(reader, 'host', 'etcd', host, 'none'),
    ]),
    file('etcd', paths.etcdConfig, etcdConfig(context), 'etcd', 'restart'),
    etcdDropIn(context),
  ];
}

function memberFiles(context: HostContext, cluster: Cluster, member: Member): readonly RenderedFile[] {
  return [
    ...tls(context, patroniReader, (host, reader) => [
      authorityFile(reader, 'ca.crt', [authoritySecret], 'reload'),
      // Of the two authorities each vouches for one purpose alone, so that a server may be trusted by either.
      authorityFile(reader, 'clients-ca.crt', [clientsAuthoritySecret, authoritySecret], 'reload'),
      ...leafFiles(reader, 'host', 'member', host, 'reload'),
      ...leafFiles(reader, 'rest', 'rest', host, 'reload'),
      ...leafFiles(reader, 'server', 'clients', host, 'reload'),
    ]),
    file('patroni', paths.patroniConfig, patroniConfig(context, cluster, member), 'postgres', 'reload'),
    ...patroniStart(context),
    patroniDropIn(context),
    ...tls(context, pgbouncerReader, (host, reader) => leafFiles(reader, 'host', 'clients', host, 'reload')),
    file('pgbouncer', paths.pgbouncerConfig, pgbouncerConfig(context), 'postgres', 'reload'),
    file('pgbouncer', paths.pgbouncerUsers, pgbouncerUsers(context, cluster), 'postgres', 'reload'),
    file('pgbouncer', paths.pgbouncerRules, pgbouncerRules(context, cluster), 'postgres', 'reload'),
    pgbouncerDropIn(context),
  ];
}

function haproxyFiles(context: HostContext): readonly RenderedFile[] {
  return [
    ...tls(context, haproxyReader, (host, reader) => [
      authorityFile(reader, 'ca.crt', [authoritySecret], 'reload'),
      leafBundle(reader, 'host.pem', 'rest', host, 'reload'),
    ]),
    // It holds the password of the statistics; HAProxy reads it as root.
    file('haproxy', paths.haproxyConfig, haproxyConfig(context), 'haproxy', 'reload'),
    haproxyDropIn(context),
  ];
}

const etcdReader: TlsReader = { component: 'etcd', directory: paths.etcdTls, group: 'etcd' };
const patroniReader: TlsReader = { component: 'patroni', directory: paths.patroniTls, group: 'postgres' };
const pgbouncerReader: TlsReader = { component: 'pgbouncer', directory: paths.pgbouncerTls, group: 'postgres' };
const haproxyReader: TlsReader = { component: 'haproxy', directory: paths.haproxyTls, group: 'haproxy' };

function tls(
  context: HostContext,
  reader: TlsReader,
  files: (hostName: string, reader: TlsReader) => readonly RenderedFile[],
): readonly RenderedFile[] {
  return context.plan.security.tls ? files(context.host.name, reader) : [];
}

/** Configuration, with passwords in most of it: its service reads it as a group, and cannot write it. */

function file(
  component: Component,
  path: string,
  content: string,
  group: string,
  onChange: RenderedFile['onChange'],
): RenderedFile {
  return { path, content, mode: 0o640, owner: 'root', group, component, onChange };
}
