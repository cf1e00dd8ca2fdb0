/** What the loader prints first on both outputs, with its process id: everything before it is chatter of login scripts, or sudo talking. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: no program prints this by accident
export const startMark = /\u0001quorate (\d{1,10})\u0001\n/;
/** What sudo prints to standard error each time it wants a password. */
export const passwordPrompt = 'quorate-sudo-password:';
const endMark = '#quorate-end';
/** The loader's exit status when the script did not arrive whole. */
export const cutStatus = 125;
export const cutMark = 'quorate-script-cut-off';

/**
 * Reads a script from standard input and runs it with what follows there as its own standard input. It is the same for every
 * script, so that no process list and no log of sudo ever shows one. The header says how many bytes the script has; one that was cut off by a
 * lost connection lacks its end mark and is not run. No single quotes: it travels within them.
 * HOME is of the account's entry, since the environment is empty.
 */
const loader = [
  'export HOME=~ LC_ALL=C.UTF-8',
  'umask 022',
  // What a person's own soft limits would cut off: sizes of files, processor time, address space.
  'for quorate_l in f t v; do ulimit -S -$quorate_l "$(ulimit -H -$quorate_l)"; done',
  'printf "\\001quorate %d\\001\\n" $$ >&2',
  'printf "\\001quorate %d\\001\\n" $$',
  'IFS= read -r quorate_n',
  'quorate_s=$(head -c "$quorate_n")',
  `case $quorate_s in *"${endMark}") eval "unset quorate_l quorate_n quorate_s; $quorate_s";; *) echo ${cutMark} >&2; exit ${cutStatus};; esac`,
].join('; ');

/**
 * Nothing of a person's login may reach a script: no variable (TMPDIR, PERL5OPT, PYTHONPATH, GREP_OPTIONS, LANG, CDPATH ...), no shell option that
 * is inherited (SHELLOPTS), no exported function, no start-up file (BASH_ENV, ~/.bashrc), no alias. A full path, because the person's own PATH,
 * functions and aliases still hold where this line is read.
 */
const clean = '/usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
// -p: bash takes no functions and options from its environment; --norc: Debian's bash reads ~/.bashrc for every command that sshd starts.
const bash = `/bin/bash --noprofile --norc -p -c '${loader}'`;

export type Privilege = 'login' | 'sudo' | 'sudo-with-password';

/** The command that the login shell of the host is asked to run: one that bash, dash, zsh, fish and csh read alike. */
export function loaderCommand(privilege: Privilege): string {
  if (privilege === 'login') return `${clean} ${bash}`;
  // -n fails instead of asking, so that no part of a script is ever taken for a password.
  const ask = privilege === 'sudo' ? '-n' : `-S -p ${passwordPrompt}`;
  // Cleaned a second time: sudo's own session may set variables (env_keep, /etc/environment).
  return `${clean} LC_ALL=C sudo -H ${ask} -- ${clean} ${bash}`;
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
