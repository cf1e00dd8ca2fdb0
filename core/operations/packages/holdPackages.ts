import { serviceComponents, startedByPackages } from '../../components/components.ts';
import type { HostFacts } from '../../facts/deploymentFacts.ts';
import type { DesiredHost } from '../../render/desiredHost.ts';
import { needrestartPath } from '../../systems/debian/needrestartPath.ts';
import { packageWords } from '../../systems/debian/packageWords.ts';
import { say } from '../../wording/phrase.ts';
import { plainOperation } from '../hostOperations.ts';
import type { Operation } from '../operation.ts';
import { packageState } from './packageState.ts';

/**
 * Keeps the packages of a host at their versions, as `apt-mark hold` does. The maintainer scripts of Debian's patroni, etcd-server, pgbouncer, haproxy and keepalived
 * restart their services on every upgrade, on all hosts at the hour at which unattended-upgrades runs, and the programs of a running PostgreSQL are
 * replaced under it. Upgrades of the cluster go through this program, one host after the other. needrestart, which restarts services after upgrades of libraries, is
 * told to leave these alone.
 *
 * Packages that somebody holds already stay theirs.
 */
export function holdPackages(
  desired: Pick<DesiredHost, 'host' | 'packages' | 'components'>,
  facts: Pick<HostFacts, 'packages' | 'upgrades'>,
): Operation | undefined {
  const host = desired.host.name;
  const loose = desired.packages.filter((name) => !facts.packages.held.has(name));
  if (loose.length === 0 && facts.upgrades.spared) return undefined;
  // Not those that the plan could choose and did not: they are somebody else's.
  const ours = serviceComponents.filter(({ id, choice }) => choice === undefined || desired.components.includes(id));
  return plainOperation({
    id: `${host}/packages/hold`,
    host,
    title: say`Hold the packages at their versions, so that no upgrade of the system restarts the cluster`,
    apply: `before=$(apt-mark showhold)
for package in ${packageWords(desired.packages)}; do
  case $'\\n'$before$'\\n' in *$'\\n'"$package"$'\\n'*) ;; *) note ${noted} "$package" ;; esac
done
held() { xargs -r apt-mark hold <"$STATE/${noted}"; }
[ ! -s "$STATE/${noted}" ] || wait_for 120 "the lock of dpkg, to hold packages" held
mkdir -p -- ${folder}
cat >${needrestartPath}.quorate-new <<'END'
# written by quorate: these services are restarted one host after the other, never by themselves
$nrconf{override_rc}{qr(^(${startedByPackages(ours).join('|')}))} = 0;
END
mv -fT -- ${needrestartPath}.quorate-new ${needrestartPath}`,
    verify: `missing=$(comm -23 <(printf '%s\\n' ${packageWords(desired.packages)} | LC_ALL=C sort) <(apt-mark showhold | LC_ALL=C sort))
[ -z "$missing" ] || { echo "not on hold: "$missing; exit 1; }
[ -f ${needrestartPath} ]`,
    weight: 0.5,
  });
}

/** The list of what this program holds, in the state directory. */
export const noted = packageState.holds.slice(packageState.holds.lastIndexOf('/') + 1);
const folder = needrestartPath.slice(0, needrestartPath.lastIndexOf('/'));

/** Bash that sets again the holds that this program has set before: apt forgets the hold of a package that it upgrades. */
export const holdAgain = `hold_again() { xargs -r apt-mark hold <"$STATE/${noted}" >/dev/null; }
[ ! -s "$STATE/${noted}" ] || wait_for 120 "the lock of dpkg, to hold packages" hold_again`;

/** Bash that ends the holds that this program set, and no others. */
export const releasePackages = `if [ -f ${packageState.holds} ]; then
  # One that apt no longer knows would keep the others back.
  xargs -r apt-mark unhold <${packageState.holds} >/dev/null 2>&1 ||
    while read -r package; do apt-mark unhold "$package" >/dev/null || true; done <${packageState.holds}
  rm -f -- ${packageState.holds}
fi
rm -f -- ${needrestartPath}
rmdir --ignore-fail-on-non-empty -- ${folder} ${folder.slice(0, folder.lastIndexOf('/'))} 2>/dev/null || true`;
