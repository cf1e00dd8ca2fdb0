import { memberOn } from '../../plan/plan.ts';
import { postgresOf } from '../../plan/postgresOf.ts';
import { say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

const mib = 1024 ** 2;

/** Enough memory and cores for the host's roles; the tiny template asks for less. */
export const resourceSize = hostCheck('resources', say`Cores and memory`, ({ host, facts }, { plan }) => {
  const { cores, memoryBytes } = facts.hardware;
  const measured = say`${cores} cores, ${(memoryBytes / 1024 ** 3).toFixed(1)} GiB`;
  const member = memberOn(plan, host);
  const tiny = member !== undefined && postgresOf(plan, member.cluster).template === 'tiny';
  const wantedBytes = (member ? (tiny ? 512 : 2048) : 256) * mib;
  if (!(memoryBytes > 0 && cores > 0))
    return {
      result: 'fail',
      measured: say`unknown`,
      message: say`The host does not tell its cores and its memory.`,
      fix: 'nproc; head -n 1 /proc/meminfo',
    };
  if (memoryBytes < wantedBytes * 0.9) {
    return {
      result: 'fail',
      measured,
      message: say`The host has less than ${wantedBytes / mib} MiB of memory.`,
      fix:
        member && !tiny
          ? say`give the host more memory, or set postgres.template: tiny for a test`
          : say`give the host more memory`,
    };
  }
  if (member && !tiny && cores < 2) {
    return {
      result: 'warn',
      measured,
      message: say`One core is shared by PostgreSQL, Patroni, etcd and HAProxy.`,
      fix: say`give the host two cores or more`,
    };
  }
  return pass(measured, say`Cores and memory suffice.`);
});
