import { stateDirectory } from '../facts/hostState.ts';
import { paths } from '../systems/debian/paths.ts';

/**
 * Shell functions that find the PostgreSQL of a deployment among any others of the host: those run under the same user and the same name, and only the
 * data directory tells them apart. Every process of a server works in it, whatever became of `postmaster.pid`.
 *
 * - `postgres_in DIRECTORY`: numbers of the processes of the server of that data directory.
 * - `own_postgres`: the same for the directories that Patroni's configuration names and that the deployment noted as its own.
 */
export const ownPostgresFunctions = `postgres_in() {
  for one in $(pgrep -x postgres); do
    if [ "/proc/$one/cwd" -ef "$1" ] || [ "$(readlink "/proc/$one/cwd")" = "$1 (deleted)" ]; then echo "$one"; fi
  done
}
own_postgres() {
  { python3 -c 'import yaml; print(yaml.safe_load(open("${paths.patroniConfig}"))["postgresql"]["data_dir"])' 2>/dev/null
    cat ${stateDirectory}/directories 2>/dev/null
  } | sort -u | while read -r directory; do postgres_in "$directory"; done
}`;
