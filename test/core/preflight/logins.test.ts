import { describe, expect, it } from 'vitest';
import { loginRemedy } from '../../../core/preflight/loginRemedy.ts';
import {
  type LoginTrouble,
  loginTroubles,
  sudoTroubleSaid,
  troubleSaid,
} from '../../../core/preflight/loginTrouble.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { examplePlan } from './preflightFixture.ts';

describe('what a login says', () => {
  it.each<[string, LoginTrouble | undefined]>([
    ['Your account has expired; please contact your system administrator.', 'account-expired'],
    ['WARNING: Your password has expired.\nPassword change required but no TTY available.', 'password-expired'],
    ['You are required to change your password immediately (administrator enforced).', 'password-expired'],
    ['The account is locked due to 3 failed logins.', 'account-locked'],
    ['"System is going down. Unprivileged users are not permitted to log in anymore."', 'logins-disabled'],
    ['This service allows sftp connections only.', 'sftp-only'],
    ['This account is currently not available.', 'no-shell'],
    ['/usr/bin/env: ‘/bin/bash’: No such file or directory', 'bash-missing'],
    ['bash: line 1: /usr/bin/env: No such file or directory', 'bash-missing'],
    ['Please login as the user "admin" rather than the user "root".', 'other-user'],
    ['Welcome to the machine. Accounts are reviewed every year.', undefined],
    ['', undefined],
  ])('%j is %s', (text, trouble) => expect(troubleSaid(text)).toBe(trouble));

  it.each<[string, LoginTrouble]>([
    ['/usr/bin/env: ‘sudo’: No such file or directory', 'sudo-missing'],
    ['sudo: sorry, you must have a tty to run sudo', 'sudo-wants-terminal'],
    ['sudo: a password is required', 'sudo-needs-password'],
    [
      'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\nsudo: a password is required',
      'sudo-needs-password',
    ],
    ['Sorry, try again.\nsudo: no password was provided\nsudo: 1 incorrect password attempt', 'sudo-wrong-password'],
    ['dba is not in the sudoers file.', 'sudo-refused'],
    ["Sorry, user dba is not allowed to execute '/usr/bin/env -i' as root on n1.", 'sudo-refused'],
    ['sudo: Account or password is expired, reset your password and try again', 'password-expired'],
    ['sudo: account validation failure, is your account locked?', 'account-expired'],
    ['/etc/sudoers.d/dba:1:8: syntax error\nsudo: no valid sudoers sources found, quitting', 'sudo-broken'],
    ['sudo: /etc/sudoers is world writable', 'sudo-broken'],
    ["sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set", 'sudo-broken'],
    ['sudo: The "no new privileges" flag is set, which prevents sudo from running as root.', 'sudo-broken'],
  ])('sudo: %j is %s', (text, trouble) => expect(sudoTroubleSaid(text)).toBe(trouble));
});

describe('the remedy', () => {
  const host = examplePlan().hosts[0];
  const text = (trouble: LoginTrouble) => phraseText(loginRemedy(trouble, host));

  it('is another for each class, but for hosts of which nothing is known', () => {
    const texts = loginTroubles.filter((one) => one !== 'timeout').map(text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(loginTroubles.filter((one) => text(one).startsWith('ping '))).toEqual(['unreachable', 'timeout']);
    expect(loginTroubles.filter((one) => text(one).includes('ssh-copy-id'))).toEqual(['auth-failed']);
    for (const one of loginTroubles) expect(englishLeft(loginRemedy(one, host)), one).toEqual([]);
  });
});
