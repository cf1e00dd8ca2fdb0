import { paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';

/** Brings the kernel settings of our file into effect, and notes what was there before. */
export function applyKernelSettings(host: string): Operation {
  return plainOperation({
    id: `${host}/system/settings`,
    host,
    title: say`Apply the kernel settings for memory`,
    apply: `${kernelSettingsScript(paths.sysctl, '/proc')}
applied system ${paths.sysctl}`,
    verify: 'true',
    weight: 0.1,
  });
}

/**
 * Memory that is promised already is not refused afterwards: where more of it is than the new limit allows, the limit comes with the next
 * boot. A kernel that lets nobody change it is said, and no failure: nothing depends on these settings.
 * @param file in the form of sysctl.conf
 * @param proc where the kernel shows itself
 */
export function kernelSettingsScript(file: string, proc: string): string {
  return `promised() { awk '/^Committed_AS:/ { used = $2 } /^MemTotal:/ { memory = $2 } /^SwapTotal:/ { swap = $2 } /^Hugetlb:/ { huge = $2 } END { exit !(used * 1.2 > (memory - huge) * 0.9 + swap) }' ${proc}/meminfo; }
grep -E '^vm[.]' ${file} | while IFS=' =' read -r name value; do
  setting=${proc}/sys/vm/\${name#vm.}
  [ -f "$setting" ] || continue
  now=$(cat "$setting")
  grep -q "^$name=" "$STATE/sysctl" 2>/dev/null || note sysctl "$name=$now"
  if [ "$now" = "$value" ]; then continue; fi
  if [ "$name" = vm.overcommit_memory ] && promised; then
    echo "$name stays $now until the next boot: programs have been promised more memory than it would allow"
    continue
  fi
  { echo "$value" >"$setting"; } 2>/dev/null || echo "$name stays $now: this host does not let it be changed"
done`;
}

/** Shell that gives the kernel settings back what they were before the first deployment, the last one first. */
export function restoreKernelScript(proc: string): string {
  return `if [ -f "$STATE/sysctl" ]; then
  tac "$STATE/sysctl" | while IFS='=' read -r name value; do
    case $name in vm.overcommit_memory | vm.overcommit_ratio | vm.swappiness) ;; *) continue ;; esac
    case $value in '' | *[!0-9]*) continue ;; esac
    { echo "$value" >"${proc}/sys/vm/\${name#vm.}"; } 2>/dev/null || true
  done
fi
`;
}
