import { serviceComponents, startedByPackages, unitOf } from '../../components/components.ts';
import { packageState } from './packageState.ts';

const aliases = serviceComponents
  .filter(({ service }) => service.alias !== undefined)
  .map((one) => `    [ "$unit" != ${unitOf(one)} ] || rm -f -- /etc/systemd/system/${one.service.alias}.service`)
  .join('\n');

/**
 * What keeps an installation from starting or configuring anything, as bash functions `guard_begin` and `guard_end`.
 *
 * Debian's packages start their services and enable them for the next boot, and postgresql-common makes a cluster. Here:
 * - a policy-rc.d (invoke-rc.d's hook, Debian policy 9.3.3) refuses to start our services, for the time of the installation only; one that
 *   was there decides about all others and is put back;
 * - units of packages that are not installed yet are masked first and left disabled: a host that loses power in between must not come back with an etcd that has a
 *   data directory of its own, or with a HAProxy nobody configured. The state file remembers them for the next try;
 * - postgresql-common is told not to make a cluster, before it is installed.
 */
export const installGuard = `
policy=/usr/sbin/policy-rc.d
kept=${packageState.policy}
masked=${packageState.masked}
unit_of() {
  case "$1" in
${serviceComponents.map((one) => `    ${one.service.package}) echo ${unitOf(one)} ;;`).join('\n')}
  esac
}
is_installed() { [ "$(dpkg-query -W -f '\${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
broken_packages() { dpkg-query -W -f '\${db:Status-Eflag} \${Package}\\n' | sed -n 's/^reinstreq //p' | LC_ALL=C sort -u; }
policy_restore() {
  if [ -e "$kept" ] || [ -L "$kept" ]; then mv -fT -- "$kept" "$policy"
  elif grep -qs '^# written by quorate' "$policy"; then rm -f -- "$policy"; fi
}
guard_begin() {
    policy_restore
  trap policy_restore EXIT
  trap 'exit 1' HUP INT TERM
  if [ -e "$policy" ] || [ -L "$policy" ]; then
    rm -rf -- "$kept.new"
    cp -a -- "$policy" "$kept.new"
    mv -fT -- "$kept.new" "$kept"
  fi
  cat >"$policy.quorate-new" <<'POLICY'
#!/bin/sh
# written by quorate for the time of an installation
case "$1" in
  ${startedByPackages(serviceComponents)
    .map((name) => `${name}*`)
    .join(' | ')}) exit 101 ;;
esac
[ ! -x ${packageState.policy} ] || exec ${packageState.policy} "$@"
exit 0
POLICY
  chmod 0755 "$policy.quorate-new"
  mv -fT -- "$policy.quorate-new" "$policy"
  for package in "\${packages[@]}"; do
    unit=$(unit_of "$package")
    if [ -n "$unit" ] && [ ! -e "/etc/systemd/system/$unit" ] && ! is_installed "$package"; then
      echo "$unit" >>"$masked"
      ln -sfT /dev/null "/etc/systemd/system/$unit"
    fi
  done
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/quorate.conf
}
guard_end() {
  [ -f "$masked" ] || return 0
  for unit in $(sort -u "$masked"); do
    # The links of 'systemctl enable' first, the mask last: at no moment is the unit enabled and startable.
    rm -f -- "/etc/systemd/system/multi-user.target.wants/$unit"
${aliases}
    rm -f -- "/etc/systemd/system/$unit"
  done
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
  rm -f -- "$masked"
}
`;
