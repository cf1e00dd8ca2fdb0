import { describe, expect, it } from 'vitest';
import { matchSignatures, signatures } from '../../../core/deployment/signatures.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';

/** Lines as the programs of Debian 12 and 13 write them. */
const lines: readonly (readonly [string, string])[] = [
  [
    'disk-full',
    'dpkg: error processing archive x.deb: cannot copy extracted data: failed to write (No space left on device)',
  ],
  ['disk-full', '/var/lib/quorate/bundle has 12 MiB left, the bundle needs 90 MiB: not enough space'],
  ['port-in-use', 'LOG:  could not bind IPv4 address "0.0.0.0": Address already in use'],
  [
    'port-in-use',
    '[ALERT]    (412) : Starting proxy primary: cannot bind socket (Address already in use) [0.0.0.0:5433]',
  ],
  ['etcd-cluster-id', '{"level":"warn","msg":"request cluster ID mismatch","cluster-id":"cdf8"}'],
  [
    'etcd-cluster-id',
    '{"level":"fatal","msg":"discovery failed","error":"member 8e9e05c52164694d has already been bootstrapped"}',
  ],
  ['system-id-mismatch', 'CRITICAL: system ID mismatch, node pg-orders-2 belongs to a different cluster: 7123 != 7124'],
  ['tls-authority', 'x509: certificate signed by unknown authority'],
  [
    'tls-authority',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer',
  ],
  ['clock', 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid'],
  ['tls-name', 'x509: certificate is valid for 10.0.0.1, not 10.0.0.9'],
  ['locale', 'initdb: error: invalid locale settings; check LANG and LC_* environment variables'],
  ['password', 'FATAL:  password authentication failed for user "replicator"'],
  [
    'access-rules',
    'FATAL:  no pg_hba.conf entry for replication connection from host "10.0.0.2", user "replicator", SSL encryption',
  ],
  [
    'access-rules',
    'FATAL:  pg_hba.conf rejects replication connection for host "10.0.0.2", user "replicator", no encryption',
  ],
  ['client-certificate', 'FATAL:  connection requires a valid client certificate'],
  ['tls-name', 'rejected connection: tls: "10.0.9.2" does not match any of DNSNames ["db2.example.net"]'],
  ['data-directory-not-empty', 'initdb: error: directory "/var/lib/postgresql/15/a" exists but is not empty'],
  ['dpkg-lock', 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (apt-get)'],
  ['dpkg-interrupted', "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."],
  ['package-harm', 'nothing was installed: it would remove these packages of the host: less'],
  ['library-missing', 'FATAL:  could not access file "pg_cron": No such file or directory'],
  ['library-missing', 'the library /usr/lib/postgresql/15/lib/pg_cron.so is not on the host'],
  [
    'extension-missing',
    'ERROR:  could not open extension control file "/usr/share/postgresql/15/extension/vector.control": No such file or directory',
  ],
  ['package-missing', 'E: Unable to locate package patroni'],
  ['package-download', "E: Failed to fetch http://deb.debian.org/x.deb  Temporary failure resolving 'deb.debian.org'"],
  ['memory', 'FATAL:  could not map anonymous shared memory: Cannot allocate memory'],
  [
    'watchdog',
    "ERROR: Configuration requires watchdog, but watchdog could not be activated: Can't open watchdog device",
  ],
  ['python-module', "ModuleNotFoundError: No module named 'etcd'"],
  ['etcd-unreachable', 'dial tcp 10.0.0.2:2380: connect: no route to host'],
];

describe('signatures', () => {
  it.each(lines)('knows %s in: %s', (id, line) => {
    const [first] = matchSignatures([`something before\n${line}\nsomething after`]);
    expect(first?.id).toBe(id);
    expect(first?.evidence).toBe(line);
  });

  it('says every cause and what to do in Chinese', () => {
    expect(signatures.flatMap(({ cause, fix }) => [cause, fix]).flatMap((one) => englishLeft(one, ['member']))).toEqual(
      [],
    );
  });

  it('finds nothing in what goes well', () => {
    const text =
      'LOG:  database system is ready to accept connections\nINFO: no action. I am (a), the leader with the lock';
    expect(matchSignatures([text])).toEqual([]);
  });

  it('believes causes before consequences, and says what to do', () => {
    const text = 'dial tcp 10.0.0.2:2380: connect: connection refused\npanic: write wal: No space left on device';
    expect(matchSignatures([text]).map((match) => match.id)).toEqual(['disk-full', 'etcd-unreachable']);
    expect(signatures.every(({ fix }) => phraseText(fix).length > 10)).toBe(true);
  });

  it('names a permission before the firewall that a step suspects, and a mismatch of clusters before both', () => {
    const step = 'dial tcp 10.0.0.2:2380: connect: connection refused';
    const journal = 'open /var/lib/etcd/quorate: permission denied\nrequest sent was ignored: cluster ID mismatch';
    expect(matchSignatures([step, journal]).map(({ id }) => id)).toEqual([
      'etcd-cluster-id',
      'permission',
      'etcd-unreachable',
    ]);
  });
});
