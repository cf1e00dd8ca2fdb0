import { stateDirectory } from '../facts/hostState.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths } from '../systems/debian/paths.ts';

/** Another member, as the probe finds it. */
export interface ProbedMember {
  readonly name: string;
  readonly restUrl: string;
}

/** What the probe is to do on a member's host. */
export interface MemberTask {
  /**
   * - `read`: waits until the member's Patroni works with the dynamic configuration that etcd holds now; wakes it first.
   * - `reload`: has Patroni read its files and waits until PostgreSQL has reloaded.
   * - `restart`: restarts PostgreSQL when that is safe now, and waits until the cluster is as it was.
   * - `service`: restarts Patroni with its PostgreSQL when that is safe now, for new programs on the disk or other ports, and waits until the cluster is as it was.
   * - `copy`: copies a replica anew from the leader, and waits until it follows.
   * - `switchover`: has the member, which leads, hand over to `candidate`.
   */
  readonly what: 'read' | 'reload' | 'restart' | 'service' | 'copy' | 'switchover';
  readonly cluster: string;
  readonly name: string;
  readonly restUrl: string;
  /** For `service`: where its REST API is reached until it has restarted, where that is elsewhere. */
  readonly restUrlBefore?: string;
  readonly sockets: string;
  readonly port: number;
  readonly directory: string;
  /** Settings whose running values must be as configured, or wait for a restart, once the configuration has been read. */
  readonly settings: readonly string[];
  /** For `restart`: who led when this was planned, and the other members that must follow. */
  readonly leader: string;
  readonly others: readonly ProbedMember[];
  /** For `restart`: replicas apply what they receive later, by intention. */
  readonly delayed: boolean;
  /** For `restart` of a leader: only a synchronous standby may take over. */
  readonly synchronous: boolean;
  /** For `switchover`: name of the member that shall lead. */
  readonly candidate?: string;
  /** For `restart`: also where no setting waits for it. */
  readonly always?: true;
  /** For `restart`: the member may still wait for another restart afterwards, since its primary has not lowered a value yet. */
  readonly mayRemain: boolean;
}

/** Seconds without progress after which the probe gives up. */
const maxSeconds = { read: 120, before: 60, after: 300, copy: 300, switchover: 180 };

/**
 * Python that changes and watches one member over Patroni's REST API, with the login of Patroni's own file; PyYAML is there because Patroni needs it.
 *
 * A member is ready when its PostgreSQL runs, streams from the leader, does not pause, and has replayed what the leader had written when it
 * was first asked. Before a restart every other replica must be ready; a replica that is not ready itself is restarted all the same, since
 * that takes nobody away and may be what mends it. Waiting is bounded and says what it waits for; replaying counts as progress.
 */
