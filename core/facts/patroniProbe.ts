/**
 * Python that asks Patroni's REST API, for hosts that have nothing else that speaks TLS. Arguments: what to do, URL, path of the certificate authority
 * or an empty word, then:
 * - `show`: prints `{"patroni": ..., "config": ..., "cluster": ...}`, and `elsewhere`, a port, where the process of the unit listens on another one.
 * - `begun SECONDS PATH`: waits until the member has won the right to make its cluster, which the path shows.
 * - `leader SECONDS`: waits until the member leads its cluster (a standby leader too).
 * - `running SECONDS`: waits until its PostgreSQL runs and, on a replica, streams or recovers. A replica that is being copied
 *   may take as long as its data needs: only silence and repeated failure count.
 *
 * A Patroni that does not stay up, and for `begun` and `leader` another member that leads, end the waiting at once.
 * While it waits it writes a line of the batch's protocol each second, when there is one: see the batch prelude.
 */
const program = `
import json, os, ssl, subprocess, sys, time, urllib.request, urllib.error
what, url, authority = sys.argv[1:4]
context = ssl.create_default_context(cafile=authority) if authority else None
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), *([urllib.request.HTTPSHandler(context=context)] if context else []))
def get(path):
    try:
        with opener.open(url + path, timeout=5) as answer:
            return answer.status, json.loads(answer.read(4194304) or b'null')
    except urllib.error.HTTPError as error:
        body = error.read(4194304)
        try:
            return error.code, json.loads(body or b'null')
        except ValueError:
            return error.code, None
def own_port():
    pid = subprocess.run(['systemctl', 'show', 'patroni', '-p', 'MainPID', '--value'], capture_output=True, text=True).stdout.strip()
    for line in subprocess.run(['ss', '-Hltnp'], capture_output=True, text=True).stdout.splitlines():
        if pid != '0' and ',pid=%s,' % pid in line:
            return int(line.split()[3].rsplit(':', 1)[1])
if what == 'show':
    elsewhere = {}
    try:
        state = get('/patroni')[1]
        # Whatever else may listen there.
        state['patroni']['version']
    except (OSError, ValueError, TypeError, KeyError):
        base, planned = url.rsplit(':', 1)
        port = own_port()
        if port is None or port == int(planned):
            raise
        url, elsewhere = '%s:%s' % (base, port), {'elsewhere': port}
        state = get('/patroni')[1]
    status, config = get('/config')
    print(json.dumps({'patroni': state, 'config': config if status == 200 else None, 'cluster': get('/cluster')[1], **elsewhere}))
    sys.exit(0)
limit = float(sys.argv[4])
until = time.monotonic() + limit
said = 0
was_copying = False
failed_copies = 0
last = 'no answer'
def give_up(why):
    print('gave up waiting for Patroni at %s: %s' % (url, why))
    sys.exit(1)
def unit():
    shown = subprocess.run(['systemctl', 'show', 'patroni', '-p', 'ActiveState,NRestarts'], capture_output=True, text=True).stdout
    fields = dict(line.split('=', 1) for line in shown.split() if '=' in line)
    return fields.get('ActiveState'), int(fields.get('NRestarts') or 0)
def look_around():
    state, restarts = unit()
    if state == 'failed' or restarts - restarts_before >= 3:
        give_up('it does not stay up (%s, restarted %s times meanwhile)' % (state, restarts - restarts_before))
    if what == 'running':
        return
    try:
        members = (get('/cluster')[1] or {}).get('members') or []
    except (OSError, ValueError):
        return
    for member in members:
        if member.get('role') in ('leader', 'standby_leader') and member.get('api_url', '').split('/patroni')[0] != url:
            give_up('%s leads instead. Run again: the deployment goes on from there' % member.get('name'))
restarts_before = unit()[1]
while True:
    if what == 'begun' and os.path.exists(sys.argv[5]):
        break
    try:
        status, state = get('/leader' if what == 'leader' else '/patroni')
        state = state if isinstance(state, dict) else {}
        last = 'status %s, role %s, state %s' % (status, state.get('role'), state.get('state'))
        if what == 'leader' and status == 200:
            break
        if what == 'running' and state.get('state') in ('running', 'streaming', 'in archive recovery'):
            following = state.get('role') not in ('replica', 'standby_leader')
            if following or state.get('replication_state') in (None, 'streaming', 'in archive recovery'):
                break
        copying = state.get('state') == 'creating replica'
        if copying:
            until = time.monotonic() + limit
        elif was_copying and state.get('state') not in ('starting', 'running', 'streaming'):
            failed_copies += 1
            if failed_copies >= 2:
                give_up('copying the leader has failed %s times' % failed_copies)
        was_copying = copying
    except (OSError, ValueError) as error:
        last = '%s: %s' % (type(error).__name__, error)
    now = time.monotonic()
    if now > until:
        give_up(last)
    if now - said > 1 and os.environ.get('NONCE'):
        said = now
        look_around()
        os.write(3, ('%s alive\\n' % os.environ['NONCE']).encode())
    time.sleep(0.1)
`;

/** The shell command that runs the probe with the given words, which are quoted already. */
export function patroniProbe(words: string): string {
  return `NONCE=\${NONCE:-} python3 - ${words} <<'QUORATE_PROBE'${program}QUORATE_PROBE`;
}
