import { parseDurationSeconds } from '../../../plan/quantities.ts';
import { say } from '../../../wording/phrase.ts';
import { type ImportDraft, set } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { Item } from '../item.ts';
import { toFillIn } from '../pigsty/pigstyVip.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';
import { usual } from './autobaseDefaults.ts';

const services = {
  master: 'primary',
  replicas: 'replica',
  master_direct: 'default',
  replicas_direct: 'offline',
  stats: 'stats',
} as const;

/** HAProxy, the virtual IP and TLS. @param first whether it is the cluster that may hold the plan's virtual IP */
export function readAccess(draft: ImportDraft, all: Subject, balanced: boolean, first: boolean): void {
  const hinted = Object.keys(draft.hints).length > 0;
  set(draft, 'security', 'tls', all.read('tls_cert_generate')?.boolean(['security', 'tls']));
  const listen = all.read('haproxy_listen_port');
  const ports: Record<string, number> = balanced && !hinted ? { ...usual.ports } : {};
  if (balanced && !hinted && listen === undefined)
    draft.notes.push(
      noteOf(
        'defaulted',
        'haproxy_listen_port',
        say`${usual.ports.primary}, ${usual.ports.replica} and ${usual.ports.stats}, as autobase has it`,
        { plan: 'haproxy.ports' },
      ),
    );
  for (const [name, item] of listen?.fields() ?? []) {
    const field = Object.hasOwn(services, name) ? services[name as keyof typeof services] : undefined;
    if (field === undefined)
      item.ignored(
        say`a plan has no service for synchronous and asynchronous replicas apart: nothing listens on this port`,
      );
    else {
      const port = item.number(['haproxy', 'ports', field]);
      if (port !== undefined) ports[field] = port;
    }
  }
  if (Object.keys(ports).length > 0) set(draft, 'haproxy', 'ports', ports);
  readConnections(draft, all, balanced && !hinted);
  readChecks(draft, all, balanced && !hinted);
  readVip(draft, all, first);
}

function readConnections(draft: ImportDraft, all: Subject, foreign: boolean): void {
  const fields = all.read('haproxy_maxconn')?.fields();
  const most = fields?.get('master')?.number(['haproxy', 'maxconn']);
  if (most !== undefined || foreign) set(draft, 'haproxy', 'maxconn', most ?? usual.maxconn);
  for (const name of ['global', 'replica'] as const)
    fields?.get(name)?.ignored(say`every service of a plan has the same limit, that of the primary`);
}

function readChecks(draft: ImportDraft, all: Subject, foreign: boolean): void {
  const fields = all.read('haproxy_default_server')?.fields();
  const to = (field: string): Target => ['haproxy', 'checks', field];
  const seconds = (item: Item | undefined, field: string) => {
    const value = item === undefined ? undefined : parseDurationSeconds(String(item.value));
    if (value !== undefined) item?.understood(to(field));
    return value;
  };
  const read = {
    inter: seconds(fields?.get('inter'), 'inter'),
    fastinter: seconds(fields?.get('fastinter'), 'fastinter'),
    rise: fields?.get('rise_master')?.number(to('rise')),
    fall: fields?.get('fall')?.number(to('fall')),
  };
  fields?.get('rise_replica')?.ignored(say`every service of a plan counts alike, as that of the primary`);
  fields?.get('on_marked_down')?.understood(undefined, say`as in a plan`);
  const given = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
  if (!foreign && fields === undefined) return;
  draft.timing = { ...draft.timing, haproxy: { ...(foreign ? usual.checks : {}), ...given } };
  if (foreign && fields === undefined)
    draft.notes.push(
      noteOf(
        'defaulted',
        'haproxy.checks',
        say`inter ${usual.checks.inter} s, fastinter ${usual.checks.fastinter} s, rise ${usual.checks.rise}, fall ${usual.checks.fall}, as autobase has it`,
      ),
    );
}

function readVip(draft: ImportDraft, all: Subject, first: boolean): void {
  const vip = all.read('cluster_vip');
  const device = all.read('vip_interface') ?? all.read('vip_manager_iface');
  const mask = all.read('vip_manager_mask');
  if (vip === undefined || vip.value === '' || vip.value === null) {
    vip?.understood(undefined, say`no virtual IP`);
    device?.ignored(say`has no effect: the virtual IP is off`);
    mask?.ignored(say`has no effect: the virtual IP is off`);
    return;
  }
  if (!first) {
    for (const one of [vip, device, mask])
      one?.ignored(say`a plan has one virtual IP, that of its first cluster: the clients of this one lose theirs`);
    return;
  }
  const text = vip.text(['access', 'vip', 'address']);
  if (text === undefined) return;
  const [address = '', ...more] = text.split(',').map((one) => one.trim());
  if (more.length > 0) vip.ignored(say`a plan has one virtual IP, the first: clients of the others lose theirs`);
  const named = device?.text(['access', 'vip', 'interface']);
  if (device === undefined)
    draft.notes.push(
      noteOf(
        'ignored',
        'vip_interface',
        say`autobase takes the interface of the default route of each host: set access.vip.interface in the plan yourself`,
      ),
    );
  const prefix = mask?.number(['access', 'vip', 'address']) ?? usual.mask;
  set(draft, 'access', 'vip', {
    address: address.includes('/') ? address : `${address}/${prefix}`,
    interface: named ?? toFillIn,
  });
}
