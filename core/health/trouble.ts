import { type Phrase, say } from '../wording/phrase.ts';

/** Why a host, or a service on it, did not answer. */
export type TroubleId =
  | 'refused'
  | 'no-route'
  | 'timed-out'
  | 'login-timed-out'
  | 'turned-away'
  | 'silent'
  | 'connection-lost'
  | 'name-unknown'
  | 'key-changed'
  | 'key-unknown'
  | 'login-refused'
  | 'wrong-answer'
  | 'other';

/** What is wrong with the way to a host, and where on it. */
export interface Trouble {
  readonly id: TroubleId;
  /** Of the host, or of the jump host that it is reached through. */
  readonly address: string;
  /** Of its sshd. */
  readonly port: number;
}

/** What asking again at once would not change: everything else may be a busy host or a lost packet. */
const definite: ReadonlySet<TroubleId> = new Set([
  'refused',
  'no-route',
  'name-unknown',
  'key-changed',
  'key-unknown',
  'login-refused',
]);

export function isDefinite(trouble: TroubleId): boolean {
  return definite.has(trouble);
}

/** Why, and what to do next. */
export interface Explained {
  readonly why: Phrase;
  readonly next: Phrase;
}

/** What it means that a host's SSH does not answer. */
export function explainHost({ id, address, port }: Trouble): Explained {
  switch (id) {
    case 'refused':
      return {
        why: say`Port ${port} of ${address} refuses connections: the host is up, its sshd is not.`,
        next: say`Start sshd on the host's console (systemctl start ssh), or correct the port in the plan. The cluster itself may run on.`,
      };
    case 'no-route':
      return {
        why: say`There is no route to ${address}.`,
        next: say`Check that the host has power, then its network. It joins again by itself.`,
      };
    case 'timed-out':
      return {
        why: say`Nothing answers at ${address} port ${port}.`,
        next: say`Check that the host has power, then the network and firewalls up to it. It joins again by itself.`,
      };
    case 'login-timed-out':
      return {
        why: say`Port ${port} of ${address} accepts connections, but no login is done in time.`,
        next: say`The host is overloaded, or its disk does not answer: look at its load on its console.`,
      };
    case 'turned-away':
      return {
        why: say`The sshd of ${address} closes connections before the login.`,
        next: say`Look at its load and its journal (journalctl -u ssh), and at MaxStartups in its sshd_config.`,
      };
    case 'silent':
      return {
        why: say`The connection to ${address} stands, but no answers come.`,
        next: say`It is being connected to anew. Check that the host has power, then its network and its load.`,
      };
    case 'connection-lost':
      return {
        why: say`The connection to ${address} was lost.`,
        next: say`It is being connected to anew. Check that the host has power, then its network.`,
      };
    case 'name-unknown':
      return {
        why: say`The name ${address} has no address.`,
        next: say`Correct it in the plan, or look at the name service of this machine.`,
      };
    case 'key-changed':
      return {
        why: say`${address} shows another host key than the recorded one.`,
        next: say`Nothing was sent to it: somebody may be in between. If the host was installed anew, remove its line from the project's known_hosts and test its login again.`,
      };
    case 'key-unknown':
      return {
        why: say`The host key of ${address} is not confirmed yet.`,
        next: say`Test its login on the page of the hosts, and compare the fingerprint there.`,
      };
    case 'login-refused':
      return {
        why: say`${address} refuses the login.`,
        next: say`Check the user and the key in the plan, and ~/.ssh/authorized_keys on the host.`,
      };
    case 'wrong-answer':
    case 'other':
      return {
        why: say`${address} could not be asked.`,
        next: say`Test its login on the page of the hosts: it says more.`,
      };
  }
}

/** What it means that a service does not answer on a host that does. @param unit of systemd */
export function explainService(trouble: TroubleId, unit: 'patroni' | 'etcd' | 'haproxy', host: string): Explained {
  switch (trouble) {
    case 'refused':
      return {
        why: say`Its port refuses connections: the service does not run.`,
        next: say`See journalctl -u ${unit} on ${host}, then start it: systemctl start ${unit}.`,
      };
    case 'timed-out':
      return {
        why: say`It accepts connections, but does not answer in time.`,
        next: say`Look at the load and the disk of ${host}, and at journalctl -u ${unit} there.`,
      };
    case 'wrong-answer':
      return {
        why: say`What answers there is not what this plan expects: its certificate, its password or its form.`,
        next: say`See journalctl -u ${unit} on ${host}. Another program on that port, or the secrets of another project, look like this.`,
      };
    case 'no-route':
    case 'login-timed-out':
    case 'turned-away':
    case 'silent':
    case 'connection-lost':
    case 'name-unknown':
    case 'key-changed':
    case 'key-unknown':
    case 'login-refused':
    case 'other':
      return {
        why: say`It could not be asked.`,
        next: say`See journalctl -u ${unit} on ${host}.`,
      };
  }
}