const program = `
import base64, glob, json, os, ssl, subprocess, sys, threading, time, urllib.request, urllib.error, yaml
task = json.loads(sys.argv[1])
with open('${paths.patroniConfig}') as file:
    settings = yaml.safe_load(file)
ctl = settings.get('ctl') or {}
handlers = [urllib.request.ProxyHandler({})]
if task['restUrl'].startswith('https'):
    context = ssl.create_default_context(cafile=ctl.get('cacert'))
    if ctl.get('certfile'):
        context.load_cert_chain(ctl['certfile'], ctl.get('keyfile'))
    handlers.append(urllib.request.HTTPSHandler(context=context))
opener = urllib.request.build_opener(*handlers)
def basic_of(ctl):
    login = ctl.get('authentication') or {}
    return base64.b64encode(('%s:%s' % (login.get('username', ''), login.get('password', ''))).encode()).decode()
basic = basic_of(ctl)
def former():
    # The version before of its file: a Patroni that has not read the new one yet knows that password.
    try:
        with open('${stateDirectory}/backup${paths.patroniConfig}') as file:
            return basic_of(yaml.safe_load(file).get('ctl') or {})
    except (OSError, ValueError, AttributeError, yaml.YAMLError):
        return basic
def ask(path, url=None, method='GET', body=None, timeout=5, basic=basic):
    headers = {'Content-Type': 'application/json', 'Authorization': 'Basic ' + basic} if method != 'GET' else {}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request((url or task['restUrl']) + path, data=data, headers=headers, method=method)
    try:
        with opener.open(request, timeout=timeout) as answer:
            return answer.status, answer.read(4194304).decode('utf-8', 'replace')
    except urllib.error.HTTPError as error:
        return error.code, error.read(4194304).decode('utf-8', 'replace')
def ask_json(path, url=None):
    try:
        answer = json.loads(ask(path, url)[1])
        return answer if isinstance(answer, dict) else {}
    except (OSError, ValueError):
        return {}
def sql(query):
    try:
        done = subprocess.run(['runuser', '-u', 'postgres', '--', 'psql', '-XqAt', '-h', task['sockets'], '-p', str(task['port']), '-d', 'postgres', '-c', query],
                              capture_output=True, text=True, timeout=10, cwd='/')
    except subprocess.TimeoutExpired:
        return None
    return [line for line in done.stdout.split('\\n') if line] if done.returncode == 0 else None
def give_up(why):
    print('gave up on %s: %s' % (task['name'], why), flush=True)
    sys.exit(1)
last_alive = 0
def alive():
    global last_alive
    if time.monotonic() - last_alive > 1 and os.environ.get('NONCE'):
        last_alive = time.monotonic()
        os.write(3, ('%s alive\\n' % os.environ['NONCE']).encode())
def wait(limit, missing):
    until, said, best, reason = time.monotonic() + limit, None, None, None
    first = time.monotonic() + 2
    while True:
        answer = missing()
        if answer is None:
            return
        reason, progress = answer if isinstance(answer, tuple) else (answer, None)
        if progress is not None and (best is None or progress > best):
            best, until = progress, time.monotonic() + limit
        now = time.monotonic()
        if now > until:
            give_up('%s, and nothing changed for %s seconds' % (reason, limit))
        if reason != said and now > first:
            said, first = reason, now + 2
            print('waiting: ' + reason, flush=True)
        alive()
        time.sleep(0.2)
def settings_missing(config):
    wanted = ((config.get('postgresql') or {}).get('parameters')) or {}
    rows = sql("select name || '=' || setting from pg_settings where name in (%s)" % ', '.join("'%s'" % name for name in task['settings']))
    if rows is None or ask_json('/patroni').get('pending_restart'):
        return None
    running = dict(row.split('=', 1) for row in rows)
    for name in task['settings']:
        if name in wanted and name in running and str(wanted[name]) != running[name]:
            return '%s runs with %s = %s and does not know that it needs a restart' % (task['name'], name, running[name])
woken = 0
def wake():
    global woken
    # A key that is not there, set to nothing: it changes nothing, wakes Patroni and gives what etcd holds.
    if time.monotonic() - woken < 5:
        return None
    woken = time.monotonic()
    try:
        nothing = {'quorate-wakes-patroni': None}
        status, text = ask('/config', method='PATCH', body=nothing)
        if status == 401:
            status, text = ask('/config', method='PATCH', body=nothing, basic=former())
        return json.loads(text) if status == 200 else None
    except (OSError, ValueError):
        return None
config = None
def not_read():
    global config
    config = wake() or config
    if config is None:
        return 'Patroni of %s cannot say what etcd holds' % task['name']
    try:
        with open(task['directory'] + '/patroni.dynamic.json') as file:
            has = json.load(file)
    except (OSError, ValueError):
        has = None
    if has != config:
        return '%s has not read the dynamic configuration yet' % task['name']
    return settings_missing(config)
def leader_of(url=None):
    members = ask_json('/cluster', url).get('members') or []
    names = [one.get('name') for one in members if one.get('role') in ('leader', 'standby_leader')]
    return names[0] if names else None
marks = {}
def follows(member, leader_state):
    name = member['name']
    state = ask_json('/patroni', member['restUrl'])
    if not state:
        return '%s does not answer at %s' % (name, member['restUrl'])
    if state.get('state') not in ('running', 'streaming'):
        return '%s is %s' % (name, state.get('state'))
    senders = leader_state.get('replication') or []
    if not any(one.get('application_name') == name and one.get('state') == 'streaming' for one in senders):
        return '%s does not stream from %s' % (name, task['leader'])
    xlog = state.get('xlog') or {}
    if xlog.get('paused'):
        return '%s has stopped replaying' % name
    written = (leader_state.get('xlog') or {})
    mark = marks.setdefault(name, written.get('location') or written.get('received_location') or 0)
    has = xlog.get('received_location' if task['delayed'] else 'replayed_location') or 0
    if has < mark:
        return '%s has %s bytes to replay' % (name, mark - has), has
    return None
def url_of(name):
    return next((one['restUrl'] for one in task['others'] if one['name'] == name), task['restUrl'])
def others_missing(but=()):
    state = ask_json('/patroni', url_of(task['leader']))
    if not state:
        return '%s, which leads, does not answer' % task['leader']
    for member in task['others']:
        if member['name'] == task['leader'] or member['name'] in but:
            continue
        answer = follows(member, state)
        if answer is not None:
            return answer
    if task['synchronous'] and task['name'] == task['leader'] and task['others']:
        chosen = [one.get('name') for one in ask_json('/cluster').get('members') or [] if one.get('role') in ('sync_standby', 'quorum_standby')]
        senders = state.get('replication') or []
        if not any(one.get('application_name') in chosen and one.get('sync_state') in ('sync', 'quorum') for one in senders):
            return 'no synchronous standby could take over from %s' % task['name']
    return None
def own_missing():
    if task['name'] == task['leader']:
        if ask('/leader')[0] != 200:
            return '%s does not lead' % task['name']
        return others_missing()
    state = ask_json('/patroni', url_of(task['leader']))
    return follows({'name': task['name'], 'restUrl': task['restUrl']}, state)
def guarded(check):
    def run():
        try:
            return check()
        except (OSError, ValueError) as error:
            return '%s: %s' % (type(error).__name__, error)
    return run
if task['what'] == 'read':
    wait(${maxSeconds.read}, guarded(not_read))
    sys.exit(0)
def in_background(path, body, timeout):
    answer = {}
    def post():
        try:
            answer['status'], answer['text'] = ask(path, method='POST', body=body, timeout=timeout)
        except (OSError, ValueError) as error:
            answer['status'], answer['text'] = 0, '%s: %s' % (type(error).__name__, error)
    worker = threading.Thread(target=post, daemon=True)
    worker.start()
    return worker, answer
if task['what'] == 'switchover':
    if leader_of() == task['candidate']:
        sys.exit(0)
    # Patroni answers when the candidate leads; it waits for as long as its lease, and a checkpoint may be large.
    worker, answer = in_background('/switchover', {'leader': task['leader'], 'candidate': task['candidate']}, ${maxSeconds.switchover})
    while worker.is_alive():
        alive()
        time.sleep(0.05)
    if answer['status'] != 200:
        give_up('Patroni refused the switchover to %s (status %s): %s' % (task['candidate'], answer['status'], answer['text'].strip()[:500]))
    print(answer['text'].strip()[:500], flush=True)
    sys.exit(0)
if task['what'] == 'reload':
    loaded = "select extract(epoch from pg_conf_load_time())"
    before = sql(loaded)
    subprocess.run(['systemctl', 'reload', 'patroni'], check=True)
    if before is None:
        sys.exit(0)
    def not_reloaded():
        wake()
        now = sql(loaded)
        # A PostgreSQL that has ended meanwhile starts with the new files.
        return '%s has not read its files yet' % task['name'] if now == before else None
    wait(${maxSeconds.read}, guarded(not_reloaded))
    # Patroni sees a second after the reload what waits for a restart.
    time.sleep(1.5)
    sys.exit(0)
if task['what'] == 'copy':
    directory = settings['postgresql']['data_dir']
    def made_at():
        try:
            return os.stat(directory + '/PG_VERSION').st_ctime_ns
        except OSError:
            return None
    def size():
        total = 0
        for folder, _, names in os.walk(directory):
            for name in names:
                try:
                    total += os.lstat(os.path.join(folder, name)).st_size
                except OSError:
                    pass
        return total
    before = made_at()
    status, text = ask('/reinitialize', method='POST', body={'force': True}, timeout=30)
    if status != 200:
        give_up('Patroni refused to copy it anew (status %s): %s' % (status, text.strip()[:500]))
    looked, has = 0, 0
    def not_copied():
        global looked, has
        if made_at() in (None, before) or ask_json('/patroni').get('state') == 'creating replica':
            if time.monotonic() - looked > 5:
                looked, has = time.monotonic(), size()
            return '%s is being copied, %.0f MiB are there' % (task['name'], has / 1048576), has
        return own_missing()
    wait(${maxSeconds.copy}, guarded(not_copied))
    print('%s was copied anew, %.0f MiB, and follows %s' % (task['name'], size() / 1048576, task['leader']), flush=True)
    sys.exit(0)
service = task['what'] == 'service'
afterwards = task['restUrl']
task['restUrl'] = task.get('restUrlBefore') or afterwards
me = ask_json('/patroni')
# One that a new program keeps from starting is restarted all the same: that may be what mends it.
if not me and not service:
    give_up('Patroni does not answer at %s' % task['restUrl'])
if me.get('pause'):
    give_up('%s is paused: resume it with patronictl -c ${paths.patroniConfig} resume %s, then run again' % (task['cluster'], task['cluster']))
leads = task['name'] == task['leader']
now_leads = leader_of() or (leader_of(url_of(task['leader'])) if service else None)
if now_leads != task['leader']:
    give_up('%s leads now, and %s did when this was planned. Run again: it goes on from there' % (now_leads or 'nobody', task['leader']))
def restart_service():
    answer = {}
    def run():
        done = subprocess.run(['systemctl', 'restart', 'patroni'], capture_output=True, text=True)
        answer['status'], answer['text'] = (200 if done.returncode == 0 else 0), done.stderr
    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    return worker, answer
if service or task.get('always') or me.get('pending_restart'):
    well = leads or guarded(own_missing)() is None
    if well:
        marks.clear()
        wait(${maxSeconds.before}, guarded(lambda: others_missing((task['name'],))))
    worker, answer = restart_service() if service else in_background('/restart', {} if task.get('always') else {'restart_pending': True}, 900)
    isready = sorted(glob.glob('/usr/lib/postgresql/*/bin/pg_isready'))[-1]
    down_since, down, ended = None, 0, None
    while True:
        up = subprocess.run([isready, '-q', '-t', '1', '-h', task['sockets'], '-p', str(task['port'])]).returncode == 0
        now = time.monotonic()
        if not up and down_since is None:
            down_since = now
        if up and down_since is not None:
            down, down_since = down + now - down_since, None
        if not worker.is_alive():
            ended = ended or now
            # systemd says that Patroni runs before PostgreSQL does.
            if up or not service or answer['status'] != 200 or now - ended > ${maxSeconds.before}:
                break
        alive()
        time.sleep(0.02)
    if service and answer['status'] != 200:
        give_up('systemd could not restart Patroni: %s' % answer['text'].strip()[:500])
    if answer['status'] != 200 and 'still starting' not in answer['text']:
        give_up('Patroni says of the restart: %s' % answer['text'][:500])
    task['restUrl'] = afterwards
    print('PostgreSQL of %s took no connections for %.1f seconds' % (task['name'], down), flush=True)
marks.clear()
wait(${maxSeconds.after}, guarded(own_missing))
left = ask_json('/patroni')
if left.get('pending_restart') and not task['mayRemain'] and not service:
    names = ', '.join(left.get('pending_restart_reason') or sql('select name from pg_settings where pending_restart') or [])
    give_up('it still asks for a restart%s: a value in its own files stands against the dynamic configuration' % (' for ' + names if names else ''))
`;

/** The shell command that runs the probe. */
export function memberProbe(task: MemberTask): string {
  return `NONCE=\${NONCE:-} python3 - ${shellQuote(JSON.stringify(task))} <<'QUORATE_PROBE'${program}QUORATE_PROBE`;
}
