import { hostCheck, pass } from '../observation.ts';

/** Nobody answers for the virtual IP yet, unless this cluster holds it. */
export const vipFree = hostCheck('vip', 'Virtual IP free', ({ facts, deployedPlan }, { plan }) => {
  const { vip } = facts;
  if (vip === undefined) return undefined;
  const wanted = plan.access.vip;
  if (wanted !== undefined && !facts.interfaces.some((one) => one.interface === wanted.interface)) {
    return {
      result: 'fail',
      measured: [...new Set(facts.interfaces.map((one) => one.interface))].join(', '),
      message: `The host has no interface ${wanted.interface}, on which the virtual IP would be bound.`,
      fix: 'ip -br link   # set access.vip.interface to the right name',
    };
  }
  if (!vip.answers) return pass('no answer', `Nobody answers for ${vip.address}.`);
  if (deployedPlan === plan.name) return pass(vip.by, 'The virtual IP is held by this cluster.');
  return {
    result: 'fail',
    measured: `${vip.address} is at ${vip.by}`,
    message: `${vip.address} is in use already.`,
    fix: 'choose a free address for access.vip.address',
  };
});
