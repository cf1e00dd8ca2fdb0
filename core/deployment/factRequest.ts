import { serviceQuestions } from '../components/answers.ts';
import { componentsOn, unitsOf } from '../components/components.ts';
import { etcd } from '../components/etcd.ts';
import { hostMajor } from '../components/hostMajor.ts';
import { hostPackages } from '../components/hostPackages.ts';
import { componentHomes, leftoverPlaces, neededPlaces, wantedAccounts } from '../components/onDisk.ts';
import { vip as vipComponent } from '../components/vip.ts';
import type { FactRequest } from '../facts/deploymentFacts.ts';
import { isReadable } from '../operations/writeFiles.ts';
import { neededFiles } from '../plan/knownLibraries.ts';
import { parseAddress } from '../plan/names.ts';
import { type Host, memberOn, type Plan, portsOn } from '../plan/plan.ts';
import { releases } from '../plan/schema.ts';
import { bracketed } from '../render/checkedText.ts';
import { addressOf } from '../render/hostContext.ts';
import type { RenderedFile } from '../render/renderedFile.ts';
import { missingSql } from '../render/sql/missingSql.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { dataDirectory, etcdDataDirectory, paths, walDirectory } from '../systems/debian/paths.ts';

/** The address of a member's REST API, as its certificate names it. */
export function restUrl(plan: Plan, host: Host): string {
  return `${plan.security.tls ? 'https' : 'http'}://${bracketed(host.address)}:${portsOn(plan, host.name).patroni}`;
}

/** The authority by which a member's certificates are judged on its host. */
export function memberAuthority(plan: Plan): string | undefined {
  return plan.security.tls ? `${paths.patroniTls}/ca.crt` : undefined;
}

/** etcdctl's words for the host's own member: endpoint and certificates. */
export function etcdOptions(plan: Plan, host: Host): string {
  return `--endpoints=${shellQuote(etcdUrlOf(plan, host, plan.etcd.clientPort))}${etcdTlsOptions(plan)}`;
}

/** Where the etcd member of a host is reached, as its configuration has it. @param port of clients or of peers */
export function etcdUrlOf(plan: Plan, host: Host, port: number): string {
  return `${plan.security.tls ? 'https' : 'http'}://${bracketed(addressOf(plan, host.name))}:${port}`;
}

/** etcdctl's words for the certificates of a host, with a blank before them; empty without TLS. */
export function etcdTlsOptions(plan: Plan): string {
  const files = `--cacert=${paths.etcdTls}/ca.crt --cert=${paths.etcdTls}/host.crt --key=${paths.etcdTls}/host.key`;
  return plan.security.tls ? ` ${files}` : '';
}

/**
 * What to ask a host before anything is known of it: for every release that it may run.
 * @param files the host's files, rendered for any release: only their paths count
 */
export function factRequest(plan: Plan, host: Host, files: readonly RenderedFile[]): FactRequest {
  const member = memberOn(plan, host.name);
  const postgresVersions = releases.map((release) => hostMajor(plan, host, release));
  const dataDirectories = member
    ? postgresVersions.map((version) => dataDirectory(plan, version, member.cluster.name))
    : [];
  const wal = member === undefined ? undefined : walDirectory(plan, member.cluster.name);
  const hasEtcd = etcd.runsOn(plan, host);
  return {
    packages: unique(releases.flatMap((release) => hostPackages(plan, host, release))),
    files: files.map((file) => ({ path: file.path, readable: isReadable(file) })),
    libraries: unique(
      releases.flatMap((release) => neededFiles(plan, host, hostMajor(plan, host, release)).map(({ path }) => path)),
    ),
    units: unitsOf({ components: componentsOn(plan, host).map(({ id }) => id) }),
    services: serviceQuestions(plan, host),
    addresses: unique(plan.hosts.map((one) => one.address)),
    directories: unique([
      ...dataDirectories,
      ...(wal === undefined ? [] : [wal]),
      ...(hasEtcd ? [etcdDataDirectory(plan)] : []),
    ]),
    checks: checkQuestions(plan, host),
    etcdOptions: hasEtcd ? etcdOptions(plan, host) : undefined,
    member: member && {
      restUrl: restUrl(plan, host),
      authority: memberAuthority(plan),
      sockets: paths.postgresSockets,
      port: portsOn(plan, host.name).postgres,
      missingSql: missingSql(plan, member.cluster),
      walDirectories: [
        ...(wal === undefined ? [] : [wal]),
        ...dataDirectories.map((directory) => `${directory}/pg_wal`),
      ],
    },
  };
}

function checkQuestions(plan: Plan, host: Host): FactRequest['checks'] {
  const places = releases.flatMap((release) => neededPlaces(plan, host, release));
  const disks = places.filter(({ kind }) => kind !== 'file').map(({ path }) => diskOf(path));
  const { vip } = plan.access;
  return {
    disks: unique(disks),
    places: unique(places.map(({ path }) => path)),
    names: unique(plan.hosts.map(({ address }) => address).filter((address) => parseAddress(address)?.kind === 'name')),
    vip: vipComponent.runsOn(plan, host) ? vip?.address.split('/')[0] : undefined,
    accounts: wantedAccounts(plan, host),
    leftovers: leftoverPlaces(plan, host),
  };
}

/** Where the room is looked at: Debian's own folder for its default places, which a person knows. */
function diskOf(path: string): string {
  return componentHomes.find((home) => path.startsWith(`${home}/`)) ?? path;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
