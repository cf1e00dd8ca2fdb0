import { TextInput } from '@mantine/core';
import { problemOf } from '../api/client.ts';
import { useText } from '../text/language.ts';
import type { ShownKey } from './newKeys.tsx';

/** How to log in on a machine that stands in no plan, as it is typed. */
export interface LooseLogin {
  readonly address: string;
  readonly user: string;
  readonly port: string;
  readonly key: string;
  readonly jump: string;
}

export const rootLogin: LooseLogin = { address: '', user: 'root', port: '22', key: '', jump: '' };

interface LoginFieldsProps {
  readonly value: LooseLogin;
  readonly addressLabel: string;
  readonly addressHint?: string;
  readonly disabled: boolean;
  readonly onChange: (value: LooseLogin) => void;
}

/** The address of a machine and how to log in there. */
export function LoginFields({ value, addressLabel, addressHint, disabled, onChange }: LoginFieldsProps) {
  const t = useText();
  const field = (name: keyof LooseLogin, label: string, hint?: string) => (
    <TextInput
      label={label}
      description={hint}
      value={value[name]}
      disabled={disabled}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange({ ...value, [name]: event.currentTarget.value })}
    />
  );
  return (
    <>
      {field('address', addressLabel, addressHint)}
      <div className="fields">
        {field('user', t('ssh.user'))}
        {field('port', t('ssh.port'))}
        {field('key', t('ssh.key'))}
        {field('jump', t('ssh.jump'))}
      </div>
    </>
  );
}

/** Whether enough is typed to try it. */
export function isComplete({ address, user, port }: LooseLogin): boolean {
  const number = Number(port);
  return address.trim() !== '' && user.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= 65_535;
}

/** The login as the router takes it. */
export function sshOf({ user, port, key, jump }: LooseLogin) {
  return {
    user: user.trim(),
    port: Number(port),
    ...(key.trim() === '' ? {} : { key: key.trim() }),
    ...(jump.trim() === '' ? {} : { jump: jump.trim() }),
  };
}

/** The keys that a person must look at before it can go on; undefined when it failed for another reason. */
export function newKeysIn(thrown: unknown): readonly ShownKey[] | undefined {
  const problem = problemOf(thrown);
  return problem?.code === 'host-keys-new'
    ? (problem.details as { readonly keys: readonly ShownKey[] }).keys
    : undefined;
}
