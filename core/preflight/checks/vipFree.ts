import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** Nobody answers for the virtual IP yet, unless this cluster holds it. */
export const vipFree = hostCheck('vip', say`Virtual IP free`, ({ facts, ours }, { plan, hosts }) => {
  const { vip } = facts;
  if (vip === undefined) return undefined;
  const wanted = plan.access.vip;
  if (wanted !== undefined && !facts.interfaces.some((one) => one.interface === wanted.interface)) {
    return {
      result: 'fail',
      measured: listOf([...new Set(facts.interfaces.map((one) => one.interface))], 'comma'),
      message: say`The host has no interface ${wanted.interface}, on which the virtual IP would be bound.`,
      fix: say`ip -br link   # set access.vip.interface to the right name`,
    };
  }
  if (!vip.answers) return pass(say`no answer`, say`Nobody answers for ${vip.address}.`);
  // The record is written at the end: a deployment that changes the address and was interrupted has a host of ours hold it already.
  const held = hosts.some((one) => one.reached && one.ours && one.facts.vip?.by === 'local');
  if (ours && (held || facts.deployed?.fixed['access.vip.address'] === wanted?.address))
    return pass(vip.by === 'local' ? say`local` : vip.by, say`The virtual IP is held by this cluster.`);
  return {
    result: 'fail',
    measured: say`${vip.address} is at ${vip.by}`,
    message: say`${vip.address} is in use already.`,
    fix: say`choose a free address for access.vip.address`,
  };
});
