import { memberOn } from '../../plan/plan.ts';
import { releases } from '../../plan/schema.ts';
import { say } from '../../wording/phrase.ts';
import { memberSetting } from '../memberSetting.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

/** PostgreSQL's own processes, Patroni's threads, and what an operator starts. */
const besideConnections = 64;
/** What a session of psql and its shell need. */
const fewestFiles = 256;

/** The limits of services and of service accounts leave room for PostgreSQL's processes and files. */
export const serviceLimits = hostCheck('limits', say`Limits of processes and files`, ({ host, facts }, { plan }) => {
  const release = releases.find((one) => one === facts.platform.codename);
  if (memberOn(plan, host) === undefined || release === undefined || !(facts.hardware.memoryBytes > 0))
    return undefined;
  const connections = Number(
    memberSetting(plan, host, { release, ...facts.hardware, diskBytes: Number.NaN }, 'max_connections') ?? 100,
  );
  const wanted = connections + besideConnections;
  const { tasksMax, processesMax, userLimits } = facts.condition;
  const found: Judgement[] = [];
  for (const [name, value] of [
    ['DefaultTasksMax', tasksMax],
    ['DefaultLimitNPROC', processesMax],
  ] as const) {
    if (value >= wanted) continue;
    found.push({
      result: 'fail',
      measured: say`${name} ${value}`,
      message: say`systemd allows a service ${value} processes (${name}), and PostgreSQL with ${connections} connections needs ${wanted}.`,
      fix: say`raise ${name} in /etc/systemd/system.conf to ${wanted * 2} or more, then systemctl daemon-reexec`,
    });
  }
  for (const { domain, item, value } of userLimits) {
    if (!['postgres', '@postgres', '*'].includes(domain)) continue;
    const few = item === 'nproc' ? value < wanted : item === 'nofile' ? value < fewestFiles : true;
    if (!few) continue;
    found.push({
      result: 'fail',
      measured: say`${domain} ${item} ${value}`,
      message: say`A hard limit for the account postgres (${item} ${value}) is too low for what a deployment runs as it.`,
      fix: say`grep -rn ${item} /etc/security/limits.conf /etc/security/limits.d   # take that line out, or raise it`,
    });
  }
  return found.length > 0 ? found : pass(say`${wanted} processes`, say`The limits leave room for PostgreSQL.`);
});
