import { listOf, say } from '../../wording/phrase.ts';
import { loosePackages } from '../loosePackages.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

/**
 * Nothing restarts the cluster's services or the host by itself. unattended-upgrades (2.9.1 of Debian 12 and 2.12 of Debian 13, `is_pkg_change_allowed`)
 * leaves out packages on hold, and what would change one of them; a deployment puts those of the plan on hold, and tells needrestart to leave the
 * services alone.
 */
export const automaticUpgrades = hostCheck('upgrades', say`Automatic upgrades`, ({ host, facts, ours }, { plan }) => {
  const { unattended, reboots, needrestart, spared } = facts.upgrades;
  const found: Judgement[] = [];
  const loose = ours ? loosePackages(plan, host, facts) : [];
  if (loose.length > 0)
    found.push({
      result: 'warn',
      measured: listOf(loose, 'comma'),
      message: unattended
        ? say`Not on hold: ${listOf(loose)}. unattended-upgrades upgrades them by itself, and that restarts the services on all hosts at about the same hour.`
        : say`Not on hold: ${listOf(loose)}. An upgrade of the system restarts the services without a look at the other hosts.`,
      fix: say`apt-mark hold ${loose.join(' ')}   # on the host, as quorate deploy does too`,
    });
  if (!ours && unattended)
    found.push({
      result: 'warn',
      measured: 'unattended-upgrades',
      message: say`unattended-upgrades upgrades this host by itself, and upgrades of Patroni, etcd, HAProxy and PgBouncer restart them. A deployment puts the packages of the plan on hold, and unattended-upgrades leaves those out: their fixes come only when somebody upgrades them.`,
      fix: say`apt-mark showhold   # after the deployment: shows what is on hold; nothing is to be done before it`,
    });
  if (unattended && reboots)
    found.push({
      result: 'warn',
      measured: 'Unattended-Upgrade::Automatic-Reboot',
      message: say`unattended-upgrades reboots this host by itself, and a hold does not keep it from that: hosts that reboot at the same time are an outage.`,
      fix: `echo 'Unattended-Upgrade::Automatic-Reboot "false";' > /etc/apt/apt.conf.d/99no-automatic-reboot`,
    });
  if (needrestart && !(ours && spared))
    found.push({
      result: 'warn',
      measured: 'needrestart',
      message: ours
        ? say`needrestart restarts services by itself after upgrades of libraries, and is not told any more to leave those of the cluster alone.`
        : say`needrestart restarts services by itself after upgrades of libraries. A deployment tells it to leave those of the cluster alone.`,
      fix: ours
        ? say`quorate deploy PLAN   # writes /etc/needrestart/conf.d/quorate.conf again`
        : say`nothing is to be done before the deployment; to be asked instead: echo ${`'$nrconf{restart} = "i";'`} > /etc/needrestart/conf.d/90-ask.conf`,
    });
  return found.length > 0
    ? found
    : pass(ours ? say`on hold` : say`none`, say`No upgrade restarts the cluster by itself.`);
});
