import { type Phrase, say } from '../wording/phrase.ts';

/** Why a host cannot be worked on: one class for each remedy. The first eight are also the codes that the command line shows. */
export const loginTroubles = [
  'unreachable',
  'auth-failed',
  'host-key-unknown',
  'host-key-changed',
  'sudo-needs-password',
  'sudo-refused',
  'timeout',
  'lost',
  'port-refuses',
  'no-route',
  'name-unknown',
  'no-address',
  'login-late',
  'turned-away',
  'too-many-keys',
  'key-unusable',
  'other-user',
  'account-expired',
  'account-locked',
  'password-expired',
  'logins-disabled',
  'login-not-allowed',
  'no-shell',
  'sftp-only',
  'forced-command',
  'bash-missing',
  'login-reads-input',
  'few-sessions',
  'sudo-missing',
  'sudo-wants-terminal',
  'sudo-wrong-password',
  'sudo-broken',
] as const;
export type LoginTrouble = (typeof loginTroubles)[number];

/** What a table shows of it. */
export const loginTroubleNames: Readonly<Record<LoginTrouble, Phrase>> = {
  unreachable: say`unreachable`,
  'auth-failed': say`auth-failed`,
  'host-key-unknown': say`host-key-unknown`,
  'host-key-changed': say`host-key-changed`,
  'sudo-needs-password': say`sudo-needs-password`,
  'sudo-refused': say`sudo-refused`,
  timeout: say`timeout`,
  lost: say`lost`,
  'port-refuses': say`port refuses`,
  'no-route': say`no route`,
  'name-unknown': say`name unknown`,
  'no-address': say`no address`,
  'login-late': say`login takes too long`,
  'turned-away': say`turned away before the login`,
  'too-many-keys': say`too many keys offered`,
  'key-unusable': say`key cannot be used`,
  'other-user': say`another user is wanted`,
  'account-expired': say`account expired`,
  'account-locked': say`account locked`,
  'password-expired': say`password expired`,
  'logins-disabled': say`logins disabled`,
  'login-not-allowed': say`login not allowed`,
  'no-shell': say`no login shell`,
  'sftp-only': say`file transfer only`,
  'forced-command': say`forced command`,
  'bash-missing': say`no bash`,
  'login-reads-input': say`start-up file reads input`,
  'few-sessions': say`too few sessions`,
  'sudo-missing': say`sudo missing`,
  'sudo-wants-terminal': say`sudo wants a terminal`,
  'sudo-wrong-password': say`sudo password wrong`,
  'sudo-broken': say`sudo broken`,
};

/** What a login refused, in the words of sshd, PAM and login shells. The texts come from the host: they are matched, never run. */
const said: readonly (readonly [RegExp, LoginTrouble])[] = [
  [/please login as the user .* rather than the user/i, 'other-user'],
  // pam_unix: "Your account has expired; please contact your system administrator."
  [/account has expired/i, 'account-expired'],
  // sshd: "WARNING: Your password has expired." / "Password change required but no TTY available."; pam_unix: "You are required to change your password".
  [
    /password has expired|password change required|required to change your password|new password required/i,
    'password-expired',
  ],
  [/account is (?:temporarily |currently )?locked|account locked/i, 'account-locked'],
  [
    /system is going down|unprivileged users are not permitted|logins? (?:are|is) (?:currently )?(?:disabled|not permitted)/i,
    'logins-disabled',
  ],
  [/this service allows sftp connections only/i, 'sftp-only'],
  [/account is (?:currently )?not available|nologin/i, 'no-shell'],
  [/(?:\/bin\/bash|\/usr\/bin\/env).*(?:no such file|not found|cannot execute)/i, 'bash-missing'],
];

/** The class that a login's own words name; undefined when they name none. */
export function troubleSaid(text: string): LoginTrouble | undefined {
  return said.find(([words]) => words.test(text))?.[1];
}

/** The class of a sudo that did not run the script, by what it printed (sudo 1.9, messages in English). */
export function sudoTroubleSaid(text: string): LoginTrouble {
  return sudoSaid.find(([words]) => words.test(text))?.[1] ?? 'sudo-refused';
}

const sudoSaid: readonly (readonly [RegExp, LoginTrouble])[] = [
  [/env: .?sudo.?: no such file|sudo: (?:command )?not found/i, 'sudo-missing'],
  [/must have a tty|no tty present|terminal is required to (?!read)/i, 'sudo-wants-terminal'],
  [/account or password is expired|password (?:has )?expired|unable to change expired password/i, 'password-expired'],
  [/account validation failure/i, 'account-expired'],
  [
    /no valid sudoers sources|(?:parse|syntax) error|unable to (?:open|stat|initialize|read) .*(?:sudoers|policy)|effective uid is not 0|setuid|no new privileges|is (?:world|group) writable|is owned by uid/i,
    'sudo-broken',
  ],
  [/password is required|terminal is required to read/i, 'sudo-needs-password'],
  [/incorrect password|sorry, try again/i, 'sudo-wrong-password'],
];
