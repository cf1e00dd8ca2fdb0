import { hostCheck, pass } from '../observation.ts';

/** Something keeps the clock right. A container has the clock of its machine and cannot set it. */
export const timeService = hostCheck('time-service', 'Time service', ({ facts }) => {
  const { services, synchronized } = facts.clock;
  const container = ['systemd-nspawn', 'lxc', 'lxc-libvirt', 'docker', 'podman', 'container-other'].includes(
    facts.platform.virtualization,
  );
  if (services.length > 0)
    return pass(services.join(', '), synchronized ? 'The clock is synchronised.' : 'A time service runs.');
  if (container) return pass(facts.platform.virtualization, "A container has its machine's clock.");
  if (synchronized) return pass('synchronised', 'The clock is synchronised from outside.');
  return {
    result: 'warn',
    measured: 'none',
    message: 'No time service runs: the clock will drift, and leases, certificates and logs with it.',
    fix: 'apt-get install -y chrony',
  };
});
