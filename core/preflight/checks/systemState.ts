import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

/** apt, dpkg and systemd are in a state in which they work. */
export const systemState = hostCheck('system-state', say`Package manager and systemd`, ({ facts, ours }) => {
  const { aptLockedBy, systemState: state, failedUnits } = facts.condition;
  const found: Judgement[] = [];
  if (aptLockedBy !== '')
    found.push({
      result: 'warn',
      measured: aptLockedBy,
      message: say`${aptLockedBy} works with packages just now: an installation waits for its end.`,
      fix: say`wait for it, or look at it: ps -C ${aptLockedBy} -o pid,etime,args`,
    });
  if (!ours && (facts.packages.dpkgInterrupted || facts.packages.interrupted.length > 0))
    found.push({
      result: 'warn',
      measured:
        facts.packages.interrupted.length === 0
          ? say`dpkg interrupted`
          : listOf(facts.packages.interrupted.slice(0, 5), 'comma'),
      message: say`An earlier installation of packages was interrupted: a deployment completes it first.`,
      fix: 'dpkg --configure -a && apt-get -f install',
    });
  const masked = ours ? [] : [...facts.units].filter(([, unit]) => unit.masked).map(([name]) => name);
  if (masked.length > 0)
    found.push({
      result: 'fail',
      measured: listOf(masked, 'comma'),
      message: say`Somebody has masked ${listOf(masked)}, which the cluster needs.`,
      fix: `systemctl unmask ${masked.join(' ')}`,
    });
  if (state === 'maintenance' || state === 'stopping' || state === 'starting' || state === 'initializing')
    found.push({
      result: state === 'maintenance' || state === 'stopping' ? 'fail' : 'warn',
      measured: state,
      message: say`systemd is in the state ${state}: services may not start.`,
      fix: say`systemctl list-jobs   # wait until the host has booted, or leave the maintenance mode`,
    });
  else if (failedUnits.length > 0)
    found.push({
      result: 'warn',
      measured: listOf(failedUnits.slice(0, 5), 'comma'),
      message: say`Units of the host have failed: ${listOf(failedUnits.slice(0, 5))}.`,
      fix: `systemctl status ${failedUnits.slice(0, 5).join(' ')}`,
    });
  return found.length > 0 ? found : pass(say`in order`, say`Packages and services can be worked with.`);
});
