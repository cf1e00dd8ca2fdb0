/** What the loader prints first on both outputs, with its process id: everything before it is chatter of login scripts, or sudo talking. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: no program prints this by accident
export const startMark = /\u0001quorate (\d{1,10})\u0001\n/;
/** What sudo prints to standard error each time it wants a password. */
export const passwordPrompt = 'quorate-sudo-password:';
const endMark = '#quorate-end';

/**
 * Reads a script from standard input and runs it with what follows there as its own standard input. It is the same for every
 * script, so that no process list and no log of sudo ever shows one. The header says how many bytes the script has; one that was cut off by a
 * lost connection lacks its end mark and is not run. No single quotes: it travels within them.
 * LC_ALL makes the output of every program one that can be parsed; /usr/sbin is missing for plain users on Debian.
 */
const loader = [
  'export LC_ALL=C.UTF-8 PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"',
  'umask 022',
  'printf "\\001quorate %d\\001\\n" $$ >&2',
  'printf "\\001quorate %d\\001\\n" $$',
  'IFS= read -r quorate_n',
  'quorate_s=$(head -c "$quorate_n")',
  `case $quorate_s in *"${endMark}") eval "unset quorate_n quorate_s; $quorate_s";; *) exit 125;; esac`,
].join('; ');
// --norc: Debian's bash reads ~/.bashrc for every command that sshd starts.
const bash = `bash --norc -c '${loader}'`;

export type Privilege = 'login' | 'sudo' | 'sudo-with-password';

/** The command that the login shell of the host is asked to run. */
export function loaderCommand(privilege: Privilege): string {
  if (privilege === 'login') return `exec ${bash}`;
  // -n fails instead of asking, so that no part of a script is ever taken for a password.
  const ask = privilege === 'sudo' ? '-n' : `-S -p ${passwordPrompt}`;
  return `exec env LC_ALL=C sudo -H ${ask} -- ${bash}`;
}

/** What goes to the loader's standard input before the script's own: length, line feed, script. */
export function frameScript(script: string): Buffer {
  const body = Buffer.from(`${script}\n${endMark}`, 'utf8');
  return Buffer.concat([Buffer.from(`${body.length}\n`), body]);
}

/**
 * The script that stops another one with all its programs, by the process group of its loader. sshd's own way (a signal request)
 * works neither for root (no privilege separation, OpenSSH 9.2) nor through sudo.
 */
export function stopScript(loaderPid: number): string {
  return `read -r line < /proc/${loaderPid}/stat || exit 0
read -r _ _ group _ <<< "\${line##*) }"
kill -TERM -- "-$group"
sleep 1
kill -KILL -- "-$group" 2>/dev/null || true`;
}
