import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';

/** What the checks see of a good host on which nothing was done. */
export const goodCondition: HostFacts['condition'] = {
  machineId: '',
  bootId: '',
  hostName: '',
  temporary: new Map([
    ['/tmp', 'good'],
    ['/var/tmp', 'good'],
  ]),
  readOnly: [],
  freeInodes: new Map([['/var/lib', 1_000_000]]),
  ipv6Disabled: false,
  hugePages: { total: 0, sizeBytes: 2 * 1024 ** 2 },
  tasksMax: 9000,
  processesMax: Number.POSITIVE_INFINITY,
  userLimits: [],
  aptLockedBy: '',
  systemState: 'running',
  failedUnits: [],
};

export const goodChecks: Pick<
  HostFacts,
  | 'disks'
  | 'places'
  | 'interfaces'
  | 'names'
  | 'vip'
  | 'accounts'
  | 'locales'
  | 'watchdog'
  | 'leftovers'
  | 'condition'
  | 'clock'
  | 'clockOffset'
  | 'upgrades'
  | 'unread'
> = {
  clock: { epochSeconds: 1, services: ['chrony'], synchronized: true },
  clockOffset: { seconds: 0.001, uncertaintySeconds: 0.002 },
  disks: [],
  places: new Map(),
  interfaces: [],
  names: new Map(),
  vip: undefined,
  accounts: [],
  locales: ['C.utf8'],
  watchdog: { device: true, softdogAvailable: true },
  leftovers: { dataDirectories: [], configurations: [], units: [] },
  condition: goodCondition,
  upgrades: { unattended: false, reboots: false, needrestart: false, spared: true },
  unread: [],
};
