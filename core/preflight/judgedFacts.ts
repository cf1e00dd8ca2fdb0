/**
 * The facts (their ids) that a check judges, by the check's id: a host that did not tell one of them is not judged by it, since an empty answer
 * would look like a free port or a missing address. That it did not tell is a failed check of its own.
 */
export const judgedFacts: Readonly<Record<string, readonly string[]>> = {
  accounts: ['accounts'],
  address: ['network-interfaces', 'name-resolution'],
  directories: ['places'],
  'disk-space': ['disk-state'],
  'file-systems': ['host-condition'],
  'files-replaced': ['files'],
  fsync: ['disk-state'],
  ipv6: ['host-condition'],
  leftovers: ['leftovers'],
  limits: ['host-condition', 'hardware'],
  locale: ['locales'],
  'memory-settings': ['hardware'],
  'name-resolution': ['name-resolution'],
  'ports-free': ['listening-ports'],
  resources: ['hardware'],
  'system-state': ['host-condition'],
  'time-service': ['clock'],
  upgrades: ['automatic-upgrades', 'packages'],
  vip: ['vip-state', 'network-interfaces'],
  'wal-space': ['disk-state', 'hardware'],
  watchdog: ['watchdog-device'],
};
