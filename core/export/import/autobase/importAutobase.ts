import { watchdogModes } from '../../../plan/schema.ts';
import { say } from '../../../wording/phrase.ts';
import { valuesOf } from '../../autobase/autobaseWritten.ts';
import { hintsVariable } from '../../inventory/hints.ts';
import { type Inventory, isMapping } from '../ansible/inventory.ts';
import { hostsBelow } from '../ansible/precedence.ts';
import { keepUnchanged } from '../hintedPostgres.ts';
import { emptyDraft, type ImportDraft, set } from '../importDraft.ts';
import { type ImportNote, noteOf } from '../importNote.ts';
import { addressesOf, hostsWithoutPart, readHosts } from '../inventoryHosts.ts';
import { type ImportSource, Subject } from '../subject.ts';
import { readAccess } from './autobaseAccess.ts';
import { readCluster } from './autobaseCluster.ts';
import { usual } from './autobaseDefaults.ts';
import { readPool } from './autobasePool.ts';
import { readPostgres } from './autobasePostgres.ts';

/** One inventory of autobase, which is one cluster, with the files of variables that go with it. */
export interface AutobaseInput {
  readonly inventory: Inventory;
  readonly source: ImportSource;
}

/** Reads the inventories of one or several autobase clusters. */
export function importAutobase(inputs: readonly AutobaseInput[], notes: ImportNote[]): ImportDraft {
  const subjects = inputs.map(({ inventory, source }) => ({
    members: new Subject(source, [...hostsBelow(inventory, 'master'), ...hostsBelow(inventory, 'replica')]),
    everything: new Subject(source, [...source.settings.keys()]),
  }));
  const hints = subjects.map(({ everything }) => everything.read(hintsVariable));
  for (const one of hints) one?.understood(undefined, say`what our own export left for this import`);
  const [first] = hints;
  const draft = emptyDraft(isMapping(first?.value) ? first.value : {}, {}, notes);
  for (const [index, { inventory, source }] of inputs.entries()) {
    const subject = subjects[index];
    if (subject === undefined) continue;
    const { members, everything } = subject;
    const addressOf = addressesOf(source, draft);
    const name = readCluster(draft, inventory, source, addressOf);
    readHosts(draft, source, addressOf, 'hostname');
    hostsWithoutPart(draft, inventory, source, addressOf);
    readPatroni(draft, members);
    const cluster = draft.clusters.at(-1);
    if (cluster !== undefined)
      draft.clusters[draft.clusters.length - 1] = { ...cluster, postgres: readPostgres(draft, members, name) };
    readPool(draft, members);
    readAccess(draft, everything, hostsBelow(inventory, 'balancers').length > 0, index === 0);
  }
  keepUnchanged(draft, (name, key) => {
    const at = draft.clusters.findIndex((one) => one.name === name);
    const members = subjects[at]?.members;
    return members === undefined ? undefined : valuesOf((variable) => members.raw(variable))[key];
  });
  return draft;
}

function readPatroni(draft: ImportDraft, members: Subject): void {
  const hinted = Object.keys(draft.hints).length > 0;
  const number = (name: string, field: string, value: number) => {
    const item = members.read(name);
    if (item === undefined && !hinted)
      draft.notes.push(
        noteOf('defaulted', name, say`${value}, as autobase has it`, { plan: `patroni.timing.${field}` }),
      );
    return item?.number(['patroni', 'timing', field]) ?? value;
  };
  const ttl = number('patroni_ttl', 'ttl', usual.ttl);
  draft.rtoSeconds = ttl;
  draft.timing = {
    ...draft.timing,
    patroni: {
      ttl,
      loopWait: number('patroni_loop_wait', 'loopWait', usual.loopWait),
      retryTimeout: number('patroni_retry_timeout', 'retryTimeout', usual.retryTimeout),
      primaryStartTimeout: number('patroni_master_start_timeout', 'primaryStartTimeout', usual.primaryStartTimeout),
    },
    ...(hinted ? {} : { etcd: { heartbeat: usual.etcdHeartbeat, election: usual.etcdElection } }),
  };
  if (!hinted)
    draft.notes.push(
      noteOf(
        'defaulted',
        'etcd',
        say`heartbeat ${usual.etcdHeartbeat} and election timeout ${usual.etcdElection} ms, as autobase has it`,
        { plan: 'etcd.heartbeat' },
      ),
    );
  readDurability(draft, members);
  set(draft, 'patroni', 'port', members.read('patroni_restapi_port')?.number(['patroni', 'port']));
  set(draft, 'patroni', 'failsafe', members.read('patroni_failsafe_mode')?.boolean(['patroni', 'failsafe']));
  const mode = members.read('patroni_watchdog_mode')?.word(watchdogModes, ['patroni', 'watchdog']);
  const old = members.read('patroni_with_watchdog')?.boolean(['patroni', 'watchdog']);
  const either = mode ?? (old === undefined ? undefined : old ? 'automatic' : 'off');
  if (either === undefined && !hinted)
    draft.notes.push(
      noteOf('defaulted', 'patroni_watchdog_mode', say`automatic, as Patroni has it`, { plan: 'patroni.watchdog' }),
    );
  set(draft, 'patroni', 'watchdog', either ?? (hinted ? undefined : 'automatic'));
}

function readDurability(draft: ImportDraft, members: Subject): void {
  const synchronous = members.read('synchronous_mode')?.boolean(['objectives', 'rpo']) ?? false;
  const lag = members.read('patroni_maximum_lag_on_failover');
  const strict = members.read('synchronous_mode_strict');
  const nodes = members.read('synchronous_node_count');
  if (synchronous) {
    draft.rpoBytes = 0;
    lag?.ignored(say`commits wait for a standby: none that lags is promoted`);
    set(draft, 'patroni', 'synchronous', {
      strict: strict?.boolean(['patroni', 'synchronous', 'strict']) ?? false,
      ...(nodes === undefined ? {} : { nodes: nodes.number(['patroni', 'synchronous', 'nodes']) }),
    });
    return;
  }
  draft.rpoBytes ??= lag?.number(['objectives', 'rpo']) ?? usual.lagBytes;
  for (const one of [strict, nodes]) one?.understood(undefined, say`has no effect: replication is asynchronous`);
}
