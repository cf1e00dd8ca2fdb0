import { say } from '../../wording/phrase.ts';
import type { DraftSsh } from './importDraft.ts';
import type { Subject } from './subject.ts';
import type { Target } from './target.ts';

/** How Ansible reaches hosts; only what is said. */
export function readSsh(subject: Subject, target: Target): DraftSsh {
  const to = (field: string): Target => [...target, field];
  const user = (subject.read('ansible_user') ?? subject.read('ansible_ssh_user'))?.text(to('user'));
  const port = (subject.read('ansible_port') ?? subject.read('ansible_ssh_port'))?.number(to('port'));
  const key = (subject.read('ansible_ssh_private_key_file') ?? subject.read('ansible_private_key_file'))?.text(
    to('key'),
  );
  const sudo = subject.read('ansible_become')?.boolean(to('sudo'));
  subject.read('ansible_connection')?.understood(undefined, say`hosts are reached through SSH`);
  return {
    ...(user === undefined || user === '' ? {} : { user }),
    ...(port === undefined ? {} : { port }),
    ...(key === undefined || key === '' ? {} : { key }),
    ...(sudo === undefined ? {} : { sudo }),
  };
}

/** The settings that all hosts have alike, and what each has otherwise. */
export function commonSsh(all: readonly DraftSsh[]): DraftSsh {
  const [first] = all;
  const alike = Object.entries(first ?? {}).filter(([key, value]) =>
    all.every((one) => one[key as keyof DraftSsh] === value),
  );
  return Object.fromEntries(alike);
}
