import { z } from 'zod';
import type { Fact } from '../../../facts/fact.ts';
import { instanceSchema, memberSchema } from '../../../patroni/answers.ts';

/**
 * Python that finds the configuration of the running Patroni, asks its REST API and, with Patroni's own certificates, its etcd. It prints the
 * parts named here and nothing else: passwords and keys stay on the host. python3 and its yaml module are there because Patroni needs them.
 */
const program = `
import glob, json, os, ssl, urllib.request
try:
    import yaml
except ImportError:
    raise SystemExit(0)
def words(pid):
    try:
        with open('/proc/%s/cmdline' % pid, 'rb') as file:
            return file.read().decode('utf-8', 'replace').split('\\0')
    except OSError:
        return []
paths = []
for pid in filter(str.isdigit, os.listdir('/proc')):
    line = words(pid)
    if any(os.path.basename(word) == 'patroni' for word in line[:3]):
        paths += [word for word in line[1:] if word.endswith(('.yml', '.yaml'))]
paths += ['/etc/patroni/config.yml', '/etc/patroni/patroni.yml', '/etc/patroni.yml'] + sorted(glob.glob('/etc/patroni/*.yml'))
file = {}
for path in paths:
    try:
        with open(path) as stream:
            file = yaml.safe_load(stream) or {}
    except (OSError, yaml.YAMLError):
        continue
    if isinstance(file, dict) and 'scope' in file:
        break
if not isinstance(file, dict) or 'scope' not in file:
    raise SystemExit(0)
def part(value, *names):
    value = value if isinstance(value, dict) else {}
    return {name: value[name] for name in names if name in value}
def context(*sections):
    for section in sections:
        section = section if isinstance(section, dict) else {}
        authority = section.get('cacert') or section.get('cafile')
        if not authority:
            continue
        made = ssl.create_default_context(cafile=authority)
        # Asked by the address that Patroni names itself: a certificate for the host's name alone is still its own.
        made.check_hostname = False
        cert = section.get('cert') or section.get('certfile')
        if cert:
            made.load_cert_chain(cert, section.get('key') or section.get('keyfile'))
        return made
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made
def ask(url, tls, body=None):
    handlers = [urllib.request.ProxyHandler({})] + ([urllib.request.HTTPSHandler(context=tls)] if url.startswith('https') else [])
    with urllib.request.build_opener(*handlers).open(urllib.request.Request(url, data=body), timeout=4) as answer:
        return json.loads(answer.read(4194304))
def asked(*question):
    try:
        return ask(*question)
    except (OSError, ValueError):
        return None
rest = file.get('restapi') or {}
secure = bool(rest.get('certfile'))
base = '%s://%s' % ('https' if secure else 'http', rest.get('connect_address') or rest.get('listen'))
tls = context(file.get('ctl'), rest) if secure else None
etcd = file.get('etcd3') or file.get('etcd') or {}
hosts = etcd.get('hosts') or etcd.get('host') or []
hosts = [host.strip() for host in hosts.split(',')] if isinstance(hosts, str) else list(hosts)
members = None
etcd_tls = context(etcd) if etcd.get('protocol') == 'https' else None
for host in hosts[:9]:
    members = asked('%s://%s/v3/cluster/member/list' % (etcd.get('protocol', 'http'), str(host).split('://')[-1]), etcd_tls, b'{}')
    if members:
        break
postgres = file.get('postgresql') or {}
print(json.dumps({
    'file': {
        **part(file, 'scope', 'name', 'namespace', 'tags'),
        'tls': secure, 'etcdHosts': hosts, 'etcdTls': etcd.get('protocol') == 'https',
        'restPort': str(rest.get('connect_address') or rest.get('listen') or '').rpartition(':')[2],
        'postgresPort': str(postgres.get('connect_address') or postgres.get('listen') or '').rpartition(':')[2],
        'pgHba': postgres.get('pg_hba') or [],
        'watchdog': part(file.get('watchdog'), 'mode', 'safety_margin'),
    },
    'patroni': part(asked(base + '/patroni', tls), 'server_version', 'role', 'state'),
    'cluster': part(asked(base + '/cluster', tls), 'members', 'scope'),
    'config': asked(base + '/config', tls),
    'etcd': [part(one, 'name', 'clientURLs', 'peerURLs') for one in (members or {}).get('members') or []],
}))
`;

const line = z.string().max(1000);
const number = z.union([z.number(), line.regex(/^-?\d+$/).transform(Number)]);
const urls = z.array(line).max(20).default([]);

const readingSchema = z.object({
  file: z.object({
    scope: line,
    name: line.optional(),
    namespace: line.optional(),
    tags: z.record(z.string(), z.unknown()).nullish(),
    tls: z.boolean(),
    etcdTls: z.boolean(),
    etcdHosts: z.array(line).max(100),
    restPort: number.optional().catch(undefined),
    postgresPort: number.optional().catch(undefined),
    pgHba: z.array(line).max(2000).catch([]),
    watchdog: z.object({ mode: z.unknown(), safety_margin: number.optional() }).catch({ mode: undefined }),
  }),
  patroni: instanceSchema.pick({ server_version: true }).catch({}),
  cluster: z
    .object({
      members: z.array(memberSchema.pick({ name: true, role: true, host: true, port: true, tags: true })).max(1000),
    })
    .optional()
    .catch(undefined),
  config: z.record(z.string(), z.unknown()).nullable().catch(null),
  etcd: z
    .array(z.object({ name: line.optional(), clientURLs: urls, peerURLs: urls }))
    .max(100)
    .catch([]),
});

/** What the Patroni of a host says of itself, its cluster and its etcd; untrusted, but of these shapes and sizes. */
export type PatroniReading = z.infer<typeof readingSchema>;

/** Reads it; undefined on a host without Patroni. */
export const patroniReading: Fact<PatroniReading | undefined> = {
  id: 'patroni-reading',
  command: `command -v python3 >/dev/null || exit 0
python3 - <<'QUORATE_READ'${program}QUORATE_READ`,
  parse(output) {
    try {
      const read = readingSchema.safeParse(JSON.parse(output));
      return read.success ? read.data : undefined;
    } catch {
      return undefined;
    }
  },
};
