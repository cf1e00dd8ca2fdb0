import type { ServiceComponent } from '../../components/components.ts';
import { shellQuote } from '../../shell/shellQuote.ts';
import { packageWords } from '../../systems/debian/packageWords.ts';
import { listOf, say } from '../../wording/phrase.ts';
import { plainOperation } from '../hostOperations.ts';
import type { Operation } from '../operation.ts';
import { holdAgain, noted } from './holdPackages.ts';
import { packageState } from './packageState.ts';

const restarts = packageState.restarts.slice(packageState.restarts.lastIndexOf('/') + 1);

export interface UpgradeOfHost {
  readonly host: string;
  /** The version that each package is to have. */
  readonly targets: ReadonlyMap<string, string>;
  /** Ids of the components whose services then run with older programs than the disk has. */
  readonly restarts: readonly string[];
  /** Changes the packages and starts or stops nothing; see `upgradeFromBundleScript`. */
  readonly script: string;
}

/**
 * Changes packages on the disk. Whose services have to restart is noted before, for a run that is cut off here; the holds are set again whether or not it
 * worked.
 */
export function upgradePackages({ host, targets, restarts: due, script }: UpgradeOfHost): Operation {
  const expected = [...targets].map(([name, version]) => shellQuote(`${name} ${version}`)).join(' ');
  return plainOperation({
    id: `${host}/packages/upgrade`,
    host,
    title: say`Upgrade ${listOf([...targets.keys()], 'comma')}`,
    apply: `for component in ${due.map(shellQuote).join(' ')}; do note ${restarts} "$component"; done
set +e
(
${script}
)
upgraded=$?
set -e
${holdAgain}
systemctl daemon-reload
[ "$upgraded" -eq 0 ] || exit "$upgraded"`,
    verify: `for line in ${expected}; do
  name=\${line% *}
  has=$(dpkg-query -W -f '\${db:Status-Status} \${Version}' "$name" 2>/dev/null)
  [ "$has" = "installed \${line##* }" ] || { echo "$name is $has, and should be \${line##* }"; exit 1; }
done
loose=$(comm -12 <(printf '%s\\n' ${packageWords([...targets.keys()])} | LC_ALL=C sort) <(LC_ALL=C sort -u "$STATE/${noted}" 2>/dev/null) | LC_ALL=C comm -23 - <(apt-mark showhold | LC_ALL=C sort))
[ -z "$loose" ] || { echo "not on hold any more: "$loose; exit 1; }`,
    weight: 8,
  });
}

/**
 * Lets a service run with the new version of its program: by a reload where that starts the program anew and keeps its connections, and it did; else by a
 * restart.
 * @param answers bash that is true once it does its work; see `Component`
 */
export function restartUpgraded(host: string, component: ServiceComponent, answers: string | undefined): Operation {
  const { id, service } = component;
  const { name } = service;
  const reload = service.reloadStartsAnew === true;
  return plainOperation({
    id: `${host}/${id}/${reload ? 'reload' : 'restart'}`,
    host,
    title: reload ? say`Reload ${name} with its new version` : say`Restart ${name} with its new version`,
    apply: reload ? reloadOrRestart(name) : `systemctl restart ${name}`,
    verify: `systemctl -q is-active ${name}${
      answers === undefined
        ? ''
        : `
answers() { (
${answers}
); }
wait_for 60 '${name} to do its work' answers`
    }`,
    weight: 0.6,
    journals: [name],
  });
}

/** A process whose program was replaced on the disk says so in the name of its file (proc(5), /proc/pid/exe). */
function reloadOrRestart(name: string): string {
  return `runs_old() {
  local pid exe
  pid=$(systemctl show -p MainPID --value ${name})
  exe=$(readlink "/proc/$pid/exe") || return 0
  [[ "$exe" == *' (deleted)' ]]
}
runs_new() { ! runs_old; }
if systemctl -q is-active ${name} && systemctl reload ${name} && wait_for 15 '${name} to start anew' runs_new; then :; else
  systemctl restart ${name}
fi`;
}

/** Notes that the services of these components run with what is on the disk. */
export function noteRestarted(host: string, components: readonly string[]): Operation {
  return plainOperation({
    id: `${host}/packages/settle`,
    host,
    title: say`Note that the services run with their new versions`,
    apply: `if [ -f "$STATE/${restarts}" ]; then
  grep -vxF ${components.map((id) => `-e ${shellQuote(id)}`).join(' ')} -- "$STATE/${restarts}" >"$STATE/.${restarts}" || true
  if [ -s "$STATE/.${restarts}" ]; then mv -fT -- "$STATE/.${restarts}" "$STATE/${restarts}"; else rm -f -- "$STATE/.${restarts}" "$STATE/${restarts}"; fi
fi`,
    verify: `! grep -qxF ${components.map((id) => `-e ${shellQuote(id)}`).join(' ')} -- "$STATE/${restarts}" 2>/dev/null`,
    weight: 0.05,
  });
}
