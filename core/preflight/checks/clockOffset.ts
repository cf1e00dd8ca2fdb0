import { say } from '../../wording/phrase.ts';
import { type Check, type CheckResult, reachedHosts, resultOf } from '../observation.ts';

/** etcd warns past 1 s between members; certificates and logs suffer far earlier. */
const warnSeconds = 0.2;
const failSeconds = 1;
/** As the certificates of this program are. */
const certificatesBackdatedSeconds = 86_400;

/** The clocks of the hosts agree with each other. Offsets are against the median host, so that a wrong operator clock blames nobody. */
export const clockOffset: Check = {
  id: 'clock-offset',
  title: say`Clock difference between hosts`,
  scope: 'hosts',
  run(input) {
    const hosts = reachedHosts(input).filter((host) => Number.isFinite(host.clockOffset.seconds));
    const sorted = hosts.map((host) => host.clockOffset.seconds).sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    return hosts.map(({ host, clockOffset: offset }): CheckResult => {
      const apart = offset.seconds - median;
      // What the measurement cannot tell is not held against the host.
      const certain = Math.max(0, Math.abs(apart) - offset.uncertaintySeconds);
      // Certificates are made by the operator's clock: far from it they are not valid yet, or not any more.
      if (Math.abs(offset.seconds) - offset.uncertaintySeconds > certificatesBackdatedSeconds)
        return resultOf('clock-offset', host, {
          result: 'fail',
          measured: say`${Math.round(offset.seconds)} s`,
          message: say`The clock differs from that of this machine by ${Math.round(Math.abs(offset.seconds))} s: certificates and packages would not be valid on the host.`,
          fix: say`timedatectl set-ntp true; date   # on the host, or on this machine when its own clock is the wrong one`,
        });
      const result = certain > failSeconds ? 'fail' : certain > warnSeconds ? 'warn' : 'pass';
      const measured = `${Math.round(apart * 1000)} ms (±${(offset.uncertaintySeconds * 1000).toFixed(0)} ms)`;
      const seconds = Math.abs(apart).toFixed(2);
      return resultOf('clock-offset', host, {
        result,
        measured,
        message:
          result === 'pass'
            ? say`The clock agrees with the other hosts.`
            : apart > 0
              ? say`The clock is ahead of the other hosts by ${seconds} s.`
              : say`The clock is behind the other hosts by ${seconds} s.`,
        fix: result === 'pass' ? null : say`timedatectl set-ntp true   # or ${'chronyc makestep'}`,
      });
    });
  },
};
