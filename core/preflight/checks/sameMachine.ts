import { listOf, say } from '../../wording/phrase.ts';
import { type Check, pass, reachedHosts, resultOf } from '../observation.ts';

/** No host of the plan is another one under a second address; clones have got an identity of their own. */
export const sameMachine: Check = {
  id: 'identity',
  title: say`Each host its own machine`,
  scope: 'hosts',
  run(input) {
    const hosts = reachedHosts(input);
    return hosts.map(({ host, facts: { condition } }) => {
      const like = (same: (other: typeof condition) => boolean) =>
        hosts.filter((one) => one.host !== host && same(one.facts.condition)).map((one) => one.host);
      const machine = like(
        (other) =>
          condition.bootId !== '' && other.bootId === condition.bootId && other.machineId === condition.machineId,
      );
      if (machine.length > 0)
        return resultOf('identity', host, {
          result: 'fail',
          measured: listOf(machine, 'comma'),
          message: say`${host} and ${listOf(machine)} are one and the same machine under several addresses.`,
          fix: say`correct the addresses in the plan: each host must be a machine of its own`,
        });
      const clones = like((other) => condition.machineId !== '' && other.machineId === condition.machineId);
      if (clones.length > 0)
        return resultOf('identity', host, {
          result: 'warn',
          measured: condition.machineId,
          message: say`${host} has the machine id of ${listOf(clones)}: it is a clone, and network and journals take them for one.`,
          fix: 'rm -f /etc/machine-id /var/lib/dbus/machine-id && systemd-machine-id-setup && reboot',
        });
      const namesakes = like((other) => condition.hostName !== '' && other.hostName === condition.hostName);
      if (namesakes.length > 0)
        return resultOf('identity', host, {
          result: 'warn',
          measured: condition.hostName,
          message: say`${host} calls itself ${condition.hostName}, as ${listOf(namesakes)} does: their logs cannot be told apart.`,
          fix: `hostnamectl set-hostname ${host}`,
        });
      return resultOf('identity', host, pass(condition.hostName, say`The host is a machine of its own.`));
    });
  },
};
