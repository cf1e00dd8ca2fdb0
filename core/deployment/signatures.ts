import { type Phrase, phraseText, say } from '../wording/phrase.ts';

/** A known way to fail: what its lines look like, what they mean and what to do. */
export interface Signature {
  readonly id: string;
  /** Matched against single lines of a step's output and of the host's journals. */
  readonly pattern: RegExp;
  readonly cause: Phrase;
  readonly fix: Phrase;
}

/** In the order in which they are believed: causes before their consequences. Worded by the component versions of Debian 12 and 13. */
export const signatures: readonly Signature[] = [
  {
    id: 'disk-full',
    pattern: /No space left on device|[Nn]ot enough (?:free )?space|disk is full|mvcc: database space exceeded/,
    cause: say`A disk of the host is full.`,
    fix: say`Free some space (df -h shows which file system), then run again.`,
  },
  {
    id: 'disk-quota',
    pattern: /Disk quota exceeded/,
    cause: say`A disk quota of the host is used up.`,
    fix: say`Raise the quota or free some space, then run again.`,
  },
  {
    id: 'read-only',
    pattern: /Read-only file system/,
    cause: say`A file system of the host is read-only, which it becomes after errors of its disk.`,
    fix: say`Look at dmesg, repair and remount it, then run again.`,
  },
  {
    id: 'port-in-use',
    pattern:
      /Address already in use|address already in use|cannot bind socket|could not bind (?:IPv[46]|address)|Port \d+ is already in use/,
    cause: say`Another program listens on a port that the service needs.`,
    fix: say`Find it with ss -ltnp and stop it, or give the plan another port.`,
  },
  {
    id: 'address-missing',
    pattern: /[Cc]annot assign requested address/,
    cause: say`The address in the plan is not on this host.`,
    fix: say`Compare the plan's address with ip -br addr and correct the plan.`,
  },
  {
    id: 'etcd-cluster-id',
    pattern:
      /cluster ID mismatch|request (?:sent|cluster id) .*mismatch|member .* has already been bootstrapped|has already been bootstrapped/,
    cause: say`This etcd member belongs, or belonged, to another etcd cluster or was a member before.`,
    fix: say`If its data can go, run destroy for this host and deploy again; a lost member of a running cluster needs etcdctl member remove and member add.`,
  },
  {
    id: 'etcd-removed',
    pattern: /the member has been permanently removed from the cluster/,
    cause: say`This etcd member was removed from its cluster.`,
    fix: say`Add it again with etcdctl member add, with an empty data directory.`,
  },
  {
    id: 'system-id-mismatch',
    pattern: /system ID mismatch|system identifier .*(?:differs|mismatch)|database system identifier differs/i,
    cause: say`The data directory belongs to another PostgreSQL cluster than the one that etcd knows under this name.`,
    fix: say`Move the data directory away if it can go (Patroni then copies the leader), or give the cluster another name.`,
  },
  {
    id: 'tls-authority',
    pattern:
      /certificate signed by unknown authority|certificate verify failed|CERTIFICATE_VERIFY_FAILED|unable to get local issuer|tls: bad certificate|unknown ca/i,
    cause: say`Two hosts have certificates of different authorities, or one is missing.`,
    fix: say`Deploy all hosts from the same project folder, so that all get certificates of one authority.`,
  },
  {
    id: 'clock',
    pattern:
      /certificate (?:has expired or )?is not yet valid|certificate has expired|CERTIFICATE_(?:NOT_YET_VALID|EXPIRED)|clock difference .* is too high|prober found high clock drift/,
    cause: say`The clocks of the hosts differ, or a certificate has run out.`,
    fix: say`Check timedatectl on every host and set up a time service; deploying again renews certificates.`,
  },
  {
    id: 'tls-name',
    pattern:
      /certificate is valid for .*, not|does not match any of DNSNames|doesn't contain any IP SANs|Hostname mismatch|IP address mismatch/,
    cause: say`A certificate does not name the host's address.`,
    fix: say`Deploy again: certificates are made anew when addresses change.`,
  },
  {
    id: 'locale',
    pattern: /invalid locale (?:name|settings)|locale ".*" (?:does not exist|is not supported)|could not set .*locale/i,
    cause: say`The host lacks the locale that the database is to be made with.`,
    fix: say`C.UTF-8 comes with Debian: check locale -a, reinstall libc-bin.`,
  },
  {
    id: 'client-certificate',
    pattern: /connection requires a valid client certificate/,
    cause: say`A member connected to another one without its certificate.`,
    fix: say`Deploy again: certificates are written anew where they are missing.`,
  },
  {
    id: 'access-rules',
    pattern: /no pg_hba\.conf entry for|pg_hba\.conf rejects (?:replication )?connection/,
    cause: say`The access rules of PostgreSQL do not know the address that a connection came from.`,
    fix: say`Deploy again: the rules follow the addresses that hosts have now. If it stays, something between the hosts changes addresses: compare the one in the line with ip -br addr there.`,
  },
  {
    id: 'password',
    pattern: /password authentication failed for user|authentication failed, invalid user ID or password/,
    cause: say`A role was refused: its password differs between the members.`,
    fix: say`Deploy all members from the same project folder; the secrets store must be the one that made the cluster.`,
  },
  {
    id: 'data-directory-not-empty',
    pattern: /directory .* (?:exists but is not empty|is not empty)|data dir(?:ectory)? .*not empty/,
    cause: say`A data directory holds something already.`,
    fix: say`Move it away if nobody needs it, then run again.`,
  },
  {
    id: 'data-directory-mode',
    pattern: /data directory .* has (?:group or world access|invalid permissions|wrong ownership)/,
    cause: say`The data directory has the wrong owner or permissions.`,
    fix: say`It must belong to postgres with mode 0700: chown and chmod it.`,
  },
  {
    id: 'dpkg-lock',
    pattern:
      /Could not get lock \/var\/lib\/(?:dpkg|apt)|Unable to (?:acquire the dpkg frontend lock|lock directory)|is another process using it/,
    cause: say`Another program installs packages on the host.`,
    fix: say`Wait for it (unattended-upgrades, a person with apt) and run again.`,
  },
  {
    id: 'dpkg-interrupted',
    pattern: /dpkg was interrupted, you must manually run/,
    cause: say`An earlier installation was interrupted.`,
    fix: say`Run again: the interrupted installation is completed first. If that fails, dpkg --configure -a shows why.`,
  },
  {
    id: 'package-harm',
    pattern: /nothing was installed: it would/,
    cause: say`The installation would change what others on the host need.`,
    fix: say`Remove the packages that the line names if nobody needs them, end their hold, or use another host; then run again.`,
  },
  {
    id: 'package-missing',
    pattern: /Unable to locate package|has no installation candidate|unmet dependencies|held broken packages/,
    cause: say`A package is not in the host's package source, or fits not with what is installed.`,
    fix: say`Check the apt sources (apt-get update) or the bundle: it must be for the release of the host.`,
  },
  {
    id: 'package-download',
    pattern: /Failed to fetch|Temporary failure resolving|Could not (?:connect|resolve)/,
    cause: say`The host cannot reach its package source or resolve a name.`,
    fix: say`Check the host's network and DNS, or install from a bundle (packages.source: bundle).`,
  },
  {
    id: 'package-untrusted',
    pattern: /NO_PUBKEY|is not signed|Hash Sum mismatch|EXPKEYSIG/,
    cause: say`A package source is not signed by a key that the host trusts, or changed while it was read.`,
    fix: say`Update the keys of the source, run apt-get update, then run again.`,
  },
  {
    id: 'memory',
    pattern:
      /Cannot allocate memory|could not map anonymous shared memory|Out of memory|oom-kill|could not resize shared memory segment/,
    cause: say`The host has too little memory for its settings.`,
    fix: say`Use the template tiny, lower shared_buffers or max_connections, or give the host more memory.`,
  },
  {
    id: 'watchdog',
    pattern:
      /[Cc]ould not activate .*watchdog|watchdog (?:device|activation).*(?:not|fail|required)|Can't open watchdog device/,
    cause: say`The watchdog is required and no watchdog device can be used.`,
    fix: say`Load softdog and check /dev/watchdog, or set patroni.watchdog to automatic or off.`,
  },
  {
    id: 'apparmor',
    pattern: /apparmor="DENIED"|avc: +denied/,
    cause: say`A security module (AppArmor, SELinux) forbids what the service does.`,
    fix: say`Look at the denied access in the journal and allow it.`,
  },
  {
    id: 'permission',
    pattern: /[Pp]ermission denied|Operation not permitted/,
    cause: say`A service or script may not read or write something.`,
    fix: say`Check owner and mode of the path in the line, and that scripts run as root.`,
  },
  {
    id: 'python-module',
    pattern: /ModuleNotFoundError|ImportError/,
    cause: say`A Python module that Patroni needs is missing.`,
    fix: say`Install python3-etcd, or run again to let the packages be completed.`,
  },
  {
    id: 'library-missing',
    pattern:
      /could not access file ".*": No such file or directory|could not load library ".*"|the library .* is not on the host/,
    cause: say`PostgreSQL is to load a library that no installed package brings.`,
    fix: say`Name the package that has it in postgres.packages (such as postgresql-{version}-cron), or take it out of shared_preload_libraries.`,
  },
  {
    id: 'extension-missing',
    pattern: /could not open extension control file|extension ".*" is not available/,
    cause: say`An extension is to be made that no installed package brings.`,
    fix: say`Name the package that has it in postgres.packages (such as postgresql-{version}-cron), or take the extension out of the plan.`,
  },
  {
    id: 'config-invalid',
    pattern:
      /\[ALERT\].*(?:parsing|config)|error during parsing|couldn't parse|cannot unmarshal|unrecognized configuration parameter|invalid value for parameter/,
    cause: say`A service refuses its configuration.`,
    fix: say`The line names the setting: correct it in the plan (postgres.parameters holds what goes to PostgreSQL).`,
  },
  {
    id: 'disk-slow',
    pattern: /leader failed to send out heartbeat on time|slow fdatasync|apply request took too long/,
    cause: say`The disk under etcd's data is too slow for its timing.`,
    fix: say`Use a faster disk for /var/lib/etcd, or longer etcd heartbeat and election times.`,
  },
  {
    id: 'etcd-unreachable',
    pattern:
      /etcd.*(?:[Cc]onnection refused|no route to host|i\/o timeout)|dial tcp .*(?:connection refused|no route to host|i\/o timeout)|No route to host|context deadline exceeded|rafthttp: .*unhealthy/,
    cause: say`The etcd members cannot reach each other: a firewall, a host that is down, or a wrong address.`,
    fix: say`Check that the etcd ports are open between all hosts with etcd (2379 and 2380 by default).`,
  },
  {
    id: 'name-resolution',
    pattern: /Name or service not known|no such host|Temporary failure in name resolution/,
    cause: say`A name in the plan does not resolve on the host.`,
    fix: say`Give addresses in the plan, or make the name known to every host.`,
  },
];

export interface MatchedSignature {
  readonly id: string;
  readonly cause: string;
  readonly evidence: string;
  readonly fix: string;
  /** Cause and fix for another language. */
  readonly said: { readonly cause: Phrase; readonly fix: Phrase };
}

/**
 * Finds the known causes in texts: the output of a failed step, journals of its host.
 * @param texts in the order of their weight; the last matching line of a text is the evidence, as the newest
 * @returns at most three, the likeliest first
 */
export function matchSignatures(texts: readonly string[]): readonly MatchedSignature[] {
  const found: MatchedSignature[] = [];
  for (const text of texts) {
    const lines = text.split('\n');
    for (const { id, pattern, cause, fix } of signatures) {
      if (found.some((one) => one.id === id)) continue;
      const evidence = lines.findLast((line) => pattern.test(line));
      if (evidence !== undefined) {
        const shown = evidence.trim().slice(0, 500);
        found.push({ id, cause: phraseText(cause), evidence: shown, fix: phraseText(fix), said: { cause, fix } });
      }
    }
  }
  // A cause stands in the list before its consequences, wherever it was read: a journal's permission denied before the firewall that a step suspects.
  const order = signatures.map(({ id }) => id);
  return found.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id)).slice(0, 3);
}
