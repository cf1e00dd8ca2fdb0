import type { Cluster, Member, Plan } from '../plan/plan.ts';
import { etcdConfig } from './etcdConfig.ts';
import { haproxyConfig } from './haproxyConfig.ts';
import { type HostContext, hostContext, type RenderInput } from './hostContext.ts';
import { paths } from './paths.ts';
import { patroniConfig } from './patroniConfig.ts';
import { pgbouncerConfig, pgbouncerUsers } from './pgbouncerConfig.ts';
import type { Component, RenderedFile } from './renderedFile.ts';
import { etcdDropIn, haproxyDropIn, patroniDropIn, patroniStart, pgbouncerDropIn } from './serviceDropIns.ts';
import { tlsFiles } from './tlsFiles.ts';
import { vipFiles } from './vipFiles.ts';

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
    ...(host.roles.includes('etcd') ? etcdFiles(context) : []),
    ...(member === undefined ? [] : memberFiles(context, member.cluster, member.member)),
    ...(host.roles.includes('haproxy') ? haproxyFiles(context) : []),
    ...vipFiles(context),
  ];
}

function etcdFiles(context: HostContext): readonly RenderedFile[] {
  return [
    // etcd reads certificates again at every handshake, but not the authority: that one, like everything else, needs a restart.
    ...tls(context, { component: 'etcd', directory: paths.etcdTls, user: 'etcd', onChange: 'restart' }),
    file('etcd', paths.etcdConfig, etcdConfig(context), 'etcd', 0o640, 'restart'),
    etcdDropIn(context),
  ];
}

function memberFiles(context: HostContext, cluster: Cluster, member: Member): readonly RenderedFile[] {
  return [
    ...tls(context, { component: 'patroni', directory: paths.patroniTls, user: 'postgres', onChange: 'reload' }),
    file('patroni', paths.patroniConfig, patroniConfig(context, cluster, member), 'postgres', 0o600, 'reload'),
    ...patroniStart(context),
    patroniDropIn(context),
    ...tls(context, { component: 'pgbouncer', directory: paths.pgbouncerTls, user: 'postgres', onChange: 'reload' }),
    file('pgbouncer', paths.pgbouncerConfig, pgbouncerConfig(context), 'postgres', 0o640, 'reload'),
    file('pgbouncer', paths.pgbouncerUsers, pgbouncerUsers(context, cluster), 'postgres', 0o600, 'reload'),
    pgbouncerDropIn(context),
  ];
}

function haproxyFiles(context: HostContext): readonly RenderedFile[] {
  return [
    ...tls(context, { component: 'haproxy', directory: paths.haproxyTls, user: 'haproxy', onChange: 'reload' }),
    // It holds the password of the statistics; HAProxy reads it as root.
    file('haproxy', paths.haproxyConfig, haproxyConfig(context), 'haproxy', 0o640, 'reload'),
    haproxyDropIn(context),
  ];
}

function tls(context: HostContext, reader: Parameters<typeof tlsFiles>[1]): readonly RenderedFile[] {
  return context.plan.security.tls ? tlsFiles(context.host.name, reader) : [];
}

function file(
  component: Component,
  path: string,
  content: string,
  user: string,
  mode: number,
  onChange: RenderedFile['onChange'],
): RenderedFile {
  return { path, content, mode, owner: user, group: user, component, onChange };
}
