/**
 * A bash function that runs apt-get with its words, and waits up to two minutes while another program holds one of the locks that
 * `DPkg::Lock::Timeout` does not cover (apt.conf(5)): that of the lists, which `apt-get update` takes, and that of the downloaded archives.
 * The caller has set `pipefail`.
 */
export const aptWaiting = `
apt_waiting() {
  local log until=$((SECONDS + 120))
  log=$(mktemp)
  while ! apt-get "$@" 2>&1 | tee "$log" | sed -u '/Could not get lock .*\\/lists\\/lock\\|Could not get lock .*\\/archives\\/lock\\|Unable to lock /d'; do
    if ! grep -q 'Could not get lock .*/\\(lists\\|archives\\)/lock' "$log"; then rm -f -- "$log"; return 1; fi
    if [ "$SECONDS" -ge "$until" ]; then
      cat "$log"
      rm -f -- "$log"
      echo "another program has held apt's lock for two minutes: wait for it or stop it, then run again"
      return 1
    fi
    sleep 2
  done
  rm -f -- "$log"
}
`;
