import { create } from 'zustand';
import { api, messageOf } from '../../api/client.ts';
import { useWizard, whenSaved } from '../../stores/wizard.ts';

export type LoginTest = Awaited<ReturnType<typeof api.hosts.testLogin.mutate>>;
export type LoginState = { readonly kind: 'testing' } | LoginTest;

/** Connections at once: more gain little, and a jump host may refuse them. */
const maxAtOnce = 6;

/** What the logins of the open project gave, by `loginKey`. */
export const useLogins = create<Readonly<Record<string, LoginState>>>(() => ({}));

/** A host that gets another address has not been tested. */
export function loginKey({ name, address }: Target): string {
  return `${name} ${address}`;
}

interface Target {
  readonly name: string;
  readonly address: string;
}

/** Tests logins on hosts, several at once. */
export async function testLogins(hosts: readonly Target[], confirmed: readonly string[] = []): Promise<void> {
  const { project } = useWizard.getState();
  if (project === undefined) return;
  for (const host of hosts) useLogins.setState({ [loginKey(host)]: { kind: 'testing' } });
  try {
    // The server reads the plan from its file.
    await whenSaved();
  } catch (thrown) {
    const failed = failedTest('not-saved', thrown);
    for (const host of hosts) useLogins.setState({ [loginKey(host)]: failed });
    return;
  }
  const waiting = [...hosts];
  const work = async () => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift())
      useLogins.setState({ [loginKey(host)]: await testOne(project.planFile, host.name, confirmed) });
  };
  await Promise.all(Array.from({ length: maxAtOnce }, work));
}

async function testOne(planFile: string, host: string, confirmed: readonly string[]): Promise<LoginTest> {
  try {
    return await api.hosts.testLogin.mutate({ planFile, host, confirmed: [...confirmed] });
  } catch (thrown) {
    return failedTest('fault', thrown);
  }
}

function failedTest(code: string, thrown: unknown): LoginTest {
  const message = messageOf(thrown);
  return { kind: 'failed', code, message, said: message };
}
