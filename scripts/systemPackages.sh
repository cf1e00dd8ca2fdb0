#!/usr/bin/env bash
# Makes sure that the system programs of a purpose are there: bash scripts/systemPackages.sh PURPOSE...
#   lab  real hosts on this machine    sshd  a server for the SSH tests    e2e  a browser for the window tests
#   export  Ansible, which reads exported inventories
# Debian or Ubuntu as root: installs what is missing. Elsewhere: names it.
# Exit codes: 0 all there, 2 wrong usage, 3 something is missing and cannot be installed from here, 4 apt failed.
set -u

declare -A packages_of=(
  [lab]='systemd-container debootstrap debian-archive-keyring nftables iproute2 openssh-client util-linux'
  [sshd]='openssh-server openssh-client openssl sudo'
  [e2e]='chromium fonts-noto-cjk'
  [export]='ansible-core'
)

if [ $# -eq 0 ]; then
  echo "usage: systemPackages.sh PURPOSE... (${!packages_of[*]})" >&2
  exit 2
fi
wanted=()
for purpose in "$@"; do
  if [ -z "${packages_of[$purpose]:-}" ]; then
    echo "systemPackages.sh: unknown purpose '$purpose' (known: ${!packages_of[*]})" >&2
    exit 2
  fi
  # shellcheck disable=SC2206 # the list is words on purpose
  wanted+=(${packages_of[$purpose]})
done

if [ "$(uname -s)" != Linux ] || ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This needs a Debian or Ubuntu machine with: ${wanted[*]}" >&2
  exit 3
fi

missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
for purpose in "$@"; do
  # Mounts, bridges and machines of the lab are the superuser's, even when every program is there.
  if [ "$purpose" = lab ] && [ "$(id -u)" -ne 0 ]; then
    echo "The lab needs root${missing[*]:+ and the missing packages: ${missing[*]}}." >&2
    exit 3
  fi
done
[ ${#missing[@]} -eq 0 ] && exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -ne 0 ]; then
  echo "Missing: ${missing[*]}. As root run: $install" >&2
  exit 3
fi

# Tests start their own servers: none of those installed here may start by itself, now or at the next boot.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
fi

echo "Installing ${missing[*]} ..." >&2
export DEBIAN_FRONTEND=noninteractive
for attempt in 1 2; do
  # Once more: mirrors drop connections now and then.
  if apt-get update -q >&2 && $install >&2; then
    if [[ " ${missing[*]} " = *' openssh-server '* ]] && [ -d /run/systemd/system ]; then systemctl disable -q ssh.service; fi
    exit 0
  fi
  [ "$attempt" = 1 ] && sleep 3
done
echo "apt-get could not install: ${missing[*]}. Its messages are above." >&2
exit 4
