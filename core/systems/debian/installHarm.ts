/**
 * A bash function that lets apt say what the installation of `$wanted` with the words of `$mode` would do, and ends the script where that harms what is on the
 * host: other packages removed, packages put back to an older version, packages changed that somebody holds (but for those in `$lifted`). It changes nothing.
 *
 * apt itself would remove a package that conflicts with a new one without a question (`-y`), and more so with `--fix-broken`.
 */
export const harmFunction = `
refuse_harm() {
  local plan removed lowered held refused=
  plan=$(apt-get "\${options[@]}" -s --fix-broken "\${mode[@]}" install "\${wanted[@]}" 2>&1) || refused=yes
  removed=$(sed -n 's/^Remv \\([^ ]*\\).*/\\1/p' <<<"$plan" | xargs)
  lowered=$(sed -n '/^The following packages will be DOWNGRADED/,/^[^ ]/{/^  /p}' <<<"$plan" | xargs)
  ${heldInTheWay('<<<"$plan"')}
  held=$(for name in $held; do [[ " \${lifted[*]} " == *" $name "* ]] || echo "$name"; done | xargs)
  [ -z "$removed" ] || echo "nothing was installed: it would remove these packages of the host: $removed"
  [ -z "$lowered" ] || echo "nothing was installed: it would put these packages back to an older version: $lowered"
  [ -z "$held" ] || echo "nothing was installed: it would change these packages, which are on hold: $held"
  [ -n "$removed$lowered$held$refused" ] || return 0
  [ -z "$refused" ] || sed -n '/^The following packages have unmet/,$p; /^E: /p' <<<"$plan" | uniq
  [ -z "$refused" ] || echo "apt cannot install these packages, so nothing was installed"
  exit 1
}
`;

/**
 * Bash that puts into `$held` the packages on hold in the way of a simulated installation: those that would change, and those that its open dependencies
 * name, since apt's resolver leaves them as they are.
 * @param simulated redirection of what apt said
 */
export function heldInTheWay(simulated: string): string {
  return `held=$(dpkg-query -W -f '\${db:Status-Want} \${Package}\\n' | sed -n 's/^hold //p' | grep -xF -f <(sed -n '/^The following held packages will be changed/,/^[^ ]/{/^  /p}; s/^ [^ ]* : [A-Za-z-]*: \\([^ ]*\\).*/\\1/p; s/^  *[A-Z][A-Za-z-]*: \\([^ ]*\\).*/\\1/p' ${simulated} | xargs -n 1) | xargs || true)`;
}
