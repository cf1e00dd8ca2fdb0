import type { DescribedVerbId } from '../../core/procedures/describedVerbs.ts';
import type { AddCommand } from './commands/command.ts';

/** A verb as the list of all verbs shows it; the command itself is loaded when it is asked for. */
export interface Verb {
  readonly name: string;
  /** Its arguments, as `--help` shows them; undefined for a verb that has verbs of its own. */
  readonly takes: string | undefined;
  readonly about: string;
  readonly load: () => Promise<AddCommand>;
}

/**
 * Every verb, in the order in which a person meets them. Most of the program is behind one verb or the other, and loading all of it took
 * longer than most of them run.
 */
export const verbs: readonly Verb[] = [
  {
    name: 'new',
    takes: '',
    about: 'write a commented plan for a topology to standard output',
    load: async () => (await import('./commands/new.ts')).addNew,
  },
  {
    name: 'validate',
    takes: '<plan>',
    about: 'judge a plan by every rule',
    load: async () => (await import('./commands/validate.ts')).addValidate,
  },
  {
    name: 'timing',
    takes: '[plan]',
    about: 'derive all timing from objectives, and show what each failure then costs',
    load: async () => (await import('./commands/timing.ts')).addTiming,
  },
  {
    name: 'simulate',
    takes: '<plan>',
    about: 'show what failures do to etcd, to each cluster and to its clients',
    load: async () => (await import('./commands/simulate.ts')).addSimulate,
  },
  {
    name: 'render',
    takes: '<plan>',
    about: 'write every generated file of every host below a folder; secrets stay placeholders',
    load: async () => (await import('./commands/render.ts')).addRender,
  },
  {
    name: 'preflight',
    takes: '<plan>',
    about: 'check the real hosts; nothing is changed on them',
    load: async () => (await import('./commands/preflight.ts')).addPreflight,
  },
  {
    name: 'changes',
    takes: '<plan>',
    about: 'show how the plan differs from the one that was deployed last, and what a deployment would refuse',
    load: async () => (await import('./commands/changes.ts')).addChanges,
  },
  {
    name: 'deploy',
    takes: '<plan>',
    about: 'bring the hosts to what the plan says; run again after any interruption',
    load: async () => (await import('./commands/deploy.ts')).addDeploy,
  },
  {
    name: 'adopt',
    takes: '<plan> <host>',
    about: 'make a PostgreSQL that runs on a host, with its data, the first member of the cluster; --back returns it',
    load: async () => (await import('./commands/adopt.ts')).addAdopt,
  },
  {
    name: 'status',
    takes: '<plan>',
    about: 'show who leads, who follows how far behind, etcd and HAProxy',
    load: async () => (await import('./commands/status.ts')).addStatus,
  },
  {
    name: 'drift',
    takes: '<plan>',
    about: 'show where the hosts differ from the plan: files, settings, members, packages; nothing is changed on them',
    load: async () => (await import('./commands/drift.ts')).addDrift,
  },
  {
    name: 'rotate',
    takes: '<plan> <what> [names...]',
    about:
      'renew the certificates of a deployed plan, its passwords, or the authorities (ca) that sign its certificates; writes go on',
    load: async () => (await import('./commands/rotate.ts')).addRotate,
  },
  {
    name: 'destroy',
    takes: '<plan>',
    about: 'remove what was installed from the hosts: services, data, files, packages',
    load: async () => (await import('./commands/destroy.ts')).addDestroy,
  },
  {
    name: 'switchover',
    takes: '<plan> [member]',
    about: 'hand the leadership to another member, on purpose and without loss',
    load: async () => (await import('./commands/switchover.ts')).addSwitchover,
  },
  described('restart', '<plan> <member>', 'restart PostgreSQL of a member, once the others could take over'),
  described(
    'reload',
    '<plan> <member>',
    'have Patroni and PostgreSQL of a member read their files again, which interrupts nothing',
  ),
  described('reinit', '<plan> <member>', 'copy a replica anew from the leader, when it cannot follow any more'),
  described(
    'pause',
    '<plan> <cluster>',
    'keep Patroni from acting while you work on a cluster: no failover until it is resumed',
  ),
  described('resume', '<plan> <cluster>', 'let Patroni act on a cluster again, after a pause'),
  {
    ...described(
      'upgrade',
      '<plan>',
      'bring PostgreSQL, Patroni, etcd and the other packages to the newest versions on offer, one host after the other',
    ),
    load: async () => (await import('./commands/upgrade.ts')).addUpgrade,
  },
  described(
    'drop-database',
    '<plan> <cluster> <name>',
    'drop a database that the plan no longer has, with everything in it',
  ),
  described(
    'drop-user',
    '<plan> <cluster> <name>',
    'drop a user that the plan no longer has and that owns nothing any more',
  ),
  {
    name: 'dr',
    takes: undefined,
    about: 'move the writes to the standby region, and take the other region back',
    load: async () => (await import('./commands/dr.ts')).addDr,
  },
  {
    name: 'history',
    takes: '<plan> [run]',
    about: 'list what was done with a plan, by whom and how it ended; with a run, show what it told',
    load: async () => (await import('./commands/history.ts')).addHistory,
  },
  {
    name: 'export',
    takes: '<plan>',
    about: 'write a plan in the form that other tools and people read, and say what that form cannot carry',
    load: async () => (await import('./commands/export.ts')).addExport,
  },
  {
    name: 'import',
    takes: '[file...]',
    about:
      'make a plan from a Pigsty or autobase inventory or from a running cluster, and say what was understood, defaulted and ignored',
    load: async () => (await import('./commands/import.ts')).addImport,
  },
  {
    name: 'secret',
    takes: '<plan> [name]',
    about: 'list the generated passwords and certificates, or print one of them; rekey changes their passphrase',
    load: async () => (await import('./commands/secret.ts')).addSecret,
  },
  {
    name: 'project',
    takes: undefined,
    about: 'hand a project over as one encrypted file, and say when that was last done',
    load: async () => (await import('./commands/project.ts')).addProject,
  },
  {
    name: 'serve',
    takes: '',
    about: 'serve the wizard to a browser on this machine, until interrupted',
    load: async () => (await import('./commands/serve.ts')).addServe,
  },
  {
    name: 'bundle',
    takes: undefined,
    about: 'one file with every package, for hosts that reach no repository',
    load: async () => (await import('./commands/bundle.ts')).addBundle,
  },
  {
    name: 'lab',
    takes: undefined,
    about: 'real systemd hosts on this machine, isolated from every other network',
    load: async () => (await import('./commands/lab.ts')).addLab,
  },
];

/** A procedure that describes itself: its words stand here again, since reading them where they are loads half of the program. */
function described(name: DescribedVerbId, takes: string, about: string): Verb {
  return { name, takes, about, load: async () => (await import('./commands/described.ts')).addDescribed(name) };
}
