import { vipFiles, vipHosts } from '../render/vipFiles.ts';
import type { Component } from './component.ts';

/**
 * The virtual IP. keepalived moves it, not vip-manager: Debian's vip-manager (1.0.2 in both releases) speaks only etcd's v2 API and never sees
 * the keys that Patroni writes with v3.
 */
export const vip = {
  id: 'vip',
  askedAs: (plan, last) => ({ ...plan, access: { ...plan.access, vip: last.access.vip } }),
  runsOn: (plan, host) => vipHosts(plan).includes(host.name),
  packages: () => ['keepalived'],
  service: { name: 'keepalived', package: 'keepalived', start: 'afterLeader' },
  files: vipFiles,
  leftovers: { units: ['vip-manager'] },
} as const satisfies Component;
